"""Sections that could be one: small neighbours whose papers are alike, and subsections too small to stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from pipeline.digest import Edit
from pipeline.engines.extractive.suggestions.outline import Outline
from pipeline.skeleton import Section

_KEPT = 6  # unions that are offered
_FEWEST = 3  # themes that stay at the top
_SMALL, _SHARE = 10, 6  # papers of a union: at most 10, or a sixth of the collection
_LEAST_FIT = 0.6  # share of a union's papers that a new heading must fit


@dataclass(frozen=True, slots=True)
class Union:
    """Sections that `into` takes up. title: its new heading, or empty; near: mean likeness of their papers."""

    gone: tuple[Section, ...]
    into: Section
    title: str
    near: float


def unions(outline: Outline) -> list[Union]:
    """What could be united, the most alike first."""
    limit = max(_SMALL, len(outline.library.space.keys) // _SHARE)
    found = []
    for siblings in [outline.top, *(list(s.children) for s in outline.skeleton.walk() if s.children)]:
        leaves = [s for s in siblings if s in outline.themes and s.papers]
        parent = outline.parents[siblings[0].id] if siblings else None
        for a, b in combinations(leaves, 2):
            if len({*a.papers, *b.papers}) > limit:
                continue
            if len(siblings) > (_FEWEST if parent is None else 2):
                into, gone = (a, b) if len(a.papers) >= len(b.papers) else (b, a)
                found.append(Union((gone,), into, _heading(outline, gone, into), _near(outline, a, b)))
            elif parent is not None:
                found.append(Union((a, b), parent, "", _near(outline, a, b)))
    return sorted(found, key=lambda u: (-u.near, u.into.id, u.gone[0].id))[:_KEPT]


def union_edits(union: Union) -> tuple[Edit, ...]:
    """The edits that make a union."""
    name = union.into.id
    edits = [
        Edit("merge", s.id, f"its papers are close to those of “{union.into.title}”", s.papers, into=name)
        for s in union.gone
    ]
    if union.title:
        edits.append(Edit("rename", name, "the heading names what both treat", union.into.papers, union.title))
    return tuple(edits)


def _near(outline: Outline, a: Section, b: Section) -> float:
    return round(sum(outline.closeness(key, b) for key in a.papers) / len(a.papers), 6)


def _heading(outline: Outline, gone: Section, into: Section) -> str:
    """A heading for both, where the papers share a term; else the larger one's stays."""
    both = tuple(dict.fromkeys((*into.papers, *gone.papers)))
    others = [k for s in outline.siblings(into) for k in s.papers]
    namer = outline.namer(into)
    heading = namer.name(both, others or both)
    return heading.title if heading.coverage >= _LEAST_FIT and heading.title != into.title else ""
