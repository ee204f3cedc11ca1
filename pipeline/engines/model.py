"""What the engines that call a language model have in common: roles, identity, deadline, and thoughts left out."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.engines.base import Reply
from pipeline.engines.providers import Provider
from pipeline.engines.refusals import timed_out
from pipeline.steps.base import Message, Step
from pipeline.steps.reply import clean

__all__ = ["ModelEngine", "Question", "Watcher"]

_PAUSE = 0.2
"""Seconds between two looks at a text that is being written."""


class Watcher:
    """Hands the text so far to who watches it, at most five times a second and without the model's thoughts."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._next = 0.0

    def see(self, parts: list[str]) -> None:
        """Take the pieces that came so far."""
        now = time.monotonic()
        if now < self._next or not (text := "".join(parts).lstrip()):
            return
        self._next = now + _PAUSE
        thinks = text[:6] == "<think"[: len(text)] and "</think" not in text
        if not thinks:
            self._on_text(clean(text))


@dataclass(frozen=True)
class Question:
    """One call: the rendered prompt and what decides how it is sent. seed: 0 for none."""

    messages: list[Message]
    model: str
    most: int
    reasons: bool
    structured: bool
    seed: int
    watcher: Watcher | None


class ModelEngine(ABC):
    """An engine that asks a model of `provider`."""

    name: str
    judges = True
    version = "1"

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.label = f"{provider.model} ({provider.place})"
        self.concurrency = provider.concurrency

    def identity(self, step: Step[Any]) -> Mapping[str, str]:
        """Engine, version, model, address without credentials, and parameters."""
        return {
            "engine": self.name,
            "version": self.version,
            "model": self.provider.model_for(step.role),
            "endpoint": self.provider.place,
            "temperature": str(self.provider.temperature),
        }

    async def answer(self, step: Step[Any], *, sample: int, on_text: Callable[[str], None] | None = None) -> Reply:
        """Ask the model of the step's role.

        Raises:
            EngineError: with one sentence that names what to change.
        """
        provider, model = self.provider, self.provider.model_for(step.role)
        question = Question(
            step.messages(step.brief.language),
            model,
            provider.reply_tokens(step.role),
            provider.known(model).reasons,
            step.structured,
            sample,
            Watcher(on_text) if on_text and step.streams else None,
        )
        reply = await self.call(question)
        return Reply(clean(reply.text), reply.usage, reply.model or model, reply.cut)

    async def call(self, question: Question) -> Reply:
        """Send the question, and wait for its answer as long as the account's deadline.

        Raises:
            EngineError: no reply came.
        """
        seconds = self.provider.deadline
        try:
            async with asyncio.timeout(seconds) as deadline:
                return await self.complete(question, deadline)
        except TimeoutError as error:
            raise timed_out(self.provider, seconds) from error

    @abstractmethod
    async def complete(self, question: Question, deadline: asyncio.Timeout) -> Reply:
        """Send the question.

        Raises:
            EngineError: no reply came.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close connections; the next question opens new ones."""
