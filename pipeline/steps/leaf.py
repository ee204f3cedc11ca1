"""Write a section without subsections."""

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
from pipeline.steps.show import show_brief, show_contents, show_numbered, show_papers, show_points


@dataclass(frozen=True)
class WriteLeaf(Step[str]):
    """The Markdown (no heading line) of a leaf section, about `words` words, from the points of its own papers only.

    It may cite only `papers`.
    """

    name: ClassVar[str] = "leaf"
    role: ClassVar[Role] = "writer"
    streams: ClassVar[bool] = True
    needed: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]
    words: int

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            contents=show_contents(self.skeleton),
            section=show_numbered(self.section, self.skeleton, language),
            papers=show_papers(self.papers),
            points=show_points(self.points),
            words=str(self.words),
        )

    def parse(self, text: str) -> str:
        return read_prose(text, {paper.bibkey for paper in self.papers}, self.section.title)

    def format(self, result: str) -> str:
        return result
