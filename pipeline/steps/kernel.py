"""Merge several edit lists into one: the convolution's kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.edits import format_edits, parse_edits, skeleton_papers, union
from pipeline.steps.prompts import data, render
from pipeline.steps.show import show_brief, show_skeleton


@dataclass(frozen=True)
class MergeFeedback(Step[Feedback]):
    """One list of edits from several, each made for the same skeleton; `scores`: what each list's result was worth."""

    name: ClassVar[str] = "kernel"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    lists: tuple[Feedback, ...]
    scores: tuple[float, ...]

    def prompt(self, language: str) -> list[Message]:
        lists = [
            data(f"list {number}, score {score:.2f}", format_edits(feedback.edits))
            for number, (feedback, score) in enumerate(zip(self.lists, self.scores, strict=True), 1)
        ]
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            skeleton=show_skeleton(self.skeleton, language),
            lists="\n\n".join(lists),
        )

    def parse(self, text: str) -> Feedback:
        """The edits; the feedback's papers are those of all lists."""
        papers = union(feedback.papers for feedback in self.lists)
        askers = {key for feedback in self.lists for edit in feedback.edits for key in edit.papers}
        return Feedback(parse_edits(text, self.skeleton, {*papers, *askers, *skeleton_papers(self.skeleton)}), papers)

    def format(self, result: Feedback) -> str:
        return format_edits(result.edits)
