"""A second call beside a straggler; the first answer wins (Dean and Barroso 2013, "The Tail at Scale")."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import replace

from pipeline.calls.call import Answer, Call
from pipeline.calls.limit import Slots
from pipeline.engines.base import Reply

_NEEDED, _KEPT = 12, 60
_PERCENTILE, _SLACK = 0.95, 1.5
_SHARE = 0.05
_LEAST = 1.0
"""Seconds that nobody minds waiting."""


class Hedge:
    """Starts a second call when one takes half as long again as 95 of 100 of its kind did, if a slot is free.

    At most one in twenty calls of a kind is doubled. Nobody watches the text of the second.
    """

    def __init__(self, ask: Answer, slots: Slots) -> None:
        self.ask, self.slots = ask, slots
        self._seconds: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._asked: defaultdict[str, int] = defaultdict(int)
        self._doubled: defaultdict[str, int] = defaultdict(int)

    async def __call__(self, call: Call) -> Reply:
        kind = call.step.name
        self._asked[kind] += 1
        after = self._after(kind)
        if after is None:
            return await self._timed(call)
        first = asyncio.create_task(self._timed(call))
        try:
            done, _ = await asyncio.wait({first}, timeout=after)
            if done or self._doubled[kind] >= self._asked[kind] * _SHARE or not self.slots.take_free():
                return await first
        except asyncio.CancelledError:
            first.cancel()
            raise
        self._doubled[kind] += 1
        try:
            return await _first_answer(first, asyncio.create_task(self._timed(replace(call, on_text=None))))
        finally:
            self.slots.give_back()

    async def _timed(self, call: Call) -> Reply:
        began = time.monotonic()
        reply = await self.ask(call)
        self._seconds[call.step.name].append(time.monotonic() - began)
        return reply

    def _after(self, kind: str) -> float | None:
        """Seconds after which a call of that kind is a straggler; None while too few were seen."""
        seen = sorted(self._seconds[kind])
        return max(_LEAST, seen[int(len(seen) * _PERCENTILE)] * _SLACK) if len(seen) >= _NEEDED else None


async def _first_answer(first: asyncio.Task[Reply], second: asyncio.Task[Reply]) -> Reply:
    """The reply that comes first; the error of `first` where neither brings one."""
    both = {first, second}
    try:
        waiting = both
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            won = next((task for task in (first, second) if task in done and not task.exception()), None)
            if won is not None:
                return won.result()
        return first.result()
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
