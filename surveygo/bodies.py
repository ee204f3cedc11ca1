"""Requests that are too large are refused before they are read: Django's handler reads a whole body first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.template.loader import render_to_string

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


class TooLarge(Exception):
    """A body grew past the limit while it came."""


class LimitBody:
    """An ASGI application that answers 413 to bodies of more than `limit` bytes, and leaves the rest to `inner`."""

    def __init__(self, inner: Application, limit: int) -> None:
        self._inner = inner
        self._limit = limit

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request. A length that is announced is believed at once; one that is not is counted."""
        if _announced(scope) > self._limit:
            await _refuse(send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._limit:
                raise TooLarge
            return message

        try:
            await self._inner(scope, counted, send)
        except TooLarge:
            await _refuse(send)


def _announced(scope: Message) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send) -> None:
    page = render_to_string("413.html").encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(page)).encode()),
        (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": page})
