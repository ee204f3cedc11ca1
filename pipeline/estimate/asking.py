"""Questions of one kind to a language model, and how long their prompts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.brief import Brief
from pipeline.estimate.assumed import Assumed
from pipeline.language.tokens import estimate_tokens
from pipeline.shape import FRAME_WORDS
from pipeline.steps import STEPS
from pipeline.steps.base import Role
from pipeline.steps.prompts import template


@dataclass(frozen=True)
class Questions:
    """Questions of one kind. count: calls; prompt, shared, reply: tokens of one, `shared` those that its prompt begins
    with as another one's did; rounds: how many must wait for one another."""

    name: str
    count: float
    prompt: float
    shared: float
    reply: float
    rounds: int = 1

    @property
    def role(self) -> Role:
        """Which model answers."""
        return STEPS["frame" if self.name in FRAME_WORDS else self.name].role


@dataclass(frozen=True)
class Asking:
    """Who asks: for which brief, and what is assumed."""

    brief: Brief
    assumed: Assumed

    def _begin(self, name: str) -> int:
        """Tokens of a question's instructions and of the brief, which its prompts begin with."""
        system = template(self.brief.language, name).partition("<!-- user -->")[0]
        return estimate_tokens(system) + self._brief

    def _rest(self, name: str) -> int:
        """Tokens of a template's second half."""
        return estimate_tokens(template(self.brief.language, name).partition("<!-- user -->")[2])

    @property
    def _brief(self) -> int:
        return estimate_tokens(self.brief.title + self.brief.instructions) + 15

    def _ask(
        self, name: str, count: float, shown: float, reply: float, shared: float = 0.0, rounds: int = 1
    ) -> Iterator[Questions]:
        """Questions that show `shown` tokens of material; `shared` of them stand right after the instructions and are
        the same in all."""
        if count <= 0:
            return
        begin = self._begin(name)
        kept = (begin + shared) * (count - 1) / count if count > 1 else 0.0
        yield Questions(name, count, begin + self._rest(name) + shown, kept, reply, rounds)
