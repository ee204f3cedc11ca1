"""One call on its way to an engine, and what passes it on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from pipeline.engines.base import Reply
from pipeline.events import Stage
from pipeline.language.tokens import estimate_tokens
from pipeline.steps.base import Step


@dataclass(frozen=True)
class Call:
    """A step put to an engine for a stage. sample: which of several answers; on_text: who watches the text; again:
    whether it was put before and got no reply."""

    stage: Stage
    step: Step[Any]
    sample: int = 0
    on_text: Callable[[str], None] | None = None
    again: bool = False

    @cached_property
    def prompt_tokens(self) -> int:
        """Estimated tokens of the prompt."""
        return sum(estimate_tokens(message["content"]) for message in self.step.messages(self.step.brief.language))

    def reset(self) -> None:
        """Whoever watches the text sees that what came of it so far is gone."""
        if self.on_text is not None:
            self.on_text("")


Answer: TypeAlias = Callable[[Call], Awaitable[Reply]]
"""Answers a call, or raises EngineError or RunStopped; every wrapper is one and has one."""
Tell: TypeAlias = Callable[[str, str, str], None]
"""Takes a notice for the reader: its code, what it is about, and the sentence."""
