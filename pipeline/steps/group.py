"""Sort papers into groups by theme."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.paper import Paper
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.reply import find_json
from pipeline.steps.show import show_abstracts, show_brief

_EXPECTED = 'a JSON list of lists of bibkeys such as [["li2018ensure", "wang2019aspect"], ["zhao2017memory"]]'
_ABSTRACT_CHARS = 700
"""The beginning of an abstract tells why; what was done comes after."""


@dataclass(frozen=True)
class GroupPapers(Step[tuple[tuple[str, ...], ...]]):
    """Papers (at most 60) into groups of about `size` by theme, every paper in exactly one.

    Result: bibkeys by group. A tenth of the papers may be missing from a reply; each becomes a group of its own.
    """

    name: ClassVar[str] = "group"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    papers: tuple[Paper, ...]
    size: int

    def prompt(self, language: str) -> list[Message]:
        papers = show_abstracts(self.papers, _ABSTRACT_CHARS)
        return render(language, self.name, brief=show_brief(self.brief), papers=papers, size=str(self.size))

    def parse(self, text: str) -> tuple[tuple[str, ...], ...]:
        rows = find_json(text, list, _EXPECTED)
        if not all(isinstance(row, list) for row in rows):
            raise BadReply(f"The groups are not lists; expected {_EXPECTED}.")
        left = {paper.bibkey: None for paper in self.papers}
        total = len(left)
        groups = []
        for row in rows:
            group = tuple(key for key in row if isinstance(key, str) and key in left and left.pop(key, "") is None)
            groups += [group] if group else []
        if len(left) * 10 > total:
            raise BadReply(f"Every paper must be in one group; these are in none: {', '.join(left)}.")
        largest = max(map(len, groups), default=0)
        if largest > self.size * 3:
            raise BadReply(f"A group holds {largest} papers; expected groups of about {self.size}.")
        return (*groups, *((key,) for key in left))

    def format(self, result: tuple[tuple[str, ...], ...]) -> str:
        return json.dumps(result, ensure_ascii=False)
