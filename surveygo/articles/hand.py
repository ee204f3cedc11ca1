"""A thread of its own for an event loop's work on rows, with a connection that stays open.

`channels.db.database_sync_to_async` closes its connection after each call and shares its one thread with every view.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")


class Hand:
    """Does one thing after the other."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns; a connection that it broke is made anew for the next."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **kwargs))
        except Exception:
            self._pool.submit(_close)
            raise

    async def rest(self) -> None:
        """Let go of the connection; the next work opens it again."""
        await asyncio.get_running_loop().run_in_executor(self._pool, _close)


def _close() -> None:
    connection.close()
