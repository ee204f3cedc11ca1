"""The `openai` engine: OpenAI and every endpoint that speaks its chat completions protocol.

A query in the base URL goes with every request. With `api-version` in it the key is sent as `api-key` too, as Azure's
gateways want it (https://learn.microsoft.com/azure/ai-services/openai/reference, "Authentication").

The SDK is imported on the first question (it takes a second or more), and its own retries are off: waiting is done
where the run can be told of it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from pipeline.engines.base import Reply, Usage
from pipeline.engines.model import ModelEngine, Question
from pipeline.engines.providers import Provider
from pipeline.engines.refusals import Refusal, broken_off, explain, filtered, not_an_answer, private, unreachable
from pipeline.errors import EngineError
from pipeline.language.tokens import estimate_tokens
from pipeline.network import is_public

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from openai import AsyncOpenAI

_PATH = "/chat/completions"
"""Asked through the SDK's plain `post`: its typed methods walk every message and chunk, which costs more than the rest
of a call."""
_OPTIONAL = ("temperature", "seed", "response_format", "stream_options", "max_completion_tokens")
"""Parameters that an endpoint may refuse; a refused one is left out from then on."""


class OpenAIEngine(ModelEngine):
    """Asks by AsyncOpenAI on the aiohttp transport."""

    name = "openai"

    def __init__(self, provider: Provider) -> None:
        super().__init__(provider)
        self._client: AsyncOpenAI | None = None
        self._starting = asyncio.Lock()
        self._refused: set[tuple[str, str]] = set()

    async def complete(self, question: Question, deadline: asyncio.Timeout) -> Reply:
        """Send the question; again at once without a parameter that the endpoint does not know."""
        client = await self._start()
        while True:
            body = self._body(question)
            try:
                with self._translated(question.model):
                    if question.watcher:
                        return await self._streamed(client, body, question, deadline)
                    return self._reply(await client.post(_PATH, cast_to=object, body=body), question)
            except _UnknownParameter as refused:
                self._refused.add((question.model, refused.name))

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _start(self) -> AsyncOpenAI:
        async with self._starting:
            if self._client is None:
                self._client = await asyncio.to_thread(_client, self.provider)
            return self._client

    def _body(self, question: Question) -> dict[str, Any]:
        found: dict[str, Any] = {
            "model": question.model,
            "messages": question.messages,
            "max_completion_tokens": question.most,
        }
        if self.provider.temperature is not None and not question.reasons:
            found["temperature"] = self.provider.temperature
        if question.seed:
            found["seed"] = question.seed
        if question.structured:
            found["response_format"] = {"type": "json_object"}
        if question.watcher:
            found |= {"stream": True, "stream_options": {"include_usage": True}}
        refused = {name for model, name in self._refused if model == question.model}
        if "max_completion_tokens" in refused:  # servers older than the name
            found["max_tokens"] = question.most
        return {name: value for name, value in found.items() if name not in refused}

    async def _streamed(
        self, client: AsyncOpenAI, body: dict[str, Any], question: Question, deadline: asyncio.Timeout
    ) -> Reply:
        from openai import AsyncStream

        loop = asyncio.get_running_loop()
        last = deadline.when() or 0.0
        parts: list[str] = []
        end: dict[str, Any] = {}
        stream = await client.post(_PATH, cast_to=object, body=body, stream=True, stream_cls=AsyncStream[object])
        async with stream:
            async for chunk in stream:
                deadline.reschedule(min(last, loop.time() + self.provider.gap))
                found = chunk if isinstance(chunk, dict) else {}
                end |= {name: found[name] for name in ("usage", "model") if found.get(name)}
                for choice in found.get("choices") or []:
                    end["finish_reason"] = choice.get("finish_reason") or end.get("finish_reason")
                    parts.append((choice.get("delta") or {}).get("content") or "")
                if question.watcher:
                    question.watcher.see(parts)
        if not end.get("finish_reason"):
            raise broken_off(self.provider)
        choice = {"finish_reason": end["finish_reason"], "message": {"content": "".join(parts)}}
        return self._reply({"choices": [choice], "usage": end.get("usage"), "model": end.get("model")}, question)

    def _reply(self, completion: Any, question: Question) -> Reply:
        """The reply in a chat completion; what some servers leave out is not missed, and usage is estimated then."""
        if not isinstance(completion, dict) or not completion.get("choices"):
            raise not_an_answer(self.provider)
        choice = completion["choices"][0]
        why = choice.get("finish_reason")
        if why == "content_filter" or choice["message"].get("refusal"):
            raise filtered(self.provider)
        text = choice["message"].get("content") or ""
        used = completion.get("usage") or {
            "prompt_tokens": sum(estimate_tokens(message["content"]) for message in question.messages),
            "completion_tokens": estimate_tokens(text),
        }
        cached = (used.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
        usage = Usage(used.get("prompt_tokens") or 0, cached, used.get("completion_tokens") or 0)
        return Reply(text, usage, completion.get("model") or "", why == "length")

    @contextmanager
    def _translated(self, model: str) -> Iterator[None]:
        """The SDK's errors as ours."""
        import aiohttp
        import httpx2
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            raise self._refusal(error, model) from error
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, EngineError):
                raise error.__cause__ from error
            # The transport calls every failure of a connection a timeout while connecting; the cause below it tells.
            cause = error.__cause__ and error.__cause__.__cause__
            never = isinstance(cause, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
            raise (unreachable if never else broken_off)(self.provider) from error
        except openai.APIError as error:  # an error event inside a stream
            raise self._refusal(error, model) from error
        except (httpx2.TransportError, aiohttp.ClientError) as error:
            raise broken_off(self.provider) from error
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
        ) as error:  # what the SDK raises on a body of another form
            raise not_an_answer(self.provider) from error

    def _refusal(self, error: Any, model: str) -> Exception:
        """An APIError as an EngineError, or as the name of a parameter to leave out."""
        status = int(getattr(error, "status_code", 0) or 500)
        code, words = str(error.code or error.type or ""), str(error.body or error.message)
        if status in (400, 422):
            named = next((n for n in _OPTIONAL if n in str(error.param or "") or n in words), None)
            if named and (model, named) not in self._refused:
                return _UnknownParameter(named)
        response = getattr(error, "response", None)
        return explain(Refusal(status, code, words, retry_after(response and response.headers)), self.provider, model)


