"""Plan a search for papers on a topic."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.reply import find_json, line
from pipeline.steps.show import show_brief

_EXPECTED = 'a JSON object of lists like {"queries": ["…"], "subjects": ["…"], "context": ["…"], "criteria": ["…"]}'
_MOST = {"queries": 6, "subjects": 8, "context": 4, "criteria": 6}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SearchWords:
    """queries: keywords for search engines; subjects: phrases of which a paper on the topic holds at least one;
    context: phrases that say where or with what; criteria: what a paper must be about to be taken."""

    queries: tuple[str, ...]
    subjects: tuple[str, ...]
    context: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanSearch(Step[SearchWords]):
    """What to ask search engines for the brief, and what makes a paper one of the topic."""

    name: ClassVar[str] = "search"
    role: ClassVar[Role] = "skeleton"
    structured: ClassVar[bool] = True
    brief: Brief

    def prompt(self, language: str) -> list[Message]:
        return render(language, self.name, brief=show_brief(self.brief))

    def parse(self, text: str) -> SearchWords:
        found = find_json(text, dict, _EXPECTED)
        lists = {name: _strings(found.get(name), most) for name, most in _MOST.items()}
        for name in ("queries", "subjects"):
            if not lists[name]:
                raise BadReply(f"The list “{name}” is missing or empty; expected {_EXPECTED}.")
        return SearchWords(**lists)

    def format(self, result: SearchWords) -> str:
        lists = {name: list(getattr(result, name)) for name in _MOST}
        return json.dumps(lists, ensure_ascii=False)


def _strings(value: Any, most: int) -> tuple[str, ...]:
    rows = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    lines = (line(row)[:_LONGEST].strip() for row in rows if isinstance(row, str))
    return tuple(dict.fromkeys(row for row in lines if row))[:most]
