"""Digest a paper under a skeleton."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest, Edit, Point
from pipeline.errors import BadReply
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.edits import format_edits, parse_edits
from pipeline.steps.outline import HEADING
from pipeline.steps.points import format_point, is_bullet, parse_point
from pipeline.steps.prompts import render
from pipeline.steps.reply import is_nothing, markdown
from pipeline.steps.show import show_brief, show_skeleton, show_text


@dataclass(frozen=True)
class DigestPaper(Step[Digest]):
    """What one paper contributes to each of the sections asked for, and the edits it suggests.

    sections: ids; empty asks for all. Every edit of the result names the paper as the one that asks for it.
    """

    name: ClassVar[str] = "digest"
    role: ClassVar[Role] = "digest"
    brief: Brief
    paper: Paper
    skeleton: Skeleton
    sections: tuple[str, ...] = ()

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            paper=show_text(self.paper),
            skeleton=show_skeleton(self.skeleton, language, papers=False),
            sections=", ".join(self._asked()),
        )

    def _asked(self) -> tuple[str, ...]:
        return self.sections or tuple(section.id for section in self.skeleton.walk())

    def parse(self, text: str) -> Digest:
        """Points of sections that were not asked for are dropped, and those that rest on no passage of the paper."""
        body = markdown(text)
        if is_nothing(body):
            return Digest(self.paper.bibkey)
        points, lost, edits = self._read(body)
        if not points and not edits:
            raise BadReply(
                f"None of the {lost} points could be used; expected `## s1` headings ({', '.join(self._asked())}) with "
                "bullets like `- (method) What the paper contributes. [p3, p5]`, or `none`."
            )
        return Digest(self.paper.bibkey, points, edits)

    def _read(self, body: str) -> tuple[dict[str, tuple[Point, ...]], int, tuple[Edit, ...]]:
        known, names = self.paper.passage_by_id, self._names()
        found: dict[str, list[Point]] = {}
        lost, section = 0, ""
        rows = body.split("\n")
        for at, row in enumerate(rows):
            if heading := HEADING.match(row):
                if re.match(r"(edits|修改)\W*$", heading[2], re.I):
                    return _frozen(found, self._asked()), lost, self._edits("\n".join(rows[at + 1 :]))
                section = _section_of(heading[2], names)
            elif is_bullet(row):
                point = parse_point(row, self.paper.bibkey, known) if section else None
                lost += point is None
                if point:
                    found.setdefault(section, []).append(point)
        return _frozen(found, self._asked()), lost, ()

    def _edits(self, text: str) -> tuple[Edit, ...]:
        if is_nothing(text) or not text.strip():
            return ()
        edits = parse_edits(text, self.skeleton, ())
        return tuple(replace(edit, papers=(self.paper.bibkey,)) for edit in edits)

    def _names(self) -> dict[str, str]:
        """Section ids by themselves and by title, of the sections asked for."""
        asked = set(self._asked())
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
    words = re.findall(r"[^\s\[\]{}()#*:：,，]+", heading)
    named = next((names[word] for word in words if word in names), "")
    return named or names.get(re.sub(r"^[\d.\s]+", "", heading).strip("* ").casefold(), "")


def _frozen(points: dict[str, list[Point]], order: tuple[str, ...]) -> dict[str, tuple[Point, ...]]:
    return {section: tuple(points[section]) for section in order if section in points}
