"""A circuit for each kind of step: after five failures in a row it is asked no more for a while."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from pipeline.errors import EngineError, StepFailed
from pipeline.steps.base import Step

OPENS_AFTER = 5
STAYS_OPEN = 60.0


class Circuit:
    """Counts questions that ran out of tries, in a row and by kind of step."""

    def __init__(self) -> None:
        self._failures: defaultdict[str, int] = defaultdict(int)
        self._reasons: dict[str, str] = {}
        self._opened: dict[str, float] = {}

    def check(self, step: Step[Any]) -> None:
        """Return if a step of that kind may be asked; after a minute of silence one may be tried.

        Raises:
            StepFailed: no, and the article can do without it.
            EngineError: no, and it cannot.
        """
        opened = self._opened.get(step.name)
        if opened is None:
            return
        if time.monotonic() - opened >= STAYS_OPEN:
            self._opened[step.name] = time.monotonic()
            return
        raise self.error(step)

    def failed(self, step: Step[Any], reason: str) -> None:
        """A question ran out of tries."""
        self._failures[step.name] += 1
        self._reasons[step.name] = reason
        if self._failures[step.name] >= OPENS_AFTER:
            self._opened.setdefault(step.name, time.monotonic())

    def worked(self, step: Step[Any]) -> None:
        """A question was answered."""
        self._failures.pop(step.name, None)
        self._opened.pop(step.name, None)

    def error(self, step: Step[Any]) -> StepFailed | EngineError:
        """What to raise for a kind of step whose circuit is open."""
        reason = f"The step “{step.name}” failed {self._failures[step.name]} times in a row: {self._reasons[step.name]}"
        if step.needed:
            return EngineError(f"{reason} Resume when that is mended; everything so far is kept.")
        return StepFailed(reason)

    def is_open(self, step: Step[Any]) -> bool:
        """Whether steps of that kind are kept back."""
        return step.name in self._opened
