"""Sort papers into groups by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.paper import Paper
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class GroupPapers(Step[tuple[tuple[str, ...], ...]]):
    """Papers (at most 60) into groups of about `size` by theme; every paper in exactly one group. Result: bibkeys by group."""

    name: ClassVar[str] = "group"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    papers: tuple[Paper, ...]
    size: int
