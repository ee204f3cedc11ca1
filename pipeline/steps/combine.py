"""Join the notes on the parts of a long paper into one digest (LLM×MapReduce's reduce, arXiv 2410.09342)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.chunk import Finding, format_findings
from pipeline.steps.digest import DigestPaper
from pipeline.steps.prompts import data, render
from pipeline.steps.reading import MOST_EDITS
from pipeline.steps.show import show_brief, show_papers, show_skeleton


@dataclass(frozen=True)
class CombineFindings(Step[Digest]):
    """The digest of a paper from `parts`, the findings of its parts in order. Confidence decides where they conflict.

    sections: ids of the sections that the findings are about. settled: whether the skeleton is, so that no edits are
    asked for.
    """

    name: ClassVar[str] = "combine"
    role: ClassVar[Role] = "digest"
    needed: ClassVar[bool] = True
    brief: Brief
    paper: Paper
    parts: tuple[tuple[Finding, ...], ...]
    skeleton: Skeleton
    sections: tuple[str, ...]
    settled: bool = False

    def prompt(self, language: str) -> list[Message]:
        notes = [data(f"part {n}", format_findings(part)) for n, part in enumerate(self.parts, 1) if part]
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            paper=show_papers([self.paper]),
            skeleton=show_skeleton(self.skeleton, language, papers=False),
            notes="\n\n".join(notes),
            sections=", ".join(self.sections),
            edits=str(0 if self.settled else MOST_EDITS),
        )

    def parse(self, text: str) -> Digest:
        """As the digest of a paper that was read as a whole."""
        return self._whole().parse(text)

    def format(self, result: Digest) -> str:
        return self._whole().format(result)

    def _whole(self) -> DigestPaper:
        return DigestPaper(self.brief, self.paper, self.skeleton, sections=self.sections)
