"""How a step becomes a result: journal, tries, limit and meter around an engine, composed in one place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.calls.journal import Journal, journal_key
from pipeline.engines.base import Engine, Reply
from pipeline.errors import BadReply, PipelineError, StepFailed
from pipeline.events import CallsMetered, Stage
from pipeline.steps.again import AskedAgain
from pipeline.steps.base import Step

R = TypeVar("R")
TRIES = 3


@dataclass
class Meter:
    """What one stage used."""

    calls: int = 0
    replayed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def add(self, reply: Reply, seconds: float) -> None:
        """Count one answered call."""
        self.calls += 1
        self.prompt_tokens += reply.usage.prompt_tokens
        self.cached_tokens += reply.usage.cached_tokens
        self.completion_tokens += reply.usage.completion_tokens
        self.seconds += seconds


@dataclass
class Asker:
    """Asks steps of one engine for one run.

    check: called before every call that is not answered by the journal; raises to stop the run.
    """

    engine: Engine
    journal: Journal
    language: str
    check: Callable[[], None]
    meters: dict[Stage, Meter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """One slot a call in flight; a question is in flight once; after a call that cannot be made none begins."""
        self._halt: PipelineError | None = None
        self._asking: dict[str, asyncio.Lock] = {}
        self._slots = asyncio.Semaphore(self.engine.concurrency)

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
        at most twice.

        Raises:
            StepFailed: when no try was acceptable.
            EngineError: when no reply came.
        """
        key = journal_key(self.engine, step, self.language, sample)
        async with self._asking.setdefault(key, asyncio.Lock()):
            return await self._ask(stage, key, step, sample, on_text, accept)

    async def _ask(
        self,
        stage: Stage,
        key: str,
        step: Step[R],
        sample: int,
        on_text: Callable[[str], None] | None,
        accept: Callable[[R], None] | None,
    ) -> R:
        meter = self.meters.setdefault(stage, Meter())
        known = await self.journal.get(key)
        if known is not None:
            meter.replayed += 1
            return step.parse(known.text)
        question: Step[R] = step
        complaint = ""
        for _ in range(TRIES):
            reply = await self._answer(meter, question, sample, on_text)
            try:
                result = step.parse(reply.text)
                if accept is not None:
                    accept(result)
            except BadReply as error:
                complaint = str(error)
                question = AskedAgain(step, reply.text, complaint)
                continue
            await self.journal.put(key, step.name, reply)
            return result
        raise StepFailed(f"The step “{step.name}” got no usable reply in {TRIES} tries: {complaint}")

    async def _answer(self, meter: Meter, step: Step[Any], sample: int, on_text: Callable[[str], None] | None) -> Reply:
        async with self._slots:
            if self._halt is not None:
                raise self._halt
            try:
                self.check()
                began = time.monotonic()
                reply = await self.engine.answer(step, sample=sample, on_text=on_text)
            except PipelineError as error:
                self._halt = error
                raise
            meter.add(reply, time.monotonic() - began)
            return reply

    def metered(self, stage: Stage) -> CallsMetered:
        """The event that reports a stage's calls."""
        m = self.meters.setdefault(stage, Meter())
        return CallsMetered(stage, m.calls, m.prompt_tokens, m.cached_tokens, m.completion_tokens, 0.0, m.replayed)
