"""Draft a first skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.outline import format_outline
from pipeline.steps.prompts import render
from pipeline.steps.show import show_abstracts, show_brief, show_leaves
from pipeline.steps.skeletons import parse_skeleton


@dataclass(frozen=True)
class DraftSkeleton(Step[Skeleton]):
    """A first skeleton from the abstracts of a few groups of papers, out of `total` in all (0: these are all)."""

    name: ClassVar[str] = "draft"
    role: ClassVar[Role] = "skeleton"
    needed: ClassVar[bool] = True
    brief: Brief
    papers: tuple[Paper, ...]
    total: int = 0

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            papers=show_abstracts(self.papers),
            count=str(len(self.papers)),
            total=str(self.total or len(self.papers)),
            leaves=show_leaves(len(self.papers)),
        )

    def parse(self, text: str) -> Skeleton:
        return parse_skeleton(text, self.brief, {paper.bibkey for paper in self.papers})

    def format(self, result: Skeleton) -> str:
        return format_outline(result)
