"""The rooms of this web process, and how they hear of what other doors and other processes stored: at once where
somebody tells them, and by looking now and then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from django.conf import settings

from surveygo import wake
from surveygo.articles import document, locks, updates
from surveygo.articles.hand import Hand
from surveygo.articles.models import Article, Document
from surveygo.articles.room import Member, Room

log = logging.getLogger(__name__)
LOOK = 0.5
"""Seconds between two looks at the rows."""
SETTLE = 10
"""Looks after which the article's row follows what was typed; whoever reads it settles it at once."""
PROCESS = uuid4().hex
"""Names this process to the others."""


class Rooms:
    """The rooms of one event loop."""

    def __init__(self) -> None:
        self._rooms: dict[int, Room] = {}
        self._hand = Hand("articles")
        self._door = asyncio.Lock()
        self._watcher: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._look = asyncio.Event()

    async def enter(self, article: int, member: Member) -> Room:
        """The article's room, with the member in it."""
        async with self._door:
            room = self._rooms.get(article)
            if room is None or room.broken:
                news = await self._hand.do(updates.whole, article)
                lock = (await self._hand.do(locks.shown, [article]))[article]
                room = self._rooms[article] = Room(article, news, lock, self._hand, self._teller(article))
            await room.enter(member)
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._watch())
        if settings.REDIS_URL and (self._listener is None or self._listener.done()):
            self._listener = asyncio.create_task(self._listen())
        await wake.say(wake.ARTICLES, article=article, sender=PROCESS, who=True)
        return room

    async def leave(self, room: Room, member: Member) -> None:
        """Let the member go; the last one closes the room."""
        async with self._door:
            room.leave(member)
            if room.members:
                return
            await room.close()
            if self._rooms.get(room.article) is room:
                del self._rooms[room.article]
            await self._hand.do(_settle, room.article)
            if not self._rooms:
                await self._rest()

    def hear(self, message: dict[str, Any]) -> None:
        """There is news of an article: of its text, its lock, or what people say about it; to be called in the loop."""
        room = self._rooms.get(message["article"])
        if room is not None and message.get("review"):
            room.tell_of_review()
        elif room is not None:
            self._look.set()

    async def _rest(self) -> None:
        for task in (self._watcher, self._listener):
            if task is not None:
                task.cancel()
        self._watcher = self._listener = None
        await self._hand.rest()

    async def _watch(self) -> None:
        looks = 0
        while True:
            try:
                async with asyncio.timeout(LOOK):
                    await self._look.wait()
            except TimeoutError:
                looks += 1
            self._look.clear()
            try:
                await self._catch_up()
                if looks >= SETTLE:
                    looks = 0
                    await self._settle()
            except Exception:  # the task's edge: no trouble of one look may end the following
                log.exception("The rows of open articles could not be read; the next look tries again.")

    async def _catch_up(self) -> None:
        articles = list(self._rooms)
        newest = await self._hand.do(_numbers, articles)
        holding = await self._hand.do(locks.shown, articles)
        for article, seq in newest.items():
            room = self._rooms.get(article)
            if room is not None and room.seq < seq:
                await room.catch_up()
            if room is not None:
                await room.set_lock(holding[article])

    async def _settle(self) -> None:
        for room in list(self._rooms.values()):
            if room.typed:
                room.typed = False
                await self._hand.do(_settle, room.article)

    def _teller(self, article: int) -> Callable[[bytes], Awaitable[None]]:
        async def tell(clients: bytes) -> None:
            await wake.say(wake.ARTICLES, article=article, sender=PROCESS, clients=clients)

        return tell

    async def _listen(self) -> None:
        async for message in wake.listen(wake.ARTICLES):
            room = self._rooms.get(message["article"])
            if room is None or message.get("sender") == PROCESS:
                continue
            if "clients" in message:
                await room.show(message["clients"])
            elif "who" in message:
                await room.introduce()
            else:
                self.hear(message)


_known: WeakKeyDictionary[asyncio.AbstractEventLoop, Rooms] = WeakKeyDictionary()


def here() -> Rooms:
    """The rooms of the running event loop."""
    return _known.setdefault(asyncio.get_running_loop(), Rooms())


def _told(message: dict[str, Any]) -> None:
    for loop, rooms in list(_known.items()):
        if loop.is_running():
            loop.call_soon_threadsafe(rooms.hear, message)


wake.here[wake.ARTICLES].append(_told)


def _numbers(articles: list[int]) -> dict[int, int]:
    return dict(Document.objects.filter(article__in=articles).values_list("article", "seq"))


def _settle(article: int) -> None:
    found = Article.objects.filter(pk=article).first()
    if found is not None:
        document.settle(found)
