"""Leaf sections: papers in runs of neighbours, each run told as approaches and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import role_of
from pipeline.skeleton import Section, Skeleton

WORDS_A_PAPER = 130  # of a leaf without a target
_CROSS_WORDS = 60
_LOW, _HIGH = 3, 5  # papers a run
_LONGEST = 7  # clauses a paragraph
_APPROACH: tuple[PointKind, ...] = ("problem", "background", "method")
# What a paper says first, second, …: the story is told from the middle outwards as room grows.
_ORDER: tuple[PointKind, ...] = ("method", "result", "problem", "method", "data", "result", "background", "comparison")

Stock = dict[str, list[Clause]]


def write_leaf(
    skeleton: Skeleton, section: Section, points: Sequence[tuple[str, Point]], words: int, library: Library
) -> str:
    """The Markdown of a leaf. points: (bibkey, point); words: about how many, 0 for as many as the evidence carries."""
    stock: Stock = defaultdict(list)
    for bibkey, point in points:
        stock[bibkey].append(clause_of(bibkey, point, library))
    theme = role_of(section) == "theme"
    room = words or len(stock) * (WORDS_A_PAPER if theme else _CROSS_WORDS)
    chosen = choose(stock, room, _ORDER if theme else ())
    writer = Writer(library)
    groups = runs(list(chosen), library.space, _LOW, _HIGH if theme else _HIGH + 1)
    if theme:
        paragraphs = [p for group in groups for p in _themed(group, chosen, writer)]
    else:
        paragraphs = [_crossing(group, chosen, writer, skeleton, section, library) for group in groups]
    return "\n\n".join(p for p in paragraphs if p)


def choose(stock: Mapping[str, list[Clause]], room: int, order: Sequence[PointKind]) -> dict[str, list[Clause]]:
    """Clauses by paper, taken in rounds until about `room` words are filled; the first round serves every paper."""
    left = {key: list(clauses) for key, clauses in stock.items()}
    chosen: dict[str, list[Clause]] = {key: [] for key in stock}
    used = 0
    for turn in range(max(map(len, left.values()), default=0)):
        for key, clauses in left.items():
            if not clauses or (turn and used >= room):
                continue
            wanted = order[turn] if turn < len(order) else None
            clause = next((c for c in clauses if c.kind == wanted and not (c.leaning and not turn)), clauses[0])
            clauses.remove(clause)
            chosen[key].append(clause)
            used += clause.words
    return chosen


def _themed(group: Sequence[str], chosen: Mapping[str, list[Clause]], writer: Writer) -> list[str]:
    """A run as one paragraph on approaches and, where there is enough, one on findings."""
    approach = [_told([c for c in chosen[key] if c.kind in _APPROACH]) for key in group]
    finding = [[c for c in chosen[key] if c.kind not in _APPROACH] for key in group]
    first, second = _opened(approach), [c for clauses in finding for c in clauses]
    if len(first) + len(second) <= _LONGEST or not first or not second:
        return [writer.paragraph(part) for part in _split(first + second)]
    return [writer.paragraph(part) for part in (*_split(first), *_split(second))]


def _told(clauses: list[Clause]) -> list[Clause]:
    """A paper's approach clauses: the problem first, then what was done about it."""
    return sorted(clauses, key=lambda c: (c.kind == "method", c.leaning))


def _opened(stories: Sequence[list[Clause]]) -> list[Clause]:
    """The stories in a row, one that begins with a problem in general terms first."""
    general = [
        i for i, s in enumerate(stories) if s and s[0].kind != "method" and not s[0].leaning and not s[0].subject
    ]
    order = general[:1] + [i for i in range(len(stories)) if i not in general[:1]]
    return [clause for i in order for clause in stories[i]]


def _split(clauses: list[Clause]) -> list[list[Clause]]:
    """Clauses in paragraphs of about equal length, papers kept together."""
    parts = max(1, -(-len(clauses) // (_LONGEST + 2)))
    size = -(-len(clauses) // parts)
    found: list[list[Clause]] = [[]]
    for clause in clauses:
        full = len(found[-1]) >= size and found[-1][-1].bibkey != clause.bibkey
        if full and len(found) < parts:
            found.append([])
        found[-1].append(clause)
    return [part for part in found if part]


def _crossing(
    group: Sequence[str],
    chosen: Mapping[str, list[Clause]],
    writer: Writer,
    skeleton: Skeleton,
    section: Section,
    library: Library,
) -> str:
    """A run of a cross-cutting section: one paragraph, its theme named at the start."""
    clauses = [c for key in group for c in sorted(chosen[key], key=lambda c: c.leaning)]
    return writer.paragraph(clauses, theme=_theme_of(clauses[0].bibkey, skeleton, section)) if clauses else ""


def _theme_of(bibkey: str, skeleton: Skeleton, section: Section) -> str:
    """The heading of the paper's theme, as it stands in a sentence; empty where there is none."""
    for leaf in skeleton.leaves():
        if leaf.id != section.id and bibkey in leaf.papers and role_of(leaf) == "theme":
            return inline(leaf.title)
    return ""
