"""An article that is open in this web process: who has it open, what they type, and what comes from elsewhere.

The rows are the truth. A room keeps the document in memory, stores what its members type a moment after it came, and
then tells all of them. A member whose connection broke hears by Yjs what it missed, and tells what it typed.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from pycrdt import create_awareness_message, create_update_message, merge_updates, write_message, write_var_uint

from surveygo.articles import presence, updates, yjs
from surveygo.articles.hand import Hand
from surveygo.articles.locks import Locked, Shown
from surveygo.articles.presence import Client

log = logging.getLogger(__name__)
GATHER = 0.04
"""Seconds for which updates are gathered: members hear of all of them in one message."""
STORED = 100
"""Type of the message that tells a member how many of its updates are stored."""
REVIEWED = 101
"""Type of the message that tells that comments, suggestions or reviews changed."""
LOCK = 102
"""Type of the message that tells who locked the article and when, as JSON; `null` while it is open."""
LONGEST = 5_000_000
"""Bytes of an article's text."""


class TooLong(ValueError):
    """The article would be longer than it may be."""


class LockedOut(ValueError):
    """The article is locked."""


@dataclass(eq=False)
class Member:
    """A socket with the article open. send: gives it bytes; leave: has it connect anew. author: who types; user: how
    the others see that person; stored: how many of its updates are rows."""

    send: Callable[[bytes], Awaitable[None]]
    leave: Callable[[], Awaitable[None]]
    author: int
    user: dict[str, object]
    stored: int = 0
    clients: dict[int, Client] = field(default_factory=dict)


