"""What the questions have in common that are put to a reader of a paper, whole or in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step
from pipeline.steps.show import show_brief, show_noted, show_skeleton

R = TypeVar("R")
MOST_EDITS = 3


@dataclass(frozen=True)
class Reading(Step[R]):
    """What `paper` contributes to a skeleton.

    sections: ids of what is asked again under a settled skeleton; empty asks for all leaves of one that is still to be
    improved. noted: (section id, point) known from before, which need not be said again.
    """

    role: ClassVar[Role] = "digest"
    needed: ClassVar[bool] = True
    brief: Brief
    paper: Paper
    skeleton: Skeleton
    sections: tuple[str, ...] = field(default=(), kw_only=True)
    noted: tuple[tuple[str, Point], ...] = field(default=(), kw_only=True)

    def asked(self) -> tuple[str, ...]:
        """The sections to write for; no reader is sent to one that is divided."""
        return self.sections or tuple(leaf.id for leaf in self.skeleton.leaves())

    def taken(self) -> tuple[str, ...]:
        """The sections whose answers are taken: where all are asked for, those too that are divided, since what stands
        there finds its place by its words."""
        return self.sections or tuple(section.id for section in self.skeleton.walk())

    def slots(self, language: str) -> dict[str, str]:
        """What prompts show besides the paper."""
        return {
            "brief": show_brief(self.brief),
            "skeleton": show_skeleton(self.skeleton, language, papers=False),
            "noted": show_noted(self.noted),
            "sections": ", ".join(self.asked()),
        }

    def edits(self) -> str:
        """How many edits of the skeleton may be suggested; none of a settled one, where nobody would hear them."""
        return str(0 if self.sections else MOST_EDITS)
