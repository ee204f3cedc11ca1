"""How a step becomes a result: journal, tries, and the wrappers around an engine's call, composed in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.calls.budget import Budget
from pipeline.calls.call import Answer, Call, Tell
from pipeline.calls.circuit import Circuit
from pipeline.calls.gate import Gate
from pipeline.calls.hedge import Hedge
from pipeline.calls.journal import Journal, journal_key
from pipeline.calls.limit import Limit, Slots
from pipeline.calls.meter import Meter, Metered
from pipeline.calls.retry import Patience, Retry
from pipeline.engines.base import Engine, Reply
from pipeline.engines.model import ModelEngine
from pipeline.errors import BadReply, EngineError, StepFailed, TooLong
from pipeline.events import Stage
from pipeline.steps.again import AskedAgain
from pipeline.steps.base import Role, Step

R = TypeVar("R")
TRIES = 3
AGAIN = 10_000
"""What is added to the sample number when a question is asked again, so that the same reply is not drawn again."""
CUT_OFF = "it was cut off because it was too long; answer more briefly"


def _alone() -> int:
    """No other run has the account."""
    return 1


def _untold(code: str, about: str, message: str) -> None:
    """Nobody listens to notices."""


@dataclass
class Asker:
    """Asks steps of one engine for one run.

    check: called before every call that is not answered by the journal; raises to stop the run. sharers: how many runs
    have the account; each keeps to its share of the limits. budget: US dollars the run may cost (0: any), of which
    `spent` are gone. tell: takes notices for the reader.

    Raises:
        BadInput: a budget for a model whose price is not known.
    """

    engine: Engine
    journal: Journal
    language: str
    check: Callable[[], None]
    sharers: Callable[[], int] = _alone
    budget: float = 0.0
    spent: float = 0.0
    seed: int = 0
    tell: Tell = _untold
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        """Compose the call, from the engine outwards."""
        self.metered_calls = Metered(self.engine)
        self.circuit = Circuit()
        self._asking: dict[str, asyncio.Lock] = {}
        slots = Slots(self.engine.concurrency)
        inner: Answer = self.metered_calls
        self._budget: Budget | None = None
        if self.budget and isinstance(self.engine, ModelEngine):
            inner = self._budget = Budget(inner, self.engine, self.budget, self.spent, self.journal.keep_spent)
        self._gate = Gate(inner, self.check, self.circuit)
        inner = Hedge(self._gate, slots) if isinstance(self.engine, ModelEngine) else self._gate
        requests = tokens = 0
        if isinstance(self.engine, ModelEngine):
            provider = self.engine.provider
            requests, tokens = provider.requests_per_minute, provider.tokens_per_minute
        limited = Limit(inner, slots, self._gate.rest, self._tell, self.sharers, requests, tokens)
        self._answer = Retry(limited, self.patience, self._gate.rest, self._tell, self.seed)

    async def ask(
        self,
        stage: Stage,
        step: Step[R],
        *,
        sample: int = 0,
        on_text: Callable[[str], None] | None = None,
        accept: Callable[[R], None] | None = None,
    ) -> R:
        """The step's result, from the journal if it was answered before.

        accept: a further check of the result; raises BadReply. A malformed reply is asked again with the complaint,
        at most twice. Malformed replies are journaled too, all but the last, which is asked anew when the run resumes.

        Raises:
            StepFailed: no try was acceptable, or no reply came.
            EngineError: no reply can come, or the kind of step is needed and keeps failing.
        """
        key = journal_key(self.engine, step, self.language, sample)
        async with self._asking.setdefault(key, asyncio.Lock()):
            return await self._ask(key, Call(stage, step, sample, on_text), accept)

    async def _ask(self, key: str, call: Call, accept: Callable[[R], None] | None) -> R:
        question: Step[R] = call.step
        complaint, sample = "", call.sample
        for left in reversed(range(TRIES)):
            reply = await self.journal.get(key)
            known = reply is not None
            if reply is None:
                reply = await self._reply(Call(call.stage, question, sample, call.on_text))
            else:
                self.metered_calls.replayed(call)
            try:
                if reply.cut:
                    raise BadReply(CUT_OFF)
                result = question.parse(reply.text)
                if accept is not None:
                    accept(result)
            except BadReply as error:
                complaint = str(error)
                call.reset()
                if not known:
                    self.metered_calls.again(call)
                if left and not known and not reply.cut:
                    await self.journal.put(key, question.name, reply)
                question, sample = AskedAgain(call.step, reply.text, complaint), sample + AGAIN
                key = journal_key(self.engine, question, self.language, sample)
                continue
            self.circuit.worked(call.step)
            if not known:
                await self.journal.put(key, question.name, reply)
            return result
        raise self._failed(call.step, f"got no usable reply in {TRIES} tries: {complaint}")

    async def _reply(self, call: Call) -> Reply:
        """A reply from the engine; what went wrong with this question alone is a failed step."""
        try:
            return await self._answer(call)
        except EngineError as error:
            if error.reason == "length":
                raise TooLong(f"The step “{call.step.name}” cannot be asked: {error}") from error
            if error.reason == "question":
                raise StepFailed(f"The step “{call.step.name}” cannot be asked: {error}") from error
            if not error.retryable:
                raise
            raise self._failed(call.step, f"got no reply: {error}") from error

    def _failed(self, step: Step[Any], what: str) -> StepFailed | EngineError:
        """The error for a question that ran out of tries; where its kind is needed and keeps failing, the run's end."""
        self.circuit.failed(step, what)
        if self.circuit.is_open(step) and step.needed:
            error = self.circuit.error(step)
            self._gate.stop(error)
            return error
        return StepFailed(f"The step “{step.name}” {what}")

    def _tell(self, code: str, about: str, message: str) -> None:
        self.tell(code, about, message)

    @property
    def meters(self) -> dict[Stage, Meter]:
        """What each stage used so far."""
        return self.metered_calls.by_stage()

    @property
    def cost(self) -> float:
        """US dollars spent, those of earlier attempts included."""
        return self.spent + sum(meter.cost for meter in self.meters.values())

    def room(self, role: Role) -> int | None:
        """Tokens that a question of that role may have; None where no limit is known."""
        if not isinstance(self.engine, ModelEngine):
            return None
        return self.engine.provider.room(role)

    async def close(self) -> None:
        """Close the engine's connections; no call is made any more."""
        if self._budget is not None:
            await self._budget.close()
        if isinstance(self.engine, ModelEngine):
            await self.engine.close()
