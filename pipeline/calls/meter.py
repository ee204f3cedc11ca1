"""What calls used, by stage and kind of step, told as it happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from pipeline.calls.budget import CHARGED
from pipeline.calls.call import Call
from pipeline.engines.base import Engine, Reply, Usage
from pipeline.engines.model import ModelEngine
from pipeline.errors import EngineError
from pipeline.events import CallsMetered, Stage


@dataclass
class Meter:
    """So far. calls: those answered; replayed: those the journal answered; failed: those without an answer; again:
    answers that could not be used and were asked for again; abandoned: calls that another answer made needless;
    seconds: of all calls together; cost: US dollars."""

    calls: int = 0
    replayed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    failed: int = 0
    again: int = 0
    abandoned: int = 0

    def add(self, usage: Usage, cost: float) -> None:
        """Count what one call used."""
        self.prompt_tokens += usage.prompt_tokens
        self.cached_tokens += usage.cached_tokens
        self.completion_tokens += usage.completion_tokens
        self.cost += cost

    def __iadd__(self, other: Meter) -> Meter:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


def _untold(event: CallsMetered) -> None:
    """Nobody follows."""


class Metered:
    """Asks the engine, and counts. A call given up half-way counts with its prompt, which has been sent.

    report: told the totals of a kind of step in a stage whenever they change.
    """

    def __init__(self, engine: Engine, report: Callable[[CallsMetered], None] = _untold) -> None:
        self.engine = engine
        self.report = report
        self.meters: dict[tuple[Stage, str], Meter] = {}

    async def __call__(self, call: Call) -> Reply:
        meter = self.of(call)
        began = time.monotonic()
        try:
            reply = await self.engine.answer(call.step, sample=call.sample, on_text=call.on_text)
            meter.calls += 1
            meter.add(reply.usage, self.price(call, reply.usage))
            return reply
        except EngineError as error:
            meter.failed += 1
            if error.reason in CHARGED:
                self._abandoned(meter, call)
            raise
        except asyncio.CancelledError:
            meter.abandoned += 1
            self._abandoned(meter, call)
            raise
        finally:
            meter.seconds += time.monotonic() - began
            self._tell(call)

    def replayed(self, call: Call) -> None:
        """The journal answered."""
        self.of(call).replayed += 1
        self._tell(call)

    def again(self, call: Call) -> None:
        """An answer could not be used."""
        self.of(call).again += 1
        self._tell(call)

    def of(self, call: Call) -> Meter:
        """The meter of a call's stage and kind of step."""
        return self.meters.setdefault((call.stage, call.step.name), Meter())

    def by_stage(self) -> dict[Stage, Meter]:
        """What each stage used so far."""
        sums: dict[Stage, Meter] = {}
        for (stage, _), meter in self.meters.items():
            total = sums.setdefault(stage, Meter())
            total += meter
        return sums

    def price(self, call: Call, usage: Usage) -> float:
        """US dollars of a call with that usage; 0 for an engine that costs nothing."""
        if not isinstance(self.engine, ModelEngine):
            return 0.0
        provider = self.engine.provider
        model = provider.model_for(call.step.role)
        return provider.cost(model, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)

    def _tell(self, call: Call) -> None:
        self.report(CallsMetered(call.stage, call.step.name, **asdict(self.of(call))))

    def _abandoned(self, meter: Meter, call: Call) -> None:
        usage = Usage(call.prompt_tokens)
        meter.add(usage, self.price(call, usage))
