"""Ask a step again with a complaint about the reply it got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pipeline.brief import Brief
from pipeline.steps.base import Message, Role, Step

R = TypeVar("R")
_COMPLAINT = {
    "en": "That reply could not be used: {}\nAnswer the same question again, completely, in the format asked for.",
    "zh": "上面的回复无法使用：{}\n请按要求的格式，完整地重新回答同一个问题。",
}


@dataclass(frozen=True)
class AskedAgain(Step[R]):
    """The question `step` with the unusable `reply` and what is wrong with it."""

    step: Step[R]
    reply: str
    complaint: str

    @property
    def name(self) -> str:  # type: ignore[override]
        """The asked step's name."""
        return self.step.name

    @property
    def role(self) -> Role:  # type: ignore[override]
        """The asked step's role: the same model answers again."""
        return self.step.role

    @property
    def streams(self) -> bool:  # type: ignore[override]
        """Whether someone watches the asked step's text."""
        return self.step.streams

    @property
    def structured(self) -> bool:  # type: ignore[override]
        """Whether the asked step's reply is one JSON object."""
        return self.step.structured

    @property
    def brief(self) -> Brief:  # type: ignore[override]
        """The asked step's brief."""
        return self.step.brief

    def prompt(self, language: str) -> list[Message]:
        """The first prompt, the reply, and the complaint."""
        return [
            *self.step.messages(language),
            {"role": "assistant", "content": self.reply},
            {"role": "user", "content": _COMPLAINT[language].format(self.complaint)},
        ]

    def parse(self, text: str) -> R:
        """As the asked step does."""
        return self.step.parse(text)

    def format(self, result: R) -> str:
        """As the asked step does."""
        return self.step.format(result)
