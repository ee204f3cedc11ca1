"""Write the opening of a section that has subsections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class WriteParent(Step[str]):
    """The Markdown (no heading line) that opens a parent section, from its written children [(title, Markdown), …]; may cite only `papers`."""

    name: ClassVar[str] = "parent"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    children: tuple[tuple[str, str], ...]
    words: int
