"""Where a run is stopped: before each call, for a while where a kind of step keeps failing, and for good after a call
that shows that none can be made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pipeline.calls.call import Answer, Call
from pipeline.calls.circuit import Circuit
from pipeline.engines.base import Reply
from pipeline.errors import EngineError, PipelineError, RunStopped

_SLICE = 1.0


class Gate:
    """Lets a call through if `check` does not raise. Calls in flight end; after a stop none begins."""

    def __init__(self, ask: Answer, check: Callable[[], None], circuit: Circuit) -> None:
        self.ask, self._check, self.circuit = ask, check, circuit
        self._stop: PipelineError | None = None

    async def __call__(self, call: Call) -> Reply:
        self.check()
        self.circuit.check(call.step)
        try:
            return await self.ask(call)
        except RunStopped as stop:
            self._stop = stop
            raise
        except EngineError as error:
            if not error.retryable and error.reason not in ("question", "length"):
                self._stop = error
            raise

    def check(self) -> None:
        """Return if calls may begin.

        Raises:
            RunStopped: the run is to end.
            EngineError: an earlier call showed that none can be answered.
        """
        if self._stop is not None:
            raise self._stop
        try:
            self._check()
        except PipelineError as stop:
            self._stop = stop
            raise

    def stop(self, error: PipelineError) -> None:
        """Let no further call begin."""
        self._stop = self._stop or error

    async def rest(self, seconds: float) -> None:
        """Wait, but no longer than the run may go on.

        Raises:
            RunStopped, EngineError: as `check`.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            await asyncio.sleep(min(left, _SLICE))
            self.check()
