"""Leaf sections: a theme told in runs of neighbouring papers, or one kind of statement gathered across themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.choice import choose, worthwhile
from pipeline.engines.extractive.clauses import Clause, clause_of
from pipeline.engines.extractive.crossing import Crossing
from pipeline.engines.extractive.digests import MOST_POINTS
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.themed import Themed
from pipeline.skeleton import Section, Skeleton

_WORDS_A_PAPER, _CROSS_WORDS = 105, 60  # up to which a leaf has no more than the usual room
_THEME_MOST, _CROSS_MOST = 5, 2  # clauses of a paper in that
# What a paper says first, second, …: the story is told from the middle outwards as room grows.
_ORDER: tuple[PointKind, ...] = ("method", "result", "method", "data", "result", "comparison", "method", "problem")


def write_leaf(
    skeleton: Skeleton, section: Section, points: Sequence[tuple[str, Point]], words: int, library: Library
) -> str:
    """The Markdown of a leaf. points: (bibkey, point); words: about how many, 0 for as many as the evidence
    carries."""
    told: dict[str, list[Clause]] = defaultdict(list)
    for bibkey, point in points:
        told[bibkey].append(clause_of(bibkey, point, library))
    theme = role_of(section) == "theme"
    stock = told if theme else worthwhile(told)
    usual, few = (_WORDS_A_PAPER, _THEME_MOST) if theme else (_CROSS_WORDS, _CROSS_MOST)
    room = words or len(stock) * usual
    most = few if room <= len(stock) * usual else MOST_POINTS
    chosen = choose(stock, room, _ORDER if theme else (), library.stems, most)
    teller = (
        Themed(section, chosen, stock, library, skeleton) if theme else Crossing(section, chosen, library, skeleton)
    )
    return "\n\n".join(paragraph for paragraph in teller.paragraphs() if paragraph)
