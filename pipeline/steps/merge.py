"""Merge skeletons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class MergeSkeletons(Step[Skeleton]):
    """One skeleton from several that were drafted from different papers."""

    name: ClassVar[str] = "merge"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeletons: tuple[Skeleton, ...]
