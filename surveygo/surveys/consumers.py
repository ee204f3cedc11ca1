"""The socket of a run's page: first what came after the page was made, then every event as it comes."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.exceptions import PermissionDenied
from django.http import Http404

from surveygo.accounts.access import get_run
from surveygo.accounts.models import User
from surveygo.surveys.follower import Told, follower, render_after
from surveygo.surveys.models import Run

NOT_FOUND = 4404
"""Close code for strangers and for runs that do not exist; browsers do not try again after it."""


class RunConsumer(AsyncWebsocketConsumer):
    """Follows one run. `?after=` is the number of the last event that the page was made from."""

    pump: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Check access, then begin to send."""
        await self.accept()
        run = await self._find()
        if run is None:
            await self.close(code=NOT_FOUND)
            return
        self.run = run
        self.seen = min(_after(self.scope["query_string"]), run.seq)
        self.news: asyncio.Queue[Told] = asyncio.Queue()
        told = follower.watch(run.pk, self.seen, self.news.put_nowait)
        self.pump = asyncio.create_task(self._pump(told))

    async def disconnect(self, code: int) -> None:
        """Follow no more."""
        if self.pump is not None:
            follower.leave(self.run.pk, self.news.put_nowait)
            self.pump.cancel()

    async def _pump(self, told: int) -> None:
        """Send what was told to others before this viewer came, then what comes, all that is there in one message."""
        if self.seen < told:
            missed = await database_sync_to_async(render_after)(self.run, self.seen, told)
            if missed:
                await self._send_on(Told.of(missed))
        while True:
            await self._send_on(await self.news.get())

    async def _send_on(self, told: Told) -> None:
        if told.last > self.seen:
            html = told.after(self.seen)
            self.seen = told.last
            await self.send(text_data=html)

    async def _find(self) -> Run | None:
        user: object = self.scope.get("user")
        if not isinstance(user, User):
            return None
        try:
            return await database_sync_to_async(get_run)(user, self.scope["url_route"]["kwargs"]["pk"])
        except (Http404, PermissionDenied):
            return None


def _after(query: bytes) -> int:
    given = parse_qs(query.decode("latin-1")).get("after", ["0"])[0]
    return int(given) if given.isdecimal() and len(given) < 10 else 0
