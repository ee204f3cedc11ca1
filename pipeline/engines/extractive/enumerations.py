"""Sentences that list what several papers of a paragraph do alike, each item lifted from its paper and cited
there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import Clause, word_count
from pipeline.engines.extractive.items import LISTABLES
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parallel import class_of, nearness
from pipeline.engines.extractive.wording import ENGLISH

_MOST = 3
_TRIED = 16  # papers, of which the most alike are looked for
_UNNAMED_EVERY = 3  # so often, items stand without their authors' names in front
_TOLD = 10  # words of an item, at the mean, from which names in front do not drown what is said
_LONGEST = 52  # words of all items
_SHARE = 0.3  # of the weight of a listing that each of its papers must have

_CALLED = {
    "software": "software tools",
    "model": "models",
    "method": "methods",
    "data": "data sets",
    "system": "systems",
}
_ONE_CLASS = ("{N} {class} are proposed: {items}", "The {class} proposed are {items}", "Among the {class} are {items}")

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
            found = self._best(self._rows(clauses, name)[:_TRIED], LISTABLES[name].least)
            if found:
                self.turns[name] += 1
                worded = self._named(name, found) or self._worded(self._pattern(name, found), found)
                return worded, tuple(clause for clause, _ in found)
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
                long = sum(word_count(item) for _, item in chosen) > _LONGEST
                if near >= least and not long and self._balanced(chosen):
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

    def _named(self, name: str, chosen: Sequence[Row]) -> str:
        """Items behind their authors, `A plans to …, B to …, and C to …`, where they have authors and the list a
        verb."""
        verbs = LISTABLES[name].verbs
        known = all(self.library.paper(clause.bibkey).authors for clause, _ in chosen)
        short = sum(word_count(item) for _, item in chosen) < _TOLD * len(chosen)
        unnamed = LISTABLES[name].patterns and (short or self.turns[name] % _UNNAMED_EVERY == 0)
        if not verbs or not known or unnamed:
            return ""
        first = chosen[0][0].bibkey
        verb = verbs[self.turns[name] % len(verbs)][self.library.is_plural(first)]
        items = [f"{self.library.name(c.bibkey)} {{}}{item} {cite(c.bibkey)}" for c, item in chosen]
        told = f"{', '.join(items[:-1])}, and {items[-1]}."
        return told.format(f"{verb} ", *[""] * (len(items) - 1))

    def _pattern(self, name: str, chosen: Sequence[Row]) -> str:
        """The next wording of a kind of list; proposals of one class are called by it: `Two models are proposed`."""
        classes = {class_of(item) for _, item in chosen} if name == "proposals" else set()
        called = _CALLED.get(next(iter(classes)), "") if len(classes) == 1 else ""
        patterns = _ONE_CLASS if called else LISTABLES[name].patterns
        count = ENGLISH.number(len(chosen)).capitalize()
        return patterns[self.turns[name] % len(patterns)].replace("{N}", count).replace("{class}", called)

    @staticmethod
    def _worded(pattern: str, chosen: Sequence[Row]) -> str:
        cited = [f"{item} {cite(clause.bibkey)}" for clause, item in chosen]
        clauses = any(" and " in item or "," in item for _, item in chosen) or len(chosen[0][1].split()) > 9
        clauses = clauses and not pattern.startswith("{Items} are")
        items = f"{', '.join(cited[:-1])}{',' if clauses else ''} and {cited[-1]}"
        return f"{pattern.format(items=items, Items=items[:1].upper() + items[1:])}."
