"""Sentences that list what several papers of a paragraph do alike, each item lifted from its paper and cited there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import Clause
from pipeline.engines.extractive.items import LISTABLES
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import nearness

_MOST = 3
_SHARE = 0.35  # of the weight of a listing that each of its papers must have

Row = tuple[Clause, str]


class Lister:
    """Makes listings; counts turns, so that two of one kind are not worded alike."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.turns = dict.fromkeys(LISTABLES, 0)

    def listing(self, clauses: Sequence[Clause], *names: str) -> tuple[str, tuple[Clause, ...]]:
        """A sentence on two or three papers, with the clauses that it takes in, of the first kind of list (`proposals`,
        `aims`, …) that these clauses fill; ("", ()) where there is none, as in Chinese."""
        if self.library.language != "en":
            return "", ()
        for name in names:
            found = self._best(self._rows(clauses, name), LISTABLES[name].least)
            if found:
                patterns = LISTABLES[name].patterns
                self.turns[name] += 1
                return self._worded(patterns[self.turns[name] % len(patterns)], found), tuple(c for c, _ in found)
        return "", ()

    def _rows(self, clauses: Sequence[Clause], name: str) -> list[Row]:
        """Each paper's first clause that such a list can hold, with what the list says of it."""
        rows: dict[str, Row] = {}
        for clause in clauses:
            item = LISTABLES[name].lift(clause, self.library) if clause.kind in LISTABLES[name].kinds else ""
            if item and clause.bibkey not in rows:
                rows[clause.bibkey] = (clause, item)
        return list(rows.values())

    def _best(self, rows: Sequence[Row], least: float) -> list[Row]:
        """The most items, up to three, that go together: every paper holds its share of what the listing says."""
        for count in range(min(_MOST, len(rows)), 1, -1):
            fitting = []
            for chosen in combinations(rows, count):
                near = min(nearness(a, b, self.library) for (a, _), (b, _) in combinations(chosen, 2))
                if near >= least and self._balanced(chosen):
                    fitting.append((-round(near, 6), [clause.bibkey for clause, _ in chosen], list(chosen)))
            if fitting:
                return min(fitting, key=lambda row: row[:2])[2]
        return []

    def _balanced(self, chosen: Sequence[Row]) -> bool:
        """Whether each paper's clause holds its share of the items' words, by weight."""
        weights = {s: self.library.space.idf(s) for _, item in chosen for s in self.library.stems(item)}
        whole = sum(weights.values()) or 1.0
        held = [set(self.library.stems(clause.body)) for clause, _ in chosen]
        shares = [sum(weight for s, weight in weights.items() if s in own) / whole for own in held]
        return round(min(shares), 6) >= _SHARE

    @staticmethod
    def _worded(pattern: str, chosen: Sequence[Row]) -> str:
        cited = [f"{item} {cite(clause.bibkey)}" for clause, item in chosen]
        clauses = any(" and " in item or "," in item for _, item in chosen) or len(chosen[0][1].split()) > 9
        clauses = clauses and not pattern.startswith("{Items} are")
        items = f"{', '.join(cited[:-1])}{',' if clauses else ''} and {cited[-1]}"
        return f"{pattern.format(items=items, Items=items[:1].upper() + items[1:])}."
