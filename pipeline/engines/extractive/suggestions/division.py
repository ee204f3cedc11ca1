"""Ways to divide a large section: by clusters of its papers, and by the terms that tell its papers apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.digest import Edit
from pipeline.edits import MAX_DEPTH
from pipeline.engines.extractive.clusters import Keys, clusters
from pipeline.engines.extractive.guidance import Guide
from pipeline.engines.extractive.naming import Heading, is_vague
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.suggestions.outline import Outline
from pipeline.skeleton import Section

MOST_PARTS = 4
_KEPT = 4  # divisions of one section that are offered
_LEAST, _LEAST_MANY, _MANY = 3, 4, 100  # papers of a part; in a collection of many papers
_SPLIT_FROM = 6  # papers of a section that may be divided
_TRIES = 3  # headings tried for a part
_LEAST_FIT = 0.4  # share of a part's papers that its heading must fit
_WIDEST = 0.7  # a term that more of the section's papers use divides nothing
_MOST_THEMES = 9  # top-level themes that an outline may have before sections are only divided beneath themselves
_LONG = 0.15  # what a heading of several terms counts less
_JOINTS = {"en": (" and ", ","), "zh": ("与", "、", "以及")}


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a division."""

    title: str
    papers: Keys


@dataclass(frozen=True, slots=True)
class Division:
    """A theme leaf in parts. beneath: they become its subsections; else they take its place. fit: mean share of the
    papers that the headings fit, less for long headings."""

    section: Section
    parts: tuple[Part, ...]
    beneath: bool
    fit: float

    def part_of(self, bibkey: str) -> Part | None:
        """The part that holds a paper."""
        return next((part for part in self.parts if bibkey in part.papers), None)


def divisions(outline: Outline, section: Section) -> list[Division]:
    """What a theme leaf could be divided into, the best headings first; nothing where no heading fits its part."""
    library = outline.library
    papers = tuple(k for k in section.papers if k in library.space.position)
    least = _LEAST_MANY if len(library.space.keys) >= _MANY else _LEAST
    if len(papers) < max(_SPLIT_FROM, 2 * least):
        return []
    ways = [tuple(clusters(papers, library.space, n, least)) for n in range(2, MOST_PARTS + 1)]
    ways += [_by_terms(outline, section, papers, n, least) for n in range(2, MOST_PARTS + 1)]
    distinct = [way for way in dict.fromkeys(ways) if len(way) > 1]
    named = [_named(outline, section, way, beneath) for way in distinct for beneath in (False, True)]
    found = [d for d in named if d is not None]
    return sorted(found, key=lambda d: (-d.fit, len(d.parts), d.beneath, d.parts[0].papers))[:_KEPT]


def division_edits(division: Division, outline: Outline) -> tuple[Edit, ...]:
    """The edits that make a division: its parts with guidance and, where they take the section's place, its end."""
    section, reason = division.section, "its parts take its place"
    edits = [part_edit(division, part, f"new-{section.id}-{i}", outline) for i, part in _placed(division)]
    if not division.beneath:
        if any(part.title == section.title for part in division.parts):
            # Two sections of one title are refused, so that the old one gives its title up before it goes.
            edits.insert(0, Edit("rename", section.id, reason, section.papers, f"{section.title} ({section.id})"))
        edits.append(Edit("delete", section.id, reason, section.papers))
    return tuple(edits)


def part_edit(division: Division, part: Part, name: str, outline: Outline) -> Edit:
    """The edit that adds one part of a division."""
    library, section = outline.library, division.section
    made = Guide(library.language).theme(
        part.title, tuple(library.space.central(part.papers)), library.shared_terms(part.papers)
    )
    above = outline.parents[section.id]
    parent = section.id if division.beneath else above.id if above else ""
    after = "" if division.beneath else section.id
    reason = f"{len(part.papers)} papers of “{section.title}” share this subject"
    return Edit("add", name, reason, made.papers, made.title, made.construction, made.analysis, parent, after)


def _placed(division: Division) -> Iterable[tuple[int, Part]]:
    """The parts in the order in which edits add them: behind one and the same section, the last goes first."""
    numbered = list(enumerate(division.parts, 1))
    return numbered if division.beneath else numbered[::-1]


