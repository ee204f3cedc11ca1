"""The socket of a run's page: first what came after the page was made, then every event as it comes."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

from channels.db import database_sync_to_async

from surveygo.accounts.rules import needs
from surveygo.accounts.sockets import GuardedConsumer
from surveygo.surveys.follower import Told, follower, render_after
from surveygo.surveys.models import Run


@needs("view", "run")
class RunConsumer(GuardedConsumer):
    """Follows one run. `?after=` is the number of the last event that the page was made from."""

    object: Run
    pump: asyncio.Task[None] | None = None

    async def opened(self) -> None:
        """Begin to send."""
        self.seen = min(_after(self.scope["query_string"]), self.object.seq)
        self.news: asyncio.Queue[Told] = asyncio.Queue()
        told = follower.watch(self.object.pk, self.seen, self.news.put_nowait)
        self.pump = asyncio.create_task(self._pump(told))

    async def disconnect(self, code: int) -> None:
        """Follow no more."""
        if self.pump is not None:
            follower.leave(self.object.pk, self.news.put_nowait)
            self.pump.cancel()

    async def _pump(self, told: int) -> None:
        """Send what was told to others before this viewer came, then what comes, all that is there in one message."""
        if self.seen < told:
            missed = await database_sync_to_async(render_after)(self.object, self.seen, told)
            if missed:
                await self._send_on(Told.of(missed))
        while True:
            await self._send_on(await self.news.get())

    async def _send_on(self, told: Told) -> None:
        if told.last > self.seen:
            html = told.after(self.seen)
            self.seen = told.last
            await self.send(text_data=html)


def _after(query: bytes) -> int:
    given = parse_qs(query.decode("latin-1")).get("after", ["0"])[0]
    return int(given) if given.isdecimal() and len(given) < 10 else 0