class _UnknownParameter(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def retry_after(headers: Any) -> float | None:
    """Seconds that a response asks to wait (`retry-after-ms`, `Retry-After` in seconds), None where it does not."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) / unit)
        except (KeyError, TypeError, ValueError):
            continue
    return None


def _client(provider: Provider) -> AsyncOpenAI:
    import openai

    for name in ("openai", "httpx2"):  # at DEBUG they would log prompts
        logging.getLogger(name).setLevel(logging.WARNING)
    # No answer may send a prompt on to another address.
    http_client = openai.DefaultAioHttpClient(follow_redirects=False, trust_env=not provider.public_only)
    if provider.public_only:
        transport: Any = http_client._transport
        transport.client = partial(_public_session, provider, transport.ssl_context)
    address = urlsplit(provider.base_url)
    query = dict(parse_qsl(address.query))
    return openai.AsyncOpenAI(
        api_key=provider.key,
        base_url=address._replace(query="").geturl() or None,
        default_query=query,
        default_headers={"api-key": provider.key} if "api-version" in query else {},
        max_retries=0,
        timeout=openai.Timeout(provider.deadline + 5, connect=10.0),
        http_client=http_client,
    )


def _public_session(provider: Provider, tls: Any) -> ClientSession:
    """A session that connects to public addresses only.

    The check is made for each address about to be connected to, after names were looked up: a name may lead elsewhere
    than it did when it was saved. See `socket_factory` of aiohttp's TCPConnector.
    """
    import aiohttp

    def connect(found: Any) -> socket.socket:
        family, kind, protocol, _, address = found
        if not is_public(address[0]):
            raise private(provider)
        return socket.socket(family, kind, protocol)

    connector = aiohttp.TCPConnector(ssl=tls, limit=provider.concurrency, socket_factory=connect)
    return aiohttp.ClientSession(connector=connector)
