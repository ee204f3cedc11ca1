"""Asking again what may succeed later: after the time the provider asks for, or after growing pauses."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from pipeline.calls.call import Answer, Call, Tell
from pipeline.engines.base import Reply
from pipeline.errors import EngineError

_TOLD_FROM = 8.0
_TOLD_EVERY = 60.0


@dataclass(frozen=True)
class Patience:
    """first, longest: seconds of the first and of any pause; tries: calls in all; slow_tries: calls in all that may
    end at the deadline; total: seconds after which no further call is made."""

    first: float = 1.0
    longest: float = 30.0
    tries: int = 7
    slow_tries: int = 2
    total: float = 900.0


class Retry:
    """Repeats calls that failed for a passing reason. It holds no slot while it waits."""

    def __init__(
        self,
        ask: Answer,
        patience: Patience,
        rest: Callable[[float], Awaitable[None]],
        tell: Tell,
        seed: int,
    ) -> None:
        self.ask, self.patience, self.rest, self.tell, self.seed = ask, patience, rest, tell, seed
        self._told = float("-inf")

    async def __call__(self, call: Call) -> Reply:
        """The reply.

        Raises:
            EngineError: the last one, when the reason is not a passing one or patience ended.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        slow = 0
        for number in range(1, self.patience.tries + 1):
            try:
                return await self.ask(call)
            except EngineError as error:
                slow += error.reason == "timeout"
                pause = max(self._pause(call, number), error.retry_after or 0.0)
                late = loop.time() + pause - began > self.patience.total
                last = number == self.patience.tries or slow == self.patience.slow_tries
                if not error.retryable or last or late:
                    raise
                self._say(error, pause, loop.time())
            call.reset()
            await self.rest(pause)
            call = replace(call, again=True)
        raise AssertionError("the last try returns or raises")

    def _pause(self, call: Call, number: int) -> float:
        """Seconds before the next try: doubling, and shortened by up to half so that calls come back apart."""
        rng = random.Random(f"{self.seed}/{call.step.name}/{call.sample}/{call.prompt_tokens}/{number}")
        return float(min(self.patience.longest, self.patience.first * 2 ** (number - 1)) * rng.uniform(0.5, 1.0))

    def _say(self, error: EngineError, pause: float, now: float) -> None:
        """Tell the reader why it takes long, at most once a minute."""
        if pause >= _TOLD_FROM and error.reason != "busy" and now - self._told >= _TOLD_EVERY:
            self._told = now
            self.tell("retrying", f"{now:.0f}", f"{error} Trying again in {pause:.0f} s.")
