"""A browser tab with an article open, without the browser: it speaks the Yjs protocol over a real socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

from pycrdt import Decoder, Doc, Text, TextEvent, create_awareness_message, write_message, write_var_uint
from websockets.asyncio.client import ClientConnection

SYNC, STEP1, STEP2, UPDATE = 0, 0, 1, 2


class Tab:
    """seen: when each character in `wanted` first stood here; complete: whether all of them do."""

    def __init__(self, socket: ClientConnection, wanted: range) -> None:
        self.socket = socket
        self.seen: dict[int, float] = {}
        self.complete = asyncio.Event()
        self._wanted = wanted
        self._clock = 0
        self._doc: Doc[Text] = Doc()
        self._text: Text = self._doc.get("markdown", type=Text)

    @property
    def text(self) -> str:
        """What this tab shows."""
        return str(self._text)

    async def open(self) -> None:
        """Sync, until the article is here."""
        await self.socket.send(bytes([SYNC, STEP1]) + write_message(self._doc.get_state()))
        while not await self._hear():
            pass
        self._text.observe(self._note)

    async def follow(self) -> None:
        """Take in what comes, until cancelled."""
        while True:
            await self._hear()

    async def type(self, at: int, character: str) -> None:
        """Insert a character before a byte of the text, and tell where the cursor is, as the page does."""
        before = self._doc.get_state()
        self._text.insert(at, character)
        await self.socket.send(bytes([SYNC, UPDATE]) + write_message(self._doc.get_update(before)))
        self._clock += 1
        cursor = {"type": None, "tname": "markdown", "item": None, "assoc": 0}
        state = json.dumps({"user": {}, "cursor": {"anchor": cursor, "head": cursor}}).encode()
        client = write_var_uint(self._doc.client_id) + write_var_uint(self._clock) + write_message(state)
        await self.socket.send(create_awareness_message(write_var_uint(1) + client))

    def place(self, words: str) -> int:
        """The byte after these words."""
        return len(self.text.partition(words)[0].encode()) + len(words.encode())

    async def _hear(self) -> bool:
        """Take in one message; whether it was the article."""
        message = await self.socket.recv()
        assert isinstance(message, bytes)
        if message[0] != SYNC:
            return False
        payload = Decoder(message[2:]).read_message() or b""
        if message[1] == STEP1:
            lacking = self._doc.get_update(payload or b"\0")
            await self.socket.send(bytes([SYNC, STEP2]) + write_message(lacking))
            return False
        self._doc.apply_update(payload)
        return message[1] == STEP2

    def _note(self, event: TextEvent) -> None:
        now = time.time()
        for character in _inserted(event):
            if ord(character) in self._wanted:
                self.seen.setdefault(ord(character), now)
        if len(self.seen) == len(self._wanted):
            self.complete.set()


def _inserted(event: TextEvent) -> Iterator[str]:
    changes: list[dict[str, Any]] = event.delta  # type: ignore[attr-defined]
    for change in changes:
        yield from change.get("insert", "")
