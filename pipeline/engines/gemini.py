"""The `gemini` engine: Google's models through google-generativeai, over REST and in threads.

That package is at its end of life; this file alone knows it. Its asynchronous calls do not work over REST, its
configuration is one for the whole process (an engine keeps a client of its own here), and it retries by itself unless
told not to.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from pipeline.engines.base import Reply, Usage
from pipeline.engines.model import ModelEngine, Question
from pipeline.engines.providers import Provider
from pipeline.engines.refusals import Refusal, broken_off, explain, filtered, not_an_answer, unreachable

_STOPPED = frozenset({"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"})
_DELAY = re.compile(r"retry_?delay\W+(?:seconds\W+)?(\d+(?:\.\d+)?)|retry in (\d+(?:\.\d+)?)s", re.I)


class GeminiEngine(ModelEngine):
    """Asks Google's models; one thread a call in flight."""

    name = "gemini"

    def __init__(self, provider: Provider) -> None:
        super().__init__(provider)
        self._threads = ThreadPoolExecutor(provider.concurrency, thread_name_prefix="gemini")
        self._client: Any = None
        self._starting = asyncio.Lock()

    async def complete(self, question: Question, deadline: asyncio.Timeout) -> Reply:
        """Send the question from a thread; a call whose deadline passed ends there by its own."""
        loop = asyncio.get_running_loop()
        async with self._starting:
            if self._client is None:
                self._client = await asyncio.to_thread(_client, self.provider)
        return await loop.run_in_executor(self._threads, self._ask, question, deadline, loop)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._threads = ThreadPoolExecutor(self.provider.concurrency, thread_name_prefix="gemini")

    def _ask(self, question: Question, deadline: asyncio.Timeout, loop: asyncio.AbstractEventLoop) -> Reply:
        from google.generativeai.generative_models import GenerativeModel

        system = [m["content"] for m in question.messages if m["role"] == "system"]
        model: Any = GenerativeModel(question.model, system_instruction="\n\n".join(system) or None)
        model._client = self._client  # the package's own way in would take the process's key and address
        with self._translated(question.model):
            response = model.generate_content(
                _contents(question),
                generation_config=self._parameters(question),
                stream=question.watcher is not None,
                request_options={"retry": None, "timeout": self.provider.deadline + 5},
            )
            if question.watcher is None:
                return self._reply(response, "", question)
            parts: list[str] = []
            for chunk in response:
                parts.append(_text(chunk))
                loop.call_soon_threadsafe(_postpone, deadline, loop.time() + self.provider.gap)
                loop.call_soon_threadsafe(question.watcher.see, list(parts))
            return self._reply(response, "".join(parts), question)

    def _parameters(self, question: Question) -> dict[str, Any]:
        found: dict[str, Any] = {"max_output_tokens": question.most, "candidate_count": 1}
        if self.provider.temperature is not None and not question.reasons:
            found["temperature"] = self.provider.temperature
        if question.structured:
            found["response_mime_type"] = "application/json"
        return found

    def _reply(self, response: Any, text: str, question: Question) -> Reply:
        finish = response.candidates[0].finish_reason.name if response.candidates else ""
        if response.prompt_feedback.block_reason or finish in _STOPPED:
            raise filtered(self.provider)
        if not finish:
            raise not_an_answer(self.provider)
        if finish == "FINISH_REASON_UNSPECIFIED":
            raise broken_off(self.provider)
        used = response.usage_metadata
        thoughts_and_text = max(used.total_token_count - used.prompt_token_count, used.candidates_token_count)
        usage = Usage(used.prompt_token_count, used.cached_content_token_count, thoughts_and_text)
        return Reply(text or _text(response), usage, question.model, finish == "MAX_TOKENS")

    @contextmanager
    def _translated(self, model: str) -> Iterator[None]:
        """The SDK's errors as ours."""
        import requests
        from google.api_core import exceptions
        from google.generativeai import types
        from urllib3.exceptions import ProtocolError

        try:
            yield
        except (exceptions.DeadlineExceeded, requests.Timeout) as error:
            raise TimeoutError from error
        except exceptions.RetryError as error:
            raise unreachable(self.provider) from error
        except exceptions.GoogleAPICallError as error:
            words = f"{error.message} {error.details}"
            refusal = Refusal(int(error.code or 500), str(error.reason or ""), words, _delay(error, words))
            raise explain(refusal, self.provider, model) from error
        except (types.BlockedPromptException, types.StopCandidateException) as error:
            raise filtered(self.provider) from error
        except requests.exceptions.ChunkedEncodingError as error:
            raise broken_off(self.provider) from error
        except requests.ConnectionError as error:
            aborted = bool(error.args) and isinstance(error.args[0], ProtocolError)
            raise (broken_off if aborted else unreachable)(self.provider) from error
        except exceptions.GoogleAPIError as error:
            raise unreachable(self.provider) from error
        except (ValueError, TypeError, AttributeError) as error:  # what the SDK raises on a body of another form
            raise not_an_answer(self.provider) from error


def _client(provider: Provider) -> Any:
    """A client of the provider's own key and address."""
    import google.generativeai  # noqa: F401 (its client module is loaded through it)
    from google.generativeai import client

    manager: Any = client._ClientManager()
    options = {"api_endpoint": provider.base_url.rstrip("/")} if provider.base_url else {}
    manager.configure(api_key=provider.key, transport="rest", client_options=options)
    return manager.get_default_client("generative")


def _contents(question: Question) -> list[dict[str, Any]]:
    roles = {"user": "user", "assistant": "model"}
    return [
        {"role": roles[m["role"]], "parts": [{"text": m["content"]}]} for m in question.messages if m["role"] in roles
    ]


def _text(response: Any) -> str:
    return "".join(part.text for candidate in response.candidates[:1] for part in candidate.content.parts if part.text)


def _postpone(deadline: asyncio.Timeout, when: float) -> None:
    """The next piece is due by `when`, unless the call ends before."""
    last = deadline.when()
    if last is not None and not deadline.expired() and when > last:
        deadline.reschedule(when)


def _delay(error: Any, words: str) -> float | None:
    """Seconds the provider asks to wait: the Retry-After header or the RetryInfo among the details."""
    headers = getattr(getattr(error, "response", None), "headers", {}) or {}
    try:
        return float(headers["Retry-After"])
    except (KeyError, TypeError, ValueError):
        found = _DELAY.search(words)
        return float(found[1] or found[2]) if found else None
