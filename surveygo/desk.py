"""A worker's hold on something small: one thread with one connection keeps lease and progress while the pipeline
runs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection

from pipeline.errors import RunCancelled
from surveygo.surveys import stopping
from surveygo.surveys.keeper import ShuttingDown
from surveygo.surveys.machine import LostLease

LOOK = 0.4
"""Seconds between two writes of what is told."""
T = TypeVar("T")


class Desk(Generic[T]):
    """Use as an async context manager; `check` is what the pipeline asks before each question.

    told: what is to be kept now, a new object whenever that changed. renew: prolongs the lease and keeps it, and
    returns what a person wants of the worker by now; raises LostLease. cancelled: what to say when that is to stop.
    """

    def __init__(self, name: str, told: Callable[[], T], renew: Callable[[T], str], cancelled: str) -> None:
        self.executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._told = told
        self._keep_told = renew
        self._cancelled = cancelled
        self._wanted = ""
        self._lost = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Desk[T]:
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
            raise RunCancelled(self._cancelled)

    async def _keep(self) -> None:
        kept, renewed = None, 0.0
        while not self._lost:
            now, told = time.monotonic(), self._told()
            if told is not kept or now - renewed > settings.ENV["SURVEYGO_RENEW_SECONDS"]:
                kept, renewed = told, now
                await asyncio.get_running_loop().run_in_executor(self.executor, self._renew, told)
            await asyncio.sleep(LOOK)

    def _renew(self, told: T) -> None:
        try:
            self._wanted = self._keep_told(told)
        except LostLease:
            self._lost = True
        except DatabaseError:
            # A passing trouble costs nothing while the lease lasts; once it is over, renewing says so.
            connection.close()


def _close() -> None:
    # The name stands for the connection of the thread that looks it up, which must be the desk's.
    connection.close()
