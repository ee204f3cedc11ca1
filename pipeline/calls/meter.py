"""What the calls of a stage used."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from pipeline.calls.call import Call
from pipeline.engines.base import Engine, Reply, Usage
from pipeline.engines.model import ModelEngine
from pipeline.errors import EngineError
from pipeline.events import Stage


@dataclass
class Meter:
    """One stage so far. calls: those answered; replayed: those the journal answered; failed: those without an answer;
    abandoned: those that another answer made needless; cost: US dollars."""

    calls: int = 0
    replayed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    failed: int = 0
    abandoned: int = 0

    def add(self, usage: Usage, cost: float) -> None:
        """Count what one call used."""
        self.prompt_tokens += usage.prompt_tokens
        self.cached_tokens += usage.cached_tokens
        self.completion_tokens += usage.completion_tokens
        self.cost += cost


class Metered:
    """Asks the engine, and counts. A call given up half-way counts with its prompt, which has been sent."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.meters: dict[Stage, Meter] = {}

    async def __call__(self, call: Call) -> Reply:
        meter = self.of(call.stage)
        began = time.monotonic()
        try:
            reply = await self.engine.answer(call.step, sample=call.sample, on_text=call.on_text)
        except EngineError as error:
            meter.failed += 1
            if error.reason == "timeout":
                self._abandoned(meter, call)
            raise
        except asyncio.CancelledError:
            meter.abandoned += 1
            self._abandoned(meter, call)
            raise
        meter.calls += 1
        meter.seconds += time.monotonic() - began
        meter.add(reply.usage, self.price(call, reply.usage))
        return reply

    def of(self, stage: Stage) -> Meter:
        """The meter of a stage."""
        return self.meters.setdefault(stage, Meter())

    def price(self, call: Call, usage: Usage) -> float:
        """US dollars of a call with that usage; 0 for an engine that costs nothing."""
        if not isinstance(self.engine, ModelEngine):
            return 0.0
        provider = self.engine.provider
        model = provider.model_for(call.step.role)
        return provider.cost(model, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)

    def _abandoned(self, meter: Meter, call: Call) -> None:
        usage = Usage(call.prompt_tokens)
        meter.add(usage, self.price(call, usage))
