"""Edits of a skeleton as JSON: writing them, reading them, and checking them against the skeleton."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.digest import EDIT_OPS, Edit
from pipeline.errors import BadReply
from pipeline.skeleton import Skeleton
from pipeline.steps.reply import find_json, line

EXPECTED = 'a JSON list of edits such as [{"op": "rename", "section": "s2", "title": "…", "reason": "…"}], or []'

# Name in the reply and field of Edit, where they differ: replies use the words that skeletons are shown with.
_TEXTS = {
    "op": "op",
    "section": "section",
    "title": "title",
    "gather": "construction",
    "analyse": "analysis",
    "parent": "parent",
    "after": "after",
    "into": "into",
    "reason": "reason",
}


def format_edits(edits: Iterable[Edit], papers: bool = True) -> str:
    """A JSON list, one edit a line, without empty fields (papers: whether the askers are named)."""
    rows = []
    for edit in edits:
        row: dict[str, Any] = {
            name: line(getattr(edit, field)) for name, field in _TEXTS.items() if getattr(edit, field)
        }
        if papers and edit.papers:
            row["papers"] = list(edit.papers)
        rows.append(json.dumps(row, ensure_ascii=False))
    return "[" + ",\n ".join(rows) + "]"


def parse_edits(text: str, skeleton: Skeleton, papers: Collection[str], asker: str = "") -> tuple[Edit, ...]:
    """The edits in a reply that can be made to `skeleton`; of their papers only those among `papers`.

    asker: the one paper that asks for all of them, where the reply does not name papers.

    An edit of a section that is neither in the skeleton nor added before it is dropped, as is one that lacks what its
    op needs. `after` a section that is not there means last.

    Raises:
        BadReply: when there is no list, or none of its edits can be made.
    """
    rows = find_json(text, list, EXPECTED)
    parents = _parents(skeleton)
    edits: list[Edit] = []
    for row in rows:
        edit = _checked(_edit(row, papers, asker), parents) if isinstance(row, dict) else None
        if edit:
            edits.append(edit)
            if edit.op == "add":
                parents[edit.section] = edit.parent
    if rows and not edits:
        known = ", ".join(_parents(skeleton)) or "none"
        raise BadReply(f"None of the {len(rows)} edits can be made; expected {EXPECTED}, of sections {known}.")
    return tuple(edits)


def _edit(row: dict[str, Any], papers: Collection[str], asker: str) -> Edit | None:
    texts = {field: line(value) if isinstance(value := row.get(name), str) else "" for name, field in _TEXTS.items()}
    op = texts.pop("op").lower()
    if op not in EDIT_OPS:
        return None
    asked = row.get("papers")
    keys = dict.fromkeys(key for key in asked if isinstance(key, str)) if isinstance(asked, list) else {}
    askers = (asker,) if asker else tuple(key for key in keys if key in papers)
    return Edit(op, papers=askers, **texts)  # type: ignore[arg-type]


def _checked(edit: Edit | None, parents: dict[str, str]) -> Edit | None:
    """The edit, if the sections it names exist (parents: section id to parent id) and it says what its op needs."""
    if edit is None or (edit.op == "add") == (edit.section in parents) or not edit.section:
        return None
    if edit.after and edit.after not in parents:
        edit = replace(edit, after="")
    if any(target and not _may_hold(target, edit.section, parents) for target in (edit.parent, edit.into)):
        return None
    needed = {
        "add": edit.title,
        "rename": edit.title,
        "merge": edit.into,
        "guide": edit.construction or edit.analysis,
        "assign": edit.papers,
    }
    return edit if needed.get(edit.op, True) else None


def _may_hold(target: str, section: str, parents: dict[str, str]) -> bool:
    """Whether `target` exists and is neither `section` nor below it."""
    seen = 0
    while target:
        if target == section or target not in parents or seen > len(parents):
            return False
        target, seen = parents[target], seen + 1
    return True


def _parents(skeleton: Skeleton) -> dict[str, str]:
    found: dict[str, str] = dict.fromkeys((section.id for section in skeleton.sections), "")
    for section in skeleton.walk():
        found |= dict.fromkeys((child.id for child in section.children), section.id)
    return {section.id: found[section.id] for section in skeleton.walk()}


def skeleton_papers(skeleton: Skeleton) -> list[str]:
    """The bibkeys of all sections, each once."""
    return list(dict.fromkeys(key for section in skeleton.walk() for key in section.papers))


def union(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All bibkeys of several lists, each once, in order."""
    return tuple(dict.fromkeys(key for keys in lists for key in keys))
