"""Draw a Mermaid diagram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.errors import BadReply
from pipeline.figures import Diagram
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.reply import blocks, clean, is_nothing, line
from pipeline.steps.show import show_branch, show_brief, show_chosen, show_contents, show_papers

KINDS = ("flowchart", "graph", "mindmap", "timeline", "pie")

_EXPECTED = "a ```mermaid block that begins with flowchart, mindmap, timeline or pie, and a line `Caption: …`, or none"
_CAPTION = re.compile(r"^[ \t>]*([*_]*)(?:caption|图注|图题)[ \t*_]*[:：](.*)$", re.I | re.M)
_ACTIVE = re.compile(r"^\s*(?:%%.*|(?:click|href|call)\s.*)$", re.I)


@dataclass(frozen=True)
class MakeDiagram(Step[Diagram | None]):
    """A diagram for a section (or for the whole article: section None), or None where there is nothing to draw."""

    name: ClassVar[str] = "diagram"
    role: ClassVar[Role] = "writer"
    brief: Brief
    skeleton: Skeleton
    section: Section | None
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            contents=show_contents(self.skeleton),
            section=show_branch(self.section, language),
            papers=show_papers(self.papers),
            points=show_chosen(self.points),
        )

    def parse(self, text: str) -> Diagram | None:
        """Comments, directives and links of the source are removed."""
        body = clean(text)
        if is_nothing(body):
            return None
        block = next((b for b in blocks(body) if b.info == "mermaid" or (not b.info and _kind(b.text))), None)
        if block is None:
            raise BadReply(f"The reply holds no Mermaid block; expected {_EXPECTED}.")
        rows = [row.rstrip() for row in block.text.split("\n") if row.strip() and not _ACTIVE.match(row)]
        source = "\n".join(rows).strip()
        if not _kind(source) or len(rows) < 2:
            raise BadReply(f"The diagram begins with {line(source)[:30]!r}; expected {_EXPECTED}.")
        found = _CAPTION.search(block.outside)
        caption = line(found[2].strip("*_ ") if found[1] else found[2]) if found else ""
        if not caption:
            raise BadReply(f"The diagram has no caption; expected {_EXPECTED}.")
        return Diagram(caption, source)

    def format(self, result: Diagram | None) -> str:
        if result is None:
            return "none"
        return f"```mermaid\n{result.source}\n```\n\nCaption: {result.caption}"


def _kind(source: str) -> str | None:
    """The kind of diagram a source begins with, where it is one that can be drawn."""
    word = re.match(r"\s*([A-Za-z]+)(?![\w-])", source)
    return word[1] if word and word[1] in KINDS else None
