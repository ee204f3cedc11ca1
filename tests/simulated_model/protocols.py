"""The two protocols on the wire: reading a request, and writing an answer, a refusal, or a stream of pieces."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulated_model.log import Call


@dataclass(frozen=True)
class Request:
    """A request as both protocols have it. most: longest reply in tokens, 0 for any."""

    model: str
    messages: list[tuple[str, str]]
    key: str
    stream: bool
    seed: int
    most: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """A refusal. wait: seconds for Retry-After, 0 for none."""

    status: int
    code: str
    message: str
    param: str = ""
    wait: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        """Retry-After, where it asks to wait."""
        return {"Retry-After": f"{self.wait:g}"} if self.wait else {}


class Wire(ABC):
    """One protocol."""

    content_type: str

    @abstractmethod
    def read(self, body: dict[str, Any], http: web.Request) -> Request:
        """The request in a body."""

    @abstractmethod
    def whole(self, request: Request, text: str, call: Call, tokens: int, cut: bool) -> dict[str, Any]:
        """The body of an answer."""

    @abstractmethod
    def piece(self, request: Request, text: str, first: bool) -> bytes:
        """A piece of a streamed answer."""

    @abstractmethod
    def last(self, request: Request, call: Call, tokens: int, cut: bool) -> bytes:
        """What ends a stream: why it ended, and what it used."""

    @abstractmethod
    def refuse(self, failure: Failure) -> web.Response:
        """A refusal."""


class OpenAI(Wire):
    """Chat completions."""

    content_type = "text/event-stream"

    def read(self, body: dict[str, Any], http: web.Request) -> Request:
        messages = [(m["role"], m["content"]) for m in body["messages"]]
        key = http.headers.get("Authorization", "").removeprefix("Bearer ")
        most = body.get("max_completion_tokens") or body.get("max_tokens") or 0
        return Request(body["model"], messages, key, body.get("stream", False), body.get("seed") or 0, most, body)

    def whole(self, request: Request, text: str, call: Call, tokens: int, cut: bool) -> dict[str, Any]:
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "length" if cut else "stop", "logprobs": None}
        return self._head(request, "chat.completion") | {"choices": [choice], "usage": _usage(call, tokens)}

    def piece(self, request: Request, text: str, first: bool) -> bytes:
        delta = {"content": text} | ({"role": "assistant"} if first else {})
        return self._event(request, {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def last(self, request: Request, call: Call, tokens: int, cut: bool) -> bytes:
        why = "length" if cut else "stop"
        end = self._event(request, {"choices": [{"index": 0, "delta": {}, "finish_reason": why}]})
        if (request.body.get("stream_options") or {}).get("include_usage"):
            end += self._event(request, {"choices": [], "usage": _usage(call, tokens)})
        return end + b"data: [DONE]\n\n"

    def refuse(self, failure: Failure) -> web.Response:
        error = {"message": failure.message, "type": "error", "param": failure.param or None, "code": failure.code}
        return web.json_response({"error": error}, status=failure.status, headers=failure.headers)

    def _event(self, request: Request, body: dict[str, Any]) -> bytes:
        return b"data: " + json.dumps(self._head(request, "chat.completion.chunk") | body).encode() + b"\n\n"

    def _head(self, request: Request, kind: str) -> dict[str, Any]:
        return {"id": "simulated", "object": kind, "created": 0, "model": request.model}


def _usage(call: Call, tokens: int) -> dict[str, Any]:
    return {
        "prompt_tokens": call.prompt_tokens,
        "completion_tokens": tokens,
        "total_tokens": call.prompt_tokens + tokens,
        "prompt_tokens_details": {"cached_tokens": call.shared_tokens},
    }


class Gemini(Wire):
    """generateContent and streamGenerateContent; a stream is one JSON array, as the old client wants it."""

    content_type = "application/json"

    def read(self, body: dict[str, Any], http: web.Request) -> Request:
        model, _, verb = http.match_info["call"].partition(":")
        system = _said(body.get("systemInstruction") or body.get("system_instruction") or {})
        roles = {"user": "user", "model": "assistant"}
        messages = [("system", system)] if system else []
        messages += [(roles[content["role"]], _said(content)) for content in body["contents"]]
        settings = body.get("generationConfig", {})
        key = http.headers.get("x-goog-api-key", "") or http.query.get("key", "")
        most = settings.get("maxOutputTokens", 0)
        return Request(model, messages, key, verb.startswith("stream"), settings.get("seed", 0), most, settings)

    def whole(self, request: Request, text: str, call: Call, tokens: int, cut: bool) -> dict[str, Any]:
        content = {"role": "model", "parts": [{"text": text}]}
        candidate = {"content": content, "finishReason": "MAX_TOKENS" if cut else "STOP", "index": 0}
        usage = {
            "promptTokenCount": call.prompt_tokens,
            "candidatesTokenCount": tokens,
            "totalTokenCount": call.prompt_tokens + tokens,
            "cachedContentTokenCount": call.shared_tokens,
        }
        return {"candidates": [candidate], "usageMetadata": usage}

    def piece(self, request: Request, text: str, first: bool) -> bytes:
        body = {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}]}
        return (b"[" if first else b",\n") + json.dumps(body).encode()

    def last(self, request: Request, call: Call, tokens: int, cut: bool) -> bytes:
        return b",\n" + json.dumps(self.whole(request, "", call, tokens, cut)).encode() + b"]"

    def refuse(self, failure: Failure) -> web.Response:
        names = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED"}
        status = 400 if failure.status == 401 else failure.status  # as Google does
        message = "API key not valid." if failure.status == 401 else failure.message
        error: dict[str, Any] = {"code": status, "message": message, "status": names.get(failure.status, "INTERNAL")}
        if failure.wait:
            kind = "type.googleapis.com/google.rpc.RetryInfo"
            error["details"] = [{"@type": kind, "retryDelay": f"{failure.wait:g}s"}]
        return web.json_response({"error": error}, status=status, headers=failure.headers)


def _said(content: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in content.get("parts", []))
