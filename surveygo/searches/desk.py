"""A worker's hold on a search: one thread with one connection keeps lease and progress while the pipeline runs."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection

from pipeline.errors import RunCancelled
from surveygo.searches import claims
from surveygo.searches.models import Search
from surveygo.searches.progress import Progress
from surveygo.surveys import stopping
from surveygo.surveys.keeper import ShuttingDown
from surveygo.surveys.machine import LostLease

LOOK = 0.4
"""Seconds between two writes of what is told."""


class Desk:
    """Use as an async context manager; `check` is what the pipeline asks before each question."""

    def __init__(self, search: Search, progress: Progress) -> None:
        self.executor = ThreadPoolExecutor(1, thread_name_prefix=f"search {search.pk}")
        self._search = search
        self._progress = progress
        self._wanted = ""
        self._lost = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Desk:
        self._task = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await asyncio.get_running_loop().run_in_executor(self.executor, _close)
        self.executor.shutdown()

    def check(self) -> None:
        """Return to go on.

        Raises:
            RunCancelled: a person asked for it.
            LostLease, ShuttingDown: this worker must stop.
        """
        if self._lost:
            raise LostLease
        if stopping.asked():
            raise ShuttingDown
        if self._wanted == "cancel":
            raise RunCancelled("The search was cancelled.")

    async def _keep(self) -> None:
        told, renewed = None, 0.0
        while not self._lost:
            now = time.monotonic()
            if self._progress.told is not told or now - renewed > settings.ENV["SURVEYGO_RENEW_SECONDS"]:
                told, renewed = self._progress.told, now
                await asyncio.get_running_loop().run_in_executor(self.executor, self._renew, told)
            await asyncio.sleep(LOOK)

    def _renew(self, told: object) -> None:
        try:
            self._wanted = claims.renew(self._search, told=told)
        except LostLease:
            self._lost = True
        except DatabaseError:
            # A passing trouble costs nothing while the lease lasts; once it is over, renewing says so.
            connection.close()


def _close() -> None:
    # The name stands for the connection of the thread that looks it up, which must be the desk's.
    connection.close()
