"""Rewrite a sentence so that its passages support it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.paper import Passage
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class RepairSentence(Step[str]):
    """The sentence (with its citations) rewritten to say only what the passages say; empty where nothing can be saved."""

    name: ClassVar[str] = "repair"
    role: ClassVar[Role] = "writer"
    brief: Brief
    sentence: str
    passages: tuple[Passage, ...]
