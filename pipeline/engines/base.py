"""The seam between the pipeline and whatever answers its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.steps.base import Step


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call; zeros where nothing was sent to a model."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """An engine's answer: the text that the step parses, what it used, the model's name, and whether the text was cut
    off because it reached the longest reply allowed."""

    text: str
    usage: Usage = Usage()
    model: str = ""
    cut: bool = False


class Engine(Protocol):
    """Answers steps."""

    name: str
    """Registry name: extractive, openai, gemini, scripted."""
    label: str
    """What pages and articles call it, e.g. `extractive (no language model)`."""
    judges: bool
    """Whether it can judge skeletons and claims; where False the computable parts stand alone."""
    concurrency: int
    """Calls that may usefully be in flight at once."""

    def identity(self, step: Step[Any]) -> Mapping[str, str]:
        """What beside prompt and sample decides the answer: name, version, model, endpoint, parameters, corpus."""
        ...

    async def answer(self, step: Step[Any], *, sample: int, on_text: Callable[[str], None] | None = None) -> Reply:
        """Answer one step. sample: which of several answers; on_text: gets the text so far, for steps that stream.

        Raises:
            EngineError: when no reply came.
        """
        ...
