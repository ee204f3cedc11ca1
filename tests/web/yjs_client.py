"""A browser's side of the shared document, as y-websocket behaves: it connects, syncs, types, drops, and comes back."""

from __future__ import annotations

import json

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client as Browser
from pycrdt import Decoder, Doc, Text, write_message

from surveygo.accounts.models import User
from surveygo.articles.models import Article
from surveygo.articles.room import LOCK, STORED
from surveygo.asgi import application

SYNC, AWARENESS = 0, 1
STEP1, STEP2, UPDATE = 0, 1, 2


class Client:
    """One tab of one person. stored: how many of its updates of this connection are rows; sent: how many went out.
    lock: who locked the article, as it heard."""

    def __init__(self, user: User | None, article: int) -> None:
        self.user, self.article = user, article
        self.doc: Doc[Text] = Doc()
        self.markdown: Text = self.doc.get("markdown", type=Text)
        self.socket: WebsocketCommunicator | None = None
        self.sent = self.stored = 0
        self.synced = False
        self.shown: list[str] = []
        self.lock: dict[str, str] | None = None

    @property
    def text(self) -> str:
        """What this person sees."""
        return str(self.markdown)

    async def connect(self) -> None:
        """Open the socket, sync both ways."""
        self.socket = await database_sync_to_async(socket_of)(self.user, self.article)
        connected, _ = await self.socket.connect(timeout=30)
        assert connected
        self.sent = self.stored = 0
        self.synced = False
        await self._send(bytes([SYNC, STEP1]) + write_message(self.doc.get_state()))
        while not (self.synced and self.sent):
            await self.hear()

    async def drop(self) -> None:
        """Lose the connection; what was typed stays here."""
        if self.socket is not None:
            await self.socket.disconnect(timeout=30)
            self.socket = None

    async def type(self, at: int, new: str = "", delete: int = 0) -> None:
        """Change the text at a byte; sent if there is a connection."""
        before = self.doc.get_state()
        with self.doc.transaction():
            if delete:
                del self.markdown[at : at + delete]
            if new:
                self.markdown.insert(at, new)
        if self.socket is not None:
            await self._send(bytes([SYNC, UPDATE]) + write_message(self.doc.get_update(before)))
            self.sent += 1

    async def hear(self) -> None:
        """Take in one message."""
        assert self.socket is not None
        message = await self.socket.receive_from(timeout=30)
        assert isinstance(message, bytes)
        if message[0] == STORED:
            self.stored = Decoder(message[1:]).read_var_uint()
        elif message[0] == LOCK:
            self.lock = json.loads(Decoder(message[1:]).read_var_string())
        elif message[0] == AWARENESS:
            self.shown.append(message[1:].decode("utf-8", "replace"))
        elif message[0] != SYNC:
            pass
        elif message[1] == STEP1:
            lacking = self.doc.get_update(Decoder(message[2:]).read_message() or b"\0")
            await self._send(bytes([SYNC, STEP2]) + write_message(lacking))
            self.sent += 1
        else:
            self.doc.apply_update(Decoder(message[2:]).read_message() or b"")
            self.synced = self.synced or message[1] == STEP2

    async def settle(self) -> None:
        """Hear until all that was sent is stored."""
        while self.stored < self.sent:
            await self.hear()

    async def hear_until(self, text: str) -> None:
        """Hear until the text is this."""
        while self.text != text:
            await self.hear()

    async def _send(self, message: bytes) -> None:
        assert self.socket is not None
        await self.socket.send_to(bytes_data=message)


def socket_of(user: User | None, article: int) -> WebsocketCommunicator:
    """The socket of a person's browser, or of a visitor's."""
    headers = [(b"origin", b"http://127.0.0.1:8000"), (b"host", b"127.0.0.1:8000")]
    if user is not None:
        browser = Browser()
        browser.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        headers.append((b"cookie", f"{name}={browser.cookies[name].value}".encode()))
    return WebsocketCommunicator(application, f"/ws/articles/{article}", headers)


async def opened(tabs: list[Client], user: User, article: Article) -> Client:
    """A tab of that person with the article open."""
    tab = Client(user, article.pk)
    tabs.append(tab)
    await tab.connect()
    return tab
