"""Diagrams: the taxonomy of the whole article as a mind map, and the works by year as a timeline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.engines.extractive.frame import parts_of
from pipeline.engines.extractive.library import Library
from pipeline.figures import Diagram
from pipeline.skeleton import Section, Skeleton

_LABEL = 90
_MOST_LEAVES, _MOST_COLUMNS = 20, 7
_A_YEAR = 6
_TAXONOMY = {"en": "The themes of this survey and the number of works under each", "zh": "本综述的主题及各主题的论文数"}
_TIMELINE = {"en": "The surveyed works by year of publication", "zh": "所综述论文的发表年份"}
_MORE = {"en": "and {n} more", "zh": "另有{n}篇"}


def make_diagram(skeleton: Skeleton, section: Section | None, keys: Sequence[str], library: Library) -> Diagram | None:
    """The taxonomy for the whole article; the timeline for the first cross-cutting section; else None."""
    if section is None:
        return _taxonomy(skeleton, library)
    _, crossing = parts_of(skeleton)
    return _timeline(skeleton.title, library) if crossing and section.id == crossing[0].id else None


def _taxonomy(skeleton: Skeleton, library: Library) -> Diagram | None:
    themes, crossing = parts_of(skeleton)
    shown = themes or crossing
    if len(shown) < 2:
        return None
    lines = ["mindmap", f"  root(({_root(skeleton.title)}))"]
    ends = sum(max(1, len(theme.children)) for theme in shown)
    for theme in shown[:_MOST_LEAVES]:
        lines.append(f"    {_counted(theme)}")
        if ends <= _MOST_LEAVES:
            lines += [f"      {_counted(child)}" for child in theme.children]
    return Diagram(_TAXONOMY[library.language], "\n".join(lines))


def _root(title: str) -> str:
    return _label(re.split(r"[:：]", title)[0].strip())


def _counted(section: Section) -> str:
    label = _label(section.title)
    return f"{label}, {len(section.papers)}" if section.papers else label


def _timeline(title: str, library: Library) -> Diagram | None:
    """All works by year, a few of them by name."""
    years: dict[int, list[str]] = defaultdict(list)
    for paper in library.corpus.papers:
        if paper.year:
            years[paper.year].append(re.sub(r"\s*[(（]\d{4}[)）]$", "", library.name(paper.bibkey)))
    if len(years) < 2:
        return None
    lines = ["timeline", f"  title {_root(title)}"]
    for span in _spans(sorted(years)):
        names = [name for year in span for name in years[year]]
        shown = list(dict.fromkeys(names))[:_A_YEAR]
        if len(names) > len(shown):
            shown.append(_MORE[library.language].format(n=len(names) - len(shown)))
        first, last = span[0], span[-1]
        label = str(first) if first == last else f"{first}–{last}"
        lines.append(f"  {label} : " + " : ".join(map(_label, shown)))
    return Diagram(_TIMELINE[library.language], "\n".join(lines))


def _spans(years: Sequence[int]) -> list[list[int]]:
    """The years, neighbours united where there are more than a timeline can show."""
    width = 1
    while len({(year - years[0]) // width for year in years}) > _MOST_COLUMNS:
        width += 1
    spans: dict[int, list[int]] = defaultdict(list)
    for year in years:
        spans[(year - years[0]) // width].append(year)
    return list(spans.values())


def _label(text: str) -> str:
    """A label without marks that Mermaid reads as syntax, cut at a word."""
    plain = " ".join(re.sub(r"[^\w\s,.'’&+-]", " ", text).split())
    if len(plain) > _LABEL:
        plain = plain[:_LABEL].rsplit(" ", 1)[0]
        plain = re.sub(r"(?:,| (?:and|or|of|for|in|on|with|the|an?|to|by))+$", "", plain)
    return plain or "–"
