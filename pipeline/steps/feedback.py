"""Turn a group's digests into edits of the skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest, Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.edits import format_edits, parse_edits, skeleton_papers
from pipeline.steps.prompts import render
from pipeline.steps.show import show_brief, show_digests, show_skeleton


@dataclass(frozen=True)
class GiveFeedback(Step[Feedback]):
    """The edits that a group's digests together ask of the skeleton."""

    name: ClassVar[str] = "feedback"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    digests: tuple[Digest, ...]

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            skeleton=show_skeleton(self.skeleton, language),
            digests=show_digests(self.digests),
        )

    def parse(self, text: str) -> Feedback:
        """The edits; the feedback's papers are those of the digests."""
        papers = tuple(digest.bibkey for digest in self.digests)
        return Feedback(parse_edits(text, self.skeleton, {*papers, *skeleton_papers(self.skeleton)}), papers)

    def format(self, result: Feedback) -> str:
        return format_edits(result.edits)
