"""An engine that replays given answers and faults: for tests, and for trying a plan without a model."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.engines.base import Reply, Usage
from pipeline.errors import EngineError
from pipeline.language.tokens import estimate_tokens
from pipeline.steps.base import Message, Step

Answer: TypeAlias = str | Exception | Callable[[Step[Any], int], str]
"""A reply's text, a fault to raise, or what makes the text from a step and its sample number."""

_PIECES = 4


@dataclass(frozen=True)
class Asked:
    """One question the engine was asked: the step, its sample number and the prompt it was shown."""

    step: Step[Any]
    sample: int
    prompt: list[Message]


class ScriptedEngine:
    """Replays `answers`: for each step name one answer for every call, or a list with one for each call in turn.

    delay: longest time in seconds that an answer is held back, drawn from `seed`, so that calls in flight together end
    in another order than they began. asked: every question so far, in the order they came.
    """

    name = "scripted"
    label = "scripted answers"

    def __init__(
        self,
        answers: Mapping[str, Answer | Sequence[Answer]],
        *,
        judges: bool = True,
        concurrency: int = 8,
        delay: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.answers = answers
        self.judges = judges
        self.concurrency = concurrency
        self.delay = delay
        self.seed = seed
        self.asked: list[Asked] = []
        self._count: Counter[str] = Counter()

    def identity(self, step: Step[Any]) -> Mapping[str, str]:
        """Its name only: whoever shares a journal between two scripts gets the first one's answers."""
        return {"engine": self.name}

    async def answer(self, step: Step[Any], *, sample: int, on_text: Callable[[str], None] | None = None) -> Reply:
        """The next answer for the step.

        Raises:
            EngineError: when there is none left.
        """
        prompt = step.prompt(step.brief.language)
        self.asked.append(Asked(step, sample, prompt))
        answer, number = self._next(step.name)
        if self.delay:
            await asyncio.sleep(random.Random(f"{self.seed}:{step.name}:{number}").uniform(0, self.delay))
        if isinstance(answer, Exception):
            raise answer
        text = answer if isinstance(answer, str) else answer(step, sample)
        if on_text and step.streams:
            for piece in range(1, _PIECES + 1):
                on_text(text[: len(text) * piece // _PIECES])
        usage = Usage(sum(estimate_tokens(m["content"]) for m in prompt), 0, estimate_tokens(text))
        return Reply(text, usage, self.name)

    def _next(self, name: str) -> tuple[Answer, int]:
        given = self.answers.get(name)
        number = self._count[name]
        self._count[name] += 1
        if isinstance(given, str | Exception) or callable(given):
            return given, number
        if given is None or number >= len(given):
            raise EngineError(f"The script has no answer left for step {name!r}, call {number + 1}.")
        return given[number], number
