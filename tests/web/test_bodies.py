"""Requests that are too large: refused before they are read, whether they say their length or not."""

from __future__ import annotations

import pytest

from surveygo.bodies import LimitBody, Message, Receive, Send


async def echo(scope: Message, receive: Receive, send: Send) -> None:
    """Reads the whole body, as Django does, and answers with its length."""
    got, more = 0, True
    while more:
        message = await receive()
        got += len(message["body"])
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(got).encode()})


async def ask(headers: list[tuple[bytes, bytes]], parts: list[bytes]) -> tuple[int, bytes]:
    """Status and body of the answer to a request whose body comes in parts."""
    left = list(parts)
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    await LimitBody(echo, 10)({"type": "http", "headers": headers}, receive, send)
    start, end = sent
    return start["status"], end["body"]


async def test_what_fits_goes_through() -> None:
    """Up to the limit, in one part or several."""
    assert await ask([(b"content-length", b"10")], [b"x" * 10]) == (200, b"10")
    assert await ask([], [b"x" * 4, b"x" * 6]) == (200, b"10")


@pytest.mark.parametrize(
    ("headers", "parts"),
    [
        ([(b"content-length", b"11")], []),
        ([], [b"x" * 11]),
        ([], [b"x" * 6, b"x" * 6]),
        ([(b"content-length", b"x")], [b"x" * 11]),
    ],
)
async def test_what_does_not_is_refused_with_a_page(headers: list[tuple[bytes, bytes]], parts: list[bytes]) -> None:
    """A body that announces itself as too large is not even awaited."""
    status, page = await ask(headers, parts)
    assert status == 413
    assert b"too large" in page
