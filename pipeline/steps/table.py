"""Make a comparison table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.figures import Table
from pipeline.paper import Paper
from pipeline.skeleton import Section
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class MakeTable(Step[Table | None]):
    """A comparison table for a section, or None where its points do not compare. Every row is one paper; every cell names its passages."""

    name: ClassVar[str] = "table"
    role: ClassVar[Role] = "writer"
    brief: Brief
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
