"""Write the opening of a section that has subsections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.prose import read_prose
from pipeline.steps.show import (
    PARENT_POINTS,
    show_brief,
    show_chosen,
    show_contents,
    show_numbered,
    show_papers,
    show_texts,
)


@dataclass(frozen=True)
class WriteParent(Step[str]):
    """The Markdown (no heading line) that opens a parent section, from its written children [(title, Markdown), …].

    It may cite only `papers`.
    """

    name: ClassVar[str] = "parent"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    needed: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    children: tuple[tuple[str, str], ...]
    words: int

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            contents=show_contents(self.skeleton),
            section=show_numbered(self.section, self.skeleton, language),
            papers=show_papers(self.papers),
            points=show_chosen(self.points, ("comparison", "limitation", "result"), PARENT_POINTS),
            children=show_texts("subsections", self.children),
            words=str(self.words),
        )

    def parse(self, text: str) -> str:
        return read_prose(text, {paper.bibkey for paper in self.papers}, self.section.title)

    def format(self, result: str) -> str:
        return result
