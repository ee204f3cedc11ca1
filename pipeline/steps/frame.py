"""Write abstract, introduction and conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


FramePart = Literal["abstract", "introduction", "conclusion"]


@dataclass(frozen=True)
class WriteFrame(Step[str]):
    """The Markdown (no heading line) of `part`, written last from the top-level sections [(title, Markdown), …]; the abstract cites nothing."""

    name: ClassVar[str] = "frame"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    part: FramePart
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    sections: tuple[tuple[str, str], ...]
    words: int
