"""Judge a skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True, slots=True)
class Judgement:
    """score: 0 to 10, one decimal; rationale: strengths, weaknesses and what to change, one paragraph."""

    score: float
    rationale: str


@dataclass(frozen=True)
class JudgeSkeleton(Step[Judgement]):
    """How good a skeleton is for the brief and the papers it has to hold. Result: score 0 to 10, and why."""

    name: ClassVar[str] = "judge"
    role: ClassVar[Role] = "judge"
    brief: Brief
    skeleton: Skeleton
    papers: tuple[str, ...] = ()
