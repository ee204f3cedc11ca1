"""Diagrams: the taxonomy of the whole article as a mind map, and the works by year as a timeline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.roles import role_of
from pipeline.figures import Diagram
from pipeline.skeleton import Section, Skeleton

_LABEL = 48
_A_YEAR = 6
_TAXONOMY = {"en": "The themes of this survey and their subsections", "zh": "本综述的主题结构"}
_TIMELINE = {"en": "The surveyed works by year of publication", "zh": "所综述论文的发表年份"}
_MORE = {"en": "and {n} more", "zh": "另有{n}篇"}


def make_diagram(skeleton: Skeleton, section: Section | None, keys: Sequence[str], library: Library) -> Diagram | None:
    """The taxonomy for the whole article; the timeline for the first cross-cutting section; else None."""
    if section is None:
        return _taxonomy(skeleton, library)
    crossing = [s for s in skeleton.sections if s.is_leaf and role_of(s) != "theme"]
    return _timeline(skeleton.title, keys, library) if crossing and section.id == crossing[0].id else None


def _taxonomy(skeleton: Skeleton, library: Library) -> Diagram | None:
    themes = [s for s in skeleton.sections if s.children or role_of(s) == "theme"]
    if len(themes) < 2:
        return None
    lines = ["mindmap", f"  root(({_label(skeleton.title)}))"]
    for theme in themes:
        lines.append(f"    {_label(theme.title)}")
        lines += [f"      {_label(child.title)}" for child in theme.children]
    return Diagram(_TAXONOMY[library.language], "\n".join(lines))


def _timeline(title: str, keys: Sequence[str], library: Library) -> Diagram | None:
    years: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        year = library.paper(key).year
        if year:
            years[year].append(re.sub(r"\s*[(（]\d{4}[)）]$", "", library.name(key)))
    if len(years) < 2:
        return None
    lines = ["timeline", f"  title {_label(title)}"]
    for year in sorted(years):
        names = list(dict.fromkeys(years[year]))
        shown = names[:_A_YEAR]
        if len(names) > len(shown):
            shown.append(_MORE[library.language].format(n=len(names) - len(shown)))
        lines.append(f"  {year} : " + " : ".join(map(_label, shown)))
    return Diagram(_TIMELINE[library.language], "\n".join(lines))


def _label(text: str) -> str:
    """A label without marks that Mermaid reads as syntax, cut at a word."""
    plain = " ".join(re.sub(r"[^\w\s,.'’&+-]", " ", text).split())
    if len(plain) > _LABEL:
        plain = plain[:_LABEL].rsplit(" ", 1)[0].rstrip(",") + " …"
    return plain or "–"
