"""How often each host is asked: one question after another, a pause between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Pace:
    """Keeps the starts of two questions to one host apart, and asks it one at a time.

    clock, sleep: the passing of time, replaced in tests.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._turns: dict[str, asyncio.Lock] = {}
        self._free: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, gap: float) -> AsyncIterator[None]:
        """Wait until `host` may be asked again, at least `gap` seconds after the last time, and hold it meanwhile."""
        async with self._turns.setdefault(host, asyncio.Lock()):
            early = self._free.get(host, 0.0) - self._clock()
            if early > 0:
                await self._sleep(early)
            self._free[host] = self._clock() + gap
            yield

    async def rest(self, seconds: float) -> None:
        """Wait before the same question is asked again."""
        await self._sleep(seconds)
