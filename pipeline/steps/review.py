"""Have a person review the outline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.reply import line
from pipeline.steps.show import show_brief, show_skeleton

_EXPECTED = (
    '{"title": "…", "sections": [{"id": "s1", "title": "…", "gather": "…", "analyse": "…", "papers": [], '
    '"children": []}]}'
)
_DEPTH = 6


@dataclass(frozen=True)
class ReviewOutline(Step[Skeleton]):
    """The skeleton as a person leaves it before writing.

    Answered from the page, never by an engine; `run` scopes the answer.
    """

    name: ClassVar[str] = "review"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    run: str

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            skeleton=show_skeleton(self.skeleton, language),
            run=line(self.run),
        )

    def parse(self, text: str) -> Skeleton:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadReply(f"The outline is not readable JSON; expected {_EXPECTED}.") from error
        if not isinstance(found, dict) or not isinstance(found.get("title"), str):
            raise BadReply(f"The outline has no title; expected {_EXPECTED}.")
        skeleton = Skeleton(line(found["title"]), _sections(found.get("sections"), 1))
        ids = [section.id for section in skeleton.walk()]
        if not ids:
            raise BadReply("The outline has no sections; expected at least one.")
        if len(set(ids)) < len(ids):
            raise BadReply("Two sections of the outline have the same id; every id may be used once.")
        return skeleton

    def format(self, result: Skeleton) -> str:
        return json.dumps({"title": result.title, "sections": list(map(_row, result.sections))}, ensure_ascii=False)


def _row(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "gather": section.construction,
        "analyse": section.analysis,
        "papers": list(section.papers),
        "children": list(map(_row, section.children)),
    }


def _sections(rows: Any, depth: int) -> tuple[Section, ...]:
    if not isinstance(rows, list) or depth > _DEPTH + 1 or (rows and depth > _DEPTH):
        raise BadReply(f"Sections must be a list at most {_DEPTH} levels deep; expected {_EXPECTED}.")
    return tuple(_section(row, depth) for row in rows)


def _section(row: Any, depth: int) -> Section:
    texts = [row.get(name, "") for name in ("id", "title", "gather", "analyse")] if isinstance(row, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise BadReply(f"A section lacks id or title; expected {_EXPECTED}.")
    name, title, gather, analyse = texts
    papers = row.get("papers", [])
    if not line(name) or not line(title):
        raise BadReply("A section of the outline has no id or no title; give it both.")
    if not isinstance(papers, list) or not all(isinstance(key, str) for key in papers):
        raise BadReply(f"The papers of {line(title)!r} must be a list of bibkeys; expected {_EXPECTED}.")
    children = _sections(row.get("children", []), depth + 1)
    return Section(line(name), line(title), gather, analyse, tuple(dict.fromkeys(papers)), children)
