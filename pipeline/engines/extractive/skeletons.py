"""Skeletons: themes found by clustering, headed by their terms, with cross-cutting sections beside them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engines.extractive.clusters import Keys, clusters
from pipeline.engines.extractive.guidance import Guide
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import Namer
from pipeline.engines.extractive.roles import Role
from pipeline.skeleton import Section, Skeleton

FEW = 3  # up to so many papers are treated by role, not by theme
_SEPARATE_FROM = 25  # papers from which data and results have a section each
_LARGE_SHARE = 0.28  # a theme that holds more of the papers is divided further
_SPLIT_FROM, _DEEPER_FROM, _LEAST = 8, 36, 4


def plan_skeleton(title: str, keys: Sequence[str], library: Library) -> Skeleton:
    """The skeleton for the papers `keys`, a function of the set alone: the same papers give the same skeleton."""
    keys = [k for k in library.space.keys if k in frozenset(keys)]
    guide = Guide(library.language)
    if len(keys) <= FEW:
        return Skeleton(title, tuple(guide.role(role, tuple(keys)) for role in _few_roles(keys, library))).renumbered()
    namer = Namer(library.terms, library.language, len(library.space.keys))
    tops = _themes(keys, library)
    names = [namer.name(group, keys) for group in tops]
    sections = [_theme(group, name, library, namer, guide, 2) for group, name in zip(tops, names, strict=True) if name]
    crossing = [guide.role(role, found) for role in _crossing(len(keys)) if (found := library.speaking(role, keys))]
    return Skeleton(title, tuple(sections + crossing)).renumbered()


def _crossing(count: int) -> tuple[Role, ...]:
    """The cross-cutting sections of a collection of that size."""
    return ("evaluation", "limitations") if count < _SEPARATE_FROM else ("data", "results", "limitations")


def _few_roles(keys: Sequence[str], library: Library) -> list[Role]:
    return ["motivation", "approach", *(role for role in _crossing(len(keys)) if library.speaking(role, keys))]


def _themes(keys: Sequence[str], library: Library) -> list[Keys]:
    """Two to seven top-level groups, more where one would hold more than a third of the papers."""
    n = len(keys)
    least = 2 if n < 10 else 3 if n < 25 else 5
    count = 2 if n < 8 else 3 if n < 16 else 4 if n < 40 else 5
    found = clusters(keys, library.space, count, least)
    most = 4 if n < 16 else 7 if n < 120 else 8
    while len(found) < most and len(found[0]) > _LARGE_SHARE * n:
        halves = clusters(found[0], library.space, 2, least)
        if len(halves) < 2:
            break
        found = sorted([*halves, *found[1:]], key=lambda group: (-len(group), group))
    return found


def _theme(group: Keys, name: str, library: Library, namer: Namer, guide: Guide, level: int) -> Section:
    papers = tuple(library.space.central(group))
    parts = _parts(group, library, level)
    upper = library.stems(name)
    named = [(part, namer.name(part, group, upper)) for part in parts] if len(parts) > 1 else []
    if len(named) < 2 or not all(title for _, title in named):
        return guide.theme(name, papers, library.shared_terms(group))
    children = tuple(_theme(part, title, library, namer, guide, level + 1) for part, title in named)
    return guide.parent(name, papers, children)


def _parts(group: Keys, library: Library, level: int) -> list[Keys]:
    if len(group) < (_SPLIT_FROM if level == 2 else _DEEPER_FROM) or level > 3:
        return [group]
    count = min(5, max(2, round(len(group) / (6 if len(group) < 40 else 13))))
    return clusters(group, library.space, count, _LEAST)