def _named(outline: Outline, section: Section, way: Sequence[Keys], beneath: bool) -> Division | None:
    """The division with its headings; None where there is no room for it, or a heading is missing."""
    if not _has_room(outline, section, len(way), beneath):
        return None
    names = _Names(outline, section, beneath)
    headings = [names.give(papers) for papers in way]
    if not all(headings):
        return None  # a rest that has nothing in common would be a section about nothing
    parts = [Part(h.title, papers) for papers, h in zip(way, headings, strict=True) if h]
    if not beneath and not _mixed(outline, section) and all(part.title != section.title for part in parts):
        return None
    fits = [len(p) * (h.coverage - _LONG * (h.terms - 1)) for p, h in zip(way, headings, strict=True) if h]
    return Division(section, tuple(parts), beneath, round(sum(fits) / sum(map(len, way)), 6))


class _Names:
    """Headings for the parts of one section, none nearly that of another section."""

    def __init__(self, outline: Outline, section: Section, beneath: bool) -> None:
        library, above = outline.library, outline.parents[section.id]
        self.outline, self.section, self.beneath = outline, section, beneath
        self.namer = outline.namer(None if beneath else section)
        upper = section if beneath else above
        self.upper = library.stems(upper.title) if upper else ()
        self.others = section.papers if beneath else [k for s in outline.siblings(section) for k in s.papers]

    def give(self, papers: Keys) -> Heading | None:
        """A heading that fits enough of `papers`."""
        for _ in range(_TRIES):
            heading = self.namer.name(papers, self.others, self.upper)
            if not heading.title or heading.coverage < _LEAST_FIT:
                return None
            if not self.outline.says_again(heading.title, self.section, self.beneath):
                return heading
        return None


def _has_room(outline: Outline, section: Section, parts: int, beneath: bool) -> bool:
    """Whether the outline has room for the parts, beneath the section or beside it."""
    if beneath:
        crowded = outline.parents[section.id] is None and len(outline.top) + parts - 1 > _MOST_THEMES
        return outline.level(section) < MAX_DEPTH and (crowded or not _mixed(outline, section))
    return outline.parents[section.id] is not None or len(outline.top) + parts - 1 <= _MOST_THEMES


def _mixed(outline: Outline, section: Section) -> bool:
    """Whether the section's heading lists several subjects, which parts had better not stand beneath."""
    return _terms(section.title, outline.library.language) > 1


def _terms(title: str, language: str) -> int:
    """How many terms a heading lists."""
    return 1 + sum(title.count(joint) for joint in _JOINTS[language])


def _by_terms(outline: Outline, section: Section, papers: Keys, count: int, least: int) -> tuple[Keys, ...]:
    """Up to `count` parts around terms that some papers share and others do not; who uses none goes where it is
    closest. Empty where there are no two such terms."""
    seeds = _seeds(outline, section, papers, count, least)
    if len(seeds) < 2:
        return ()
    near = outline.library.space.closeness
    parts: list[list[str]] = [[] for _ in seeds]
    for key in papers:
        own = [i for i, users in enumerate(seeds) if key in users] or list(range(len(seeds)))
        best = max(own, key=lambda i: (near(key, sorted(seeds[i] - {key})), -i))
        parts[best].append(key)
    found = tuple(sorted((tuple(part) for part in parts), key=lambda part: (-len(part), part)))
    return found if len(found[-1]) >= least else ()


def _seeds(outline: Outline, section: Section, papers: Keys, count: int, least: int) -> list[frozenset[str]]:
    """The users of the terms that together cover most papers, each term the one that adds most."""
    group = frozenset(papers)
    terms = [
        (t, group & frozenset(t.core))
        for t in outline.library.shared_terms(papers, most=40)
        if not is_vague(t) and role_of(Section("", t.text)) == "theme"
    ]
    useful = [(t, users) for t, users in terms if least <= len(users) <= _WIDEST * len(group)]
    chosen: list[frozenset[str]] = []
    words: set[str] = set()
    covered: frozenset[str] = frozenset()
    while len(chosen) < count:
        rest = [(t, u) for t, u in useful if not words & set(t.key) and len(u - covered) >= max(2, least - 1)]
        if not rest:
            break
        term, users = max(rest, key=lambda row: (2 * len(row[1] - covered) - len(row[1] & covered), row[0].key))
        chosen.append(users)
        words |= set(term.key)
        covered |= users
    return chosen
