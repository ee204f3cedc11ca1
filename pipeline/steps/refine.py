"""Suggest edits that raise a skeleton's score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest, Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.edits import format_edits, parse_edits, skeleton_papers
from pipeline.steps.prompts import data, render
from pipeline.steps.show import show_brief, show_holdings, show_skeleton


@dataclass(frozen=True)
class RefineSkeleton(Step[Feedback]):
    """Edits for a skeleton from a judge's rationale (empty without a model) and the computed parts of its score.

    holdings: by section id, how many points of which papers have their place there.
    """

    name: ClassVar[str] = "refine"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    rationale: str
    parts: tuple[tuple[str, float], ...]
    digests: tuple[Digest, ...] = ()
    holdings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def prompt(self, language: str) -> list[Message]:
        parts = "\n".join(f"{name}: {value:.2f}" for name, value in self.parts)
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            skeleton=show_skeleton(self.skeleton, language),
            holdings=show_holdings(self.skeleton, self.holdings),
            parts=parts,
            rationale=data("rationale", self.rationale),
        )

    def parse(self, text: str) -> Feedback:
        """The edits; the feedback's papers are those of the digests."""
        papers = tuple(digest.bibkey for digest in self.digests)
        return Feedback(parse_edits(text, self.skeleton, {*papers, *skeleton_papers(self.skeleton)}), papers)

    def format(self, result: Feedback) -> str:
        return format_edits(result.edits)
