"""Draw a Mermaid diagram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.figures import Diagram
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class MakeDiagram(Step[Diagram | None]):
    """A diagram for a section (or for the whole article: section None), or None where there is nothing to draw."""

    name: ClassVar[str] = "diagram"
    role: ClassVar[Role] = "writer"
    brief: Brief
    skeleton: Skeleton
    section: Section | None
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
