"""Digest a paper under a skeleton."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from pipeline.digest import Digest, Edit, Point
from pipeline.errors import BadReply
from pipeline.steps.base import Message
from pipeline.steps.edits import format_edits, parse_edits
from pipeline.steps.outline import HEADING
from pipeline.steps.points import format_point, is_bullet, parse_point
from pipeline.steps.prompts import render
from pipeline.steps.reading import Reading
from pipeline.steps.reply import is_nothing, markdown
from pipeline.steps.show import show_text

_EDITS = re.compile(r"(?:edits|修改)\W*$", re.I)


@dataclass(frozen=True)
class DigestPaper(Reading[Digest]):
    """What one paper contributes to each of the sections asked for, and the edits it suggests.

    Every edit of the result names the paper as the one that asks for it.
    """

    name: ClassVar[str] = "digest"

    def prompt(self, language: str) -> list[Message]:
        slots = self.slots(language) | {"paper": show_text(self.paper), "edits": self.edits()}
        return render(language, self.name, **slots)

    def parse(self, text: str) -> Digest:
        """Points of sections that were not asked for are dropped, and those that rest on no passage of the paper."""
        body = markdown(text)
        if is_nothing(body):
            return Digest(self.paper.bibkey)
        bullets, rest = self._bullets(body.split("\n"))
        points: dict[str, list[Point]] = {}
        for section, row in bullets:
            if section and (point := parse_point(row, self.paper.bibkey, self.paper.passage_by_id)):
                points.setdefault(section, []).append(point)
        edits = self._edits(rest, needed=not points)
        if not points and not edits:
            raise BadReply(
                f"None of the {len(bullets)} points could be used; expected `## s1` headings "
                f"({', '.join(self.asked())}) with bullets like `- (method) What the paper contributes. [p3, p5]`, "
                "or `none`."
            )
        ordered = {section: tuple(points[section]) for section in self.taken() if section in points}
        return Digest(self.paper.bibkey, ordered, edits)

    def _bullets(self, rows: list[str]) -> tuple[list[tuple[str, str]], str]:
        """Every list item with the section it stands under ("": none that was asked for), and what follows `edits`."""
        names = self._names()
        found: list[tuple[str, str]] = []
        section = ""
        for at, row in enumerate(rows):
            heading = HEADING.match(row)
            title = heading[2] if heading else row.strip("[]*: \t")
            if _EDITS.match(title):
                return found, "\n".join(rows[at + 1 :])
            if heading or title in names:
                section = _section_of(title, names)
            elif is_bullet(row):
                found.append((section, row))
            elif found and row.strip():
                found[-1] = (found[-1][0], f"{found[-1][1]} {row.strip()}")
        return found, ""

    def _edits(self, text: str, needed: bool) -> tuple[Edit, ...]:
        """The suggested edits; where they are not `needed`, unreadable ones are no reason to read the paper again."""
        if is_nothing(text) or not text.strip():
            return ()
        try:
            return parse_edits(text, self.skeleton, (), self.paper.bibkey)
        except BadReply:
            if needed:
                raise
            return ()

    def _names(self) -> dict[str, str]:
        """Section ids by themselves and by title, of the sections asked for."""
        asked = set(self.taken())
        sections = [section for section in self.skeleton.walk() if section.id in asked]
        return {s.title.casefold(): s.id for s in sections} | {s.id: s.id for s in sections}

    def format(self, result: Digest) -> str:
        rows = []
        for section, points in result.points.items():
            if points:
                rows += [f"## {section}", *(format_point(point, result.bibkey) for point in points), ""]
        if result.edits:
            rows += ["## edits", format_edits(result.edits, papers=False)]
        return "\n".join(rows).strip() or "none"


def _section_of(heading: str, names: dict[str, str]) -> str:
    words = [word.strip(".") for word in re.findall(r"[^\s\[\]{}()#*:：,，]+", heading)]
    named = next((names[word] for word in words if word in names), "")
    return named or names.get(re.sub(r"^[\d.\s]+", "", heading).strip("* ").casefold(), "")
