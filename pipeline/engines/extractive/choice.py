"""Which of a section's points are told, and in what order of importance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.digest import PointKind
from pipeline.engines.extractive.clauses import Clause, word_count
from pipeline.engines.extractive.digests import MOST_POINTS

_FEW, _ROUNDS = 3, 4  # so few papers tell at least so much each
_SHORT, _SHORT_NAMED = 9, 14  # words of a clause that says little, the authors' names not counted
_ALWAYS, _RICH, _WORTH = 2, 0.62, 0.55  # clauses told whatever they score, the least score of others, and of any
# where a paper need not be heard
_POOR = 0.4  # share of a section's clauses that may be left out
_ECHO = 0.6  # of the stems of the shorter of two clauses
_GENERAL: tuple[PointKind, ...] = ("problem", "background")


def choose(
    stock: Mapping[str, list[Clause]],
    room: int,
    order: Sequence[PointKind],
    stems: Callable[[str], Iterable[str]],
    most: int = MOST_POINTS,
) -> dict[str, list[Clause]]:
    """Clauses by paper, taken in rounds until about `room` words are filled; the first round serves every paper.

    stems: the telling stems of a text; a clause that has most of them in common with one its paper has told is left
    out. most: clauses of one paper.
    """
    left = {key: sorted(clauses, key=_says_little) for key, clauses in _distinct(stock).items()}
    chosen: dict[str, list[Clause]] = {key: [] for key in stock}
    used = 0
    worth = _least(left, _RICH)
    left = {key: [c for i, c in enumerate(clauses) if i < _ALWAYS or c.score >= worth] for key, clauses in left.items()}
    least = _ROUNDS if len(stock) <= _FEW else 1
    for turn in range(min(most, max(map(len, left.values()), default=0))):
        for key, clauses in left.items():
            if not clauses or (turn >= least and used >= room):
                continue
            wanted = order[turn] if turn < len(order) else None
            fitting = [c for c in clauses if c.kind == wanted or (wanted == "problem" and c.kind in _GENERAL)]
            telling = fitting or [c for c in clauses if c.kind not in _GENERAL] or clauses
            clause = next((c for c in fitting if not c.leaning), telling[0])
            clauses.remove(clause)
            left[key] = [c for c in clauses if not _echoes(c, clause, stems)]
            chosen[key].append(clause)
            used += clause.words
    return chosen


def _echoes(clause: Clause, told: Clause, stems: Callable[[str], Iterable[str]]) -> bool:
    """Whether a clause says little that `told` does not: papers say the same in abstract, introduction and
    conclusion."""
    words, said = set(stems(clause.body)), set(stems(told.body))
    return len(words & said) > _ECHO * min(len(words), len(said))


def worthwhile(stock: Mapping[str, list[Clause]]) -> dict[str, list[Clause]]:
    """What a section that gathers one kind of statement can do with: the clauses that matter, unless hardly a paper
    had one."""
    worth = _least(stock, _WORTH)
    found = {key: [c for c in clauses if c.score >= worth] for key, clauses in stock.items()}
    rich = {key: clauses for key, clauses in found.items() if clauses}
    return rich if len(rich) >= min(_FEW, len(stock)) else dict(stock)


def _least(stock: Mapping[str, list[Clause]], usual: float) -> float:
    """The score that clauses need: the usual one, unless too many of them would fall below it."""
    scores = sorted(c.score for clauses in stock.values() for c in clauses)
    return min(usual, scores[int(_POOR * len(scores))]) if scores else usual


def _says_little(clause: Clause) -> bool:
    """Whether a clause is very short, its authors not counted."""
    return word_count(clause.predicate or clause.body) < (_SHORT_NAMED if clause.subject or clause.leaning else _SHORT)


def _distinct(stock: Mapping[str, list[Clause]]) -> dict[str, list[Clause]]:
    """The stock without sentences that another paper, or the same, says word for word."""
    said: set[str] = set()
    found: dict[str, list[Clause]] = {}
    for key, clauses in stock.items():
        fresh = [c for c in clauses if c.body not in said]
        said.update(c.body for c in fresh)
        found[key] = fresh or clauses[:1]
    return found
