"""Write abstract, introduction and conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pipeline.brief import Brief
from pipeline.digest import Point, PointKind
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.prose import read_prose
from pipeline.steps.show import FRAME_POINTS, show_brief, show_chosen, show_contents, show_papers, show_texts

FramePart = Literal["abstract", "introduction", "conclusion"]
_TITLES: dict[FramePart, str] = {"abstract": "摘要", "introduction": "引言", "conclusion": "结论"}
_KINDS: dict[FramePart, tuple[PointKind, ...]] = {
    "abstract": (),
    "introduction": ("problem", "background"),
    "conclusion": ("limitation", "result"),
}


@dataclass(frozen=True)
class WriteFrame(Step[str]):
    """The Markdown (no heading line) of `part`, written last from the top-level sections [(title, Markdown), …].

    The abstract cites nothing, the others only `papers`.
    """

    name: ClassVar[str] = "frame"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    needed: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    part: FramePart
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    sections: tuple[tuple[str, str], ...]
    words: int

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.part,
            brief=show_brief(self.brief),
            contents=show_contents(self.skeleton),
            sections=show_texts("sections", self.sections),
            papers=show_papers(self.papers),
            points=show_chosen(self.points, _KINDS[self.part], FRAME_POINTS),
            words=str(self.words),
        )

    def parse(self, text: str) -> str:
        keys = {paper.bibkey for paper in self.papers}
        title = _TITLES[self.part] if self.brief.language == "zh" else self.part
        return read_prose(text, keys, title, cites=self.part != "abstract")

    def format(self, result: str) -> str:
        return result
