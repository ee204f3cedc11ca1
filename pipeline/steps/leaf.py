"""Write a section without subsections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class WriteLeaf(Step[str]):
    """The Markdown of a leaf section (no heading line) of about `words` words from the points of its own papers only; may cite only `papers`."""

    name: ClassVar[str] = "leaf"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    words: int
