"""Skeletons: themes found by clustering, headed by their terms, with cross-cutting sections beside them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engines.extractive.clusters import Keys, clusters
from pipeline.engines.extractive.guidance import Guide
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import Namer
from pipeline.engines.extractive.roles import Role
from pipeline.skeleton import Section, Skeleton

_FURTHER = {"en": "Further topics", "zh": "其他主题"}
FEW = 3  # up to so many papers are treated by role, not by theme
_SEPARATE_FROM = 25  # papers from which data and results have a section each
_LARGE_SHARE = 0.3  # a theme that holds more of the papers is divided further
_ONE_OF = (1.0, 1.0, 0.85)  # a heading of two terms tells of a mixed group
_UNNAMED = 0.1  # what a group without a heading costs a division
_LEAST_FIT = 0.3  # share of a part's papers that its heading must fit
_SPLIT_FROM, _DEEPER_FROM, _LEAST = 10, 36, 4


def plan_skeleton(title: str, keys: Sequence[str], library: Library) -> Skeleton:
    """The skeleton for the papers `keys`, a function of the set alone: the same papers give the same skeleton."""
    keys = [k for k in library.space.keys if k in frozenset(keys)]
    guide = Guide(library.language)
    namer = Namer(library.terms, library.language, len(library.space.keys))
    themes = _gathered(_named_themes(keys, library, namer), library) if len(keys) > FEW else []
    if not themes:  # too few papers, or none that share a subject: what they say is told by its kind
        return Skeleton(title, tuple(guide.role(role, tuple(keys)) for role in _few_roles(keys, library))).renumbered()
    sections = [_theme(group, name, library, namer, guide, 2) for group, name in themes]
    crossing = [guide.role(role, found) for role in _crossing(len(keys)) if (found := library.speaking(role, keys))]
    return Skeleton(title, tuple(sections + crossing)).renumbered()


def _gathered(named: Sequence[tuple[Keys, str]], library: Library) -> list[tuple[Keys, str]]:
    """Groups that share no subject in one, the last; no groups where none shares one."""
    themes = [(group, name) for group, name in named if name]
    rest = tuple(key for group, name in named if not name for key in group)
    return [*themes, (rest, _FURTHER[library.language])] if themes and rest else themes


def _crossing(count: int) -> tuple[Role, ...]:
    """The cross-cutting sections of a collection of that size."""
    return ("evaluation", "limitations") if count < _SEPARATE_FROM else ("data", "results", "limitations")


def _few_roles(keys: Sequence[str], library: Library) -> list[Role]:
    return ["motivation", "approach", *(role for role in _crossing(len(keys)) if library.speaking(role, keys))]


def _named_themes(keys: Sequence[str], library: Library, namer: Namer) -> list[tuple[Keys, str]]:
    """The top-level groups with their headings: of the divisions tried, the one whose headings fit most papers and that
    leaves no group too large."""
    n = len(keys)
    least = 2 if n < 10 else 3 if n < 40 else 4
    few, most = _counts(n)
    best: list[tuple[Keys, str]] = [(tuple(keys), "")]
    top, chosen = -9.0, namer
    for count in range(few, most + 1):
        groups = clusters(keys, library.space, count, least)
        trial = namer.copy()
        headings = [trial.name(group, keys) for group in groups]
        fitting = sum(len(g) * h.coverage * _ONE_OF[h.terms] for g, h in zip(groups, headings, strict=True)) / n
        unnamed = sum(not h.title for h in headings)
        value = round(fitting - 2 * max(0.0, len(groups[0]) / n - _LARGE_SHARE) - _UNNAMED * unnamed, 6)
        if value > top:
            best, top = [(g, h.title) for g, h in zip(groups, headings, strict=True)], value
            chosen = trial
    namer.taken = chosen.taken
    return best


def _counts(n: int) -> tuple[int, int]:
    """The fewest and most themes to try for so many papers."""
    if n < 10:
        return 2, 3
    if n < 25:
        return 3, 5
    usual = n / 8 if n < 80 else 10 + (n - 80) / 80
    return max(4, round(0.8 * usual)), max(5, min(14, round(1.2 * usual)))


def _theme(group: Keys, name: str, library: Library, namer: Namer, guide: Guide, level: int) -> Section:
    """A section for a group, divided where that gives parts whose headings fit."""
    papers = tuple(library.space.central(group))
    found = _parts(group, name, library, namer, level)
    if len(found) < 2:
        return guide.theme(name, papers, library.shared_terms(group))
    children = tuple(_theme(part, title, library, namer, guide, level + 1) for part, title in found)
    return guide.parent(name, papers, children)


def _parts(group: Keys, name: str, library: Library, namer: Namer, level: int) -> list[tuple[Keys, str]]:
    """The division of a group whose worst heading fits best; none where no heading fits half of its part."""
    size = len(group)
    if size < (_SPLIT_FROM if level == 2 else _DEEPER_FROM) or level > 3:
        return []
    usual = min(5, max(2, round(size / (6 if size < 40 else 13))))
    best: list[tuple[Keys, str]] = []
    top, chosen = _LEAST_FIT, namer
    for count in sorted({usual, max(2, usual - 1), min(5, usual + 1)}):
        parts = clusters(group, library.space, count, _LEAST)
        trial = namer.copy()
        headings = [trial.name(part, group, library.stems(name)) for part in parts]
        value = min(h.coverage for h in headings)
        if len(parts) > 1 and value >= top:
            best, top, chosen = [(p, h.title) for p, h in zip(parts, headings, strict=True)], value, trial
    namer.taken = chosen.taken
    return best
