"""Merge skeletons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.edits import skeleton_papers
from pipeline.steps.outline import format_outline
from pipeline.steps.prompts import data, render
from pipeline.steps.show import show_brief, show_leaves
from pipeline.steps.skeletons import parse_skeleton


@dataclass(frozen=True)
class MergeSkeletons(Step[Skeleton]):
    """One skeleton from several that were drafted from different papers."""

    name: ClassVar[str] = "merge"
    role: ClassVar[Role] = "skeleton"
    needed: ClassVar[bool] = True
    brief: Brief
    skeletons: tuple[Skeleton, ...]

    def prompt(self, language: str) -> list[Message]:
        drafts = [
            data(f"skeleton {n}", format_outline(s, language, ids=False)) for n, s in enumerate(self.skeletons, 1)
        ]
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            skeletons="\n\n".join(drafts),
            leaves=show_leaves(len(self._papers())),
        )

    def _papers(self) -> set[str]:
        return {key for skeleton in self.skeletons for key in skeleton_papers(skeleton)}

    def parse(self, text: str) -> Skeleton:
        return parse_skeleton(text, self.brief, self._papers())

    def format(self, result: Skeleton) -> str:
        return format_outline(result)
