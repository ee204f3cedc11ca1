"""Merge several edit lists into one: the convolution's kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class MergeFeedback(Step[Feedback]):
    """One list of edits from several, each made for the same skeleton; `scores`: what each list's result was worth."""

    name: ClassVar[str] = "kernel"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    lists: tuple[Feedback, ...]
    scores: tuple[float, ...]
