"""Draft a first skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class DraftSkeleton(Step[Skeleton]):
    """A first skeleton from the abstracts of a few groups of papers."""

    name: ClassVar[str] = "draft"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    papers: tuple[Paper, ...]
