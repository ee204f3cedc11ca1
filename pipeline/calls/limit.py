"""Limits of an account: calls in flight, calls a minute, tokens a minute; fewer calls when the provider asks for it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from pipeline.calls.call import Answer, Call, Tell
from pipeline.engines.base import Reply
from pipeline.errors import EngineError

_BURST = 10.0
"""Seconds' worth of calls or tokens that may go out at once after a quiet time."""
_TOLD_FROM = 10.0
"""Seconds of waiting from which the reader is told."""


class Slots:
    """Room for calls in flight, given out in the order asked, but to `early` ones first.

    It halves when the provider is busy, and grows back by one for each round of answered calls (additive increase,
    multiplicative decrease: Chiu and Jain 1989).
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.room = float(most)
        self.used = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self, early: bool = False) -> None:
        """Wait for a slot and take it; early: before all that wait."""
        if self.take_free():
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if early:
            self._waiting.appendleft(turn)
        else:
            self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._waiting.remove(turn)
            else:
                self.give_back()
            raise

    def share(self, most: int) -> None:
        """From now on at most so many."""
        self.room = float(most) if self.room >= self.most else min(self.room, float(most))
        self.most = most
        self._wake()

    def take_free(self) -> bool:
        """Take a slot if one is free and nobody waits for it."""
        if self._waiting or self.used >= int(self.room):
            return False
        self.used += 1
        return True

    def give_back(self) -> None:
        """Give a slot back."""
        self.used -= 1
        self._wake()

    def grow(self) -> None:
        """A call was answered."""
        self.room = min(self.most, self.room + 1 / self.room)
        self._wake()

    def shrink(self) -> None:
        """The provider is busy."""
        self.room = max(1.0, self.room / 2)

    def _wake(self) -> None:
        while self._waiting and self.used < int(self.room):
            self.used += 1
            self._waiting.popleft().set_result(None)


class Rate:
    """So many units a minute, 0 for any number; takers wait in the order they came."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._used_up_to = float("-inf")

    def wait(self, units: int, now: float) -> float:
        """Seconds to wait before `units` more may go out; they are taken."""
        if not self.per_minute:
            return 0.0
        start = max(self._used_up_to, now - _BURST)
        self._used_up_to = start + units * 60 / self.per_minute
        return max(0.0, start - now)


class Limit:
    """Lets calls through as the limits allow. No slot is held while a call waits for its rate or a busy provider."""

    def __init__(
        self,
        ask: Answer,
        slots: Slots,
        rest: Callable[[float], Awaitable[None]],
        tell: Tell,
        sharers: Callable[[], int],
        requests: int = 0,
        tokens: int = 0,
    ) -> None:
        self.ask, self.slots, self.rest, self.tell, self.sharers = ask, slots, rest, tell, sharers
        self.requests, self.tokens = Rate(requests), Rate(tokens)
        self._whole = slots.most, requests, tokens
        self._sharers = 1
        self._closed_until = self._shrunk = float("-inf")

    async def __call__(self, call: Call) -> Reply:
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._share()
        tokens = call.prompt_tokens if self.tokens.per_minute else 0
        wait = max(self.requests.wait(1, now), self.tokens.wait(tokens, now))
        if wait:
            await self.rest(wait)
        while (wait := self._closed_until - loop.time()) > 0:
            await self.rest(wait)
        # What failed before goes first: whether a kind of step keeps failing is known only after its tries.
        await self.slots.take(early=call.again)
        began = loop.time()
        try:
            reply = await self.ask(call)
        except EngineError as error:
            if error.reason == "busy":
                self._busy(began, loop.time(), error.retry_after or 0.0)
            raise
        finally:
            self.slots.give_back()
        self.slots.grow()
        return reply

    def _share(self) -> None:
        """Keep to this run's part of the account's limits."""
        if (sharers := max(1, self.sharers())) != self._sharers:
            self._sharers = sharers
            most, requests, tokens = (max(1, limit // sharers) if limit else 0 for limit in self._whole)
            self.slots.share(most)
            self.requests.per_minute, self.tokens.per_minute = requests, tokens

    def _busy(self, began: float, now: float, wait: float) -> None:
        """Slow down, once for all the calls that met the same busy moment, and keep calls back while asked to."""
        if began > self._shrunk:
            self._shrunk = now
            self.slots.shrink()
        if wait >= _TOLD_FROM and now + wait > self._closed_until + _TOLD_FROM:
            self.tell("provider-busy", f"{now:.0f}", f"The provider asks to wait {wait:.0f} s; calls go on after that.")
        self._closed_until = max(self._closed_until, now + wait)