class Room:
    """One article in one event loop. tell_others: takes presence to the other web processes. lock: whose lock holds the
    article, as the rows had it when they were read last. broken: whether something was typed that could not be stored;
    the document is then ahead of the rows, and nobody may enter any more."""

    broken = False

    def __init__(
        self,
        article: int,
        news: updates.News,
        lock: Shown,
        hand: Hand,
        tell_others: Callable[[bytes], Awaitable[None]],
    ) -> None:
        self.article = article
        self.lock = lock
        self.seq = news.seq
        self.members: set[Member] = set()
        self.typed = False
        self._doc = yjs.loaded(news.updates)
        self._hand = hand
        self._tell_others = tell_others
        self._incoming: list[tuple[bytes, Member]] = []
        self._moved: dict[int, Client] = {}
        self._review = False
        self._flag = asyncio.Event()
        self._turn = asyncio.Lock()
        self._worker = asyncio.create_task(self._work())

    @property
    def state(self) -> bytes:
        """The state vector: what this document holds."""
        return self._doc.get_state()

    def lacking(self, vector: bytes) -> bytes:
        """The update that brings a member with that state vector up to date.

        Raises:
            BadUpdate: where it is no state vector.
        """
        try:
            return self._doc.get_update(vector)
        except ValueError as error:
            raise yjs.BadUpdate(str(error)) from error

    def give(self, member: Member, update: bytes) -> None:
        """Take what a member typed; it is told once that is stored.

        Raises:
            BadUpdate: where it is no update.
            TooLong: where the article would grow beyond its limit.
            LockedOut: where the article is locked and the update changes it.
        """
        if len(self._doc[yjs.NAME]) + len(update) > LONGEST:
            raise TooLong
        if self.lock is not None:
            if yjs.changes(self._doc, update):
                raise LockedOut
            update = yjs.NOTHING
        if update != yjs.NOTHING:
            yjs.apply(self._doc, update)
        self._incoming.append((update, member))
        self._flag.set()

    def move(self, member: Member, clients: Iterable[Client]) -> None:
        """Take what a member shows of itself; it speaks for nobody else's clients."""
        others = {key for one in self.members if one is not member for key in one.clients}
        for client in clients:
            if client.id not in others:
                self._place(member, presence.stamped(client, member.user))
        self._flag.set()

    def everybody(self) -> list[Client]:
        """The clients of all members."""
        return [client for member in self.members for client in member.clients.values()]

    async def enter(self, member: Member) -> None:
        """Let a member in: it hears whether the article is locked, of what comes from now on, and of who is there."""
        self.members.add(member)
        await _give(member, self._lock_message)
        if there := self.everybody():
            await _give(member, create_awareness_message(presence.written(there)))

    def leave(self, member: Member) -> None:
        """Let a member go; the others are told."""
        self.members.discard(member)
        self._moved.update({client.id: client.gone for client in member.clients.values()})
        self._flag.set()

    async def close(self) -> None:
        """Store what is left and end."""
        self._worker.cancel()
        async with self._turn:
            if not self.broken:
                try:
                    await self._store()
                except Locked:
                    log.info("The last that was typed into article %s came after it was locked.", self.article)

    async def catch_up(self) -> None:
        """Read what others stored, and tell it."""
        async with self._turn:
            news = await self._hand.do(updates.after, self.article, self.seq)
            await self._take(news)

    async def set_lock(self, lock: Shown) -> None:
        """Tell the members of a lock that is new, or gone."""
        if lock != self.lock:
            self.lock = lock
            await self._tell(self._lock_message)

    @property
    def _lock_message(self) -> bytes:
        return bytes([LOCK]) + write_message(json.dumps(self.lock).encode())

    def tell_of_review(self) -> None:
        """Tell the members that there is something new about the article beside its text."""
        self._review = True
        self._flag.set()

    async def introduce(self) -> None:
        """Show everybody here to another process."""
        if there := self.everybody():
            await self._tell_others(presence.written(there))

    async def show(self, clients: bytes) -> None:
        """Show the members of another process to those here."""
        await self._tell(create_awareness_message(clients))

    async def _work(self) -> None:
        while True:
            await self._flag.wait()
            await asyncio.sleep(GATHER)
            self._flag.clear()
            try:
                async with self._turn:
                    await self._store()
                await self._show_moved()
                await self._show_review()
            except Locked:
                log.info(
                    "Something was typed into article %s as it was locked; its members connect anew.", self.article
                )
                await self._break()
            except Exception:  # the task's edge: what was not stored comes again when its members connect anew
                log.exception(
                    "What was typed into article %s could not be stored; its members connect anew.", self.article
                )
                await self._break()

    async def _break(self) -> None:
        self.broken = True
        self._incoming.clear()
        for member in tuple(self.members):
            await member.leave()

    async def _store(self) -> None:
        """Store what came, then tell it to everybody, and to each member how much of its own is stored."""
        batch, self._incoming = self._incoming, []
        changes = [(update, member.author) for update, member in batch if update != yjs.NOTHING]
        if changes:
            first = await self._hand.do(updates.store, self.article, changes)
            if first > self.seq + 1:
                await self._take(await self._hand.do(updates.after, self.article, self.seq))
            self.seq = max(self.seq, first + len(changes) - 1)
            self.typed = True
            await self._tell(create_update_message(merge_updates(*(update for update, _ in changes))))
        for member in {member for _, member in batch}:
            member.stored += sum(one is member for _, one in batch)
            if member in self.members:
                await _give(member, bytes([STORED]) + write_var_uint(member.stored))

    async def _take(self, news: updates.News) -> None:
        self.seq = max(self.seq, news.seq)
        if news.updates:
            for update in news.updates:
                yjs.apply(self._doc, update)
            await self._tell(create_update_message(merge_updates(*news.updates)))

    async def _show_moved(self) -> None:
        moved, self._moved = self._moved, {}
        if moved:
            clients = presence.written(list(moved.values()))
            await self._tell(create_awareness_message(clients))
            await self._tell_others(clients)

    async def _show_review(self) -> None:
        if self._review:
            self._review = False
            await self._tell(bytes([REVIEWED]))

    def _place(self, member: Member, client: Client) -> None:
        known = member.clients.get(client.id)
        if known is None or client.clock >= known.clock:
            self._moved[client.id] = client
            if client.state == presence.GONE:
                member.clients.pop(client.id, None)
            else:
                member.clients[client.id] = client

    async def _tell(self, message: bytes) -> None:
        for member in tuple(self.members):
            await _give(member, message)


async def _give(member: Member, message: bytes) -> None:
    try:
        await member.send(message)
    except Exception as error:  # noqa: BLE001  what a socket that just closed raises; the others hear all the same
        log.debug("A socket with an open article took no message: %s", error)
