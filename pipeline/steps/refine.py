"""Suggest edits that raise a skeleton's score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest, Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class RefineSkeleton(Step[Feedback]):
    """Edits for a skeleton from a judge's rationale (empty without a model) and the computed parts of its score."""

    name: ClassVar[str] = "refine"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    rationale: str
    parts: tuple[tuple[str, float], ...]
    digests: tuple[Digest, ...] = ()
