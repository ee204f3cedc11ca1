"""Screen papers for a topic by title and abstract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.paper import Paper
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import data, render
from pipeline.steps.reply import find_json, line
from pipeline.steps.show import show_brief

_EXPECTED = 'a JSON object like {"papers": [{"paper": 1, "reason": "…", "mark": 8}]} with every paper and marks 0 to 10'
_ABSTRACT_CHARS = 1_500
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """How well a paper fits the topic, 0 to 10, and why, one sentence."""

    mark: int
    reason: str


@dataclass(frozen=True)
class ScreenPapers(Step[tuple[Mark, ...]]):
    """A mark for each of a few papers, in their order. criteria: what the plan says a paper must be about."""

    name: ClassVar[str] = "screen"
    role: ClassVar[Role] = "judge"
    structured: ClassVar[bool] = True
    brief: Brief
    papers: tuple[Paper, ...]
    criteria: tuple[str, ...] = ()

    def prompt(self, language: str) -> list[Message]:
        rows = []
        for number, paper in enumerate(self.papers, 1):
            about = ", ".join(part for part in (paper.venue, str(paper.year or "")) if part)
            head = line(f"[{number}] {paper.title}" + (f" ({about})" if about else ""))
            rows.append(f"{head}\n{line(paper.abstract[:_ABSTRACT_CHARS]) or '–'}")
        criteria = "\n".join(f"- {line(criterion)}" for criterion in self.criteria) or "–"
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            criteria=data("criteria", criteria),
            papers=data("papers", "\n\n".join(rows)),
        )

    def parse(self, text: str) -> tuple[Mark, ...]:
        found = find_json(text, dict, _EXPECTED).get("papers")
        marks: dict[int, Mark] = {}
        for row in found if isinstance(found, list) else ():
            if isinstance(row, Mapping) and isinstance(number := row.get("paper"), int | str):
                marks.setdefault(_number(number), self._mark(row))
        missing = [str(number) for number in range(1, len(self.papers) + 1) if number not in marks]
        if missing:
            raise BadReply(f"These papers have no mark: {', '.join(missing)}; expected {_EXPECTED}.")
        return tuple(marks[number] for number in range(1, len(self.papers) + 1))

    def _mark(self, row: Mapping[str, Any]) -> Mark:
        mark, reason = _number(row.get("mark")), row.get("reason")
        if not 0 <= mark <= 10 or not isinstance(reason, str) or not line(reason):
            raise BadReply(f"Paper {line(str(row.get('paper')))[:20]} lacks a mark or a reason; expected {_EXPECTED}.")
        return Mark(mark, line(line(reason)[:_LONGEST]))

    def format(self, result: tuple[Mark, ...]) -> str:
        rows = [{"paper": i, "reason": mark.reason, "mark": mark.mark} for i, mark in enumerate(result, 1)]
        return json.dumps({"papers": rows}, ensure_ascii=False)


def _number(value: object) -> int:
    """A whole number, also as a text such as `[3]` or `8/10`; -1 for anything else."""
    if isinstance(value, str):
        value = value.strip("[] ").partition("/")[0].strip()
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else -1
    return round(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e4 else -1
