"""Sentences on what several works use alike: data, tools, procedures, measures; each work's own text says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from pipeline.citations import cite
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import listed
from pipeline.engines.extractive.staples import Kind
from pipeline.engines.extractive.wording import ENGLISH

MOST_CITED, _TOGETHER = 9, 4  # works cited for one thing; users of each of two things that one sentence holds
_MANY = 10
_SOME = ((_MANY, ("many",)), (3, ("several", "at least {n}")), (2, ("some", "two or more")))
_EVERYWHERE = 0.6  # share of all works that use a thing which marks no group of them
# How a kind of thing is used, in this order where all else is equal. {x}: what; {q}, {Q}: by how many of which works.
_FORMS: Mapping[Kind, Sequence[str]] = {
    "data": ("{q} use {x} as data", "{q} experiment with data from {x}", "data from {x} are used in {q}"),
    "measure": ("{q} report results in {x}", "results in {x} are reported in {q}"),
    "resource": ("{q} draw on {x} as a resource", "the resources of {q} include {x}"),
    "practice": ("{q} report {x}", "the evaluation in {q} includes {x}"),
    "tongue": ("{q} work with {x} data", "the data of {q} are in {x}"),
    "test": ("{q} use {x} in the analysis", "the analysis in {q} uses {x}"),
    "words": ("{q} use word vectors from {x}", "the word vectors in {q} are from {x}"),
    "software": ("{q} use {x} in the implementation", "the implementation in {q} uses {x}", "{q} build on {x}"),
    "model": ("{q} use {x} in the model", "the model in {q} uses {x}", "models with {x} are used in {q}"),
    "training": ("{q} use {x} to train the model", "training in {q} uses {x}"),
    "procedure": ("{q} use {x} in the experiments", "the experiments in {q} use {x}"),
    "trait": ("{q} {x}",),
    "language": ("{q} include code in {x}", "the code in {q} is in {x}"),
}
_EVALUATING: frozenset[Kind] = frozenset(("data", "measure", "resource", "practice", "tongue", "test"))


@dataclass(frozen=True, slots=True)
class Shared:
    """What works use alike. exact: no other of the works looked at names any of it."""

    kind: Kind
    names: tuple[str, ...]
    users: tuple[str, ...]
    exact: bool


class Sharer:
    """Words what works share; says each thing once, and varies its forms."""

    def __init__(self, library: Library, place: str = "") -> None:
        """place: what is written here; the forms begin differently from place to place."""
        self.library = library
        self.said: set[str] = set()
        self.turns = dict.fromkeys(_FORMS, crc32(place.encode()))

    def sentences(
        self, keys: Sequence[str], whose: str, most: int, kinds: Sequence[Kind] = tuple(_FORMS), least: int = 2
    ) -> list[str]:
        """Up to `most` sentences on what at least `least` of `keys` use, two things in one where both are of the
        evaluation, or both of the making. whose: the works that are counted, as in `two of these works`."""
        if self.library.language != "en":
            return []
        shared = [row for row in self._shared(keys, kinds) if len(row.users) >= least]
        ranked = sorted(shared, key=lambda row: self._rank(row, keys))
        found: list[str] = []
        while ranked and len(found) < most:
            row = ranked.pop(0)
            fellow = next((r for r in ranked if _go_together(row, r)), None)
            if fellow is not None:
                ranked.remove(fellow)
            found.append(self._sentence([row, *([fellow] if fellow else [])], len(keys), whose))
        return found

    def _rank(self, row: Shared, keys: Sequence[str]) -> tuple[float, int, tuple[str, ...]]:
        """The more of these works share a thing, and the fewer others, the better; then by kind and name."""
        if len(keys) == len(self.library.space.keys):
            return (-float(len(row.users)), list(_FORMS).index(row.kind), row.names)
        everywhere = max(len(self.library.users_of(name)) for name in row.names) / len(self.library.space.keys)
        return (-round(len(row.users) / len(keys) - everywhere, 6), list(_FORMS).index(row.kind), row.names)

    def _shared(self, keys: Sequence[str], kinds: Sequence[Kind]) -> list[Shared]:
        """What works share and nobody has said, things of one kind and the same users together, two at most."""
        rows: dict[tuple[Kind, tuple[str, ...]], list[str]] = {}
        total = len(self.library.space.keys)
        for name in sorted({name for key in keys for name in self.library.uses[key].used} - self.said):
            users = tuple(key for key in keys if name in self.library.uses[key].used)
            kind = self.library.uses[users[0]].used[name]
            narrow = len(self.library.users_of(name)) < _EVERYWHERE * total or total == len(keys)
            if len(users) > 1 and kind in kinds and narrow:
                rows.setdefault((kind, users), []).append(name)
        found = []
        for (kind, users), names in rows.items():
            chosen = tuple(_unlike(names)[:2])
            exact = kind != "trait" and not any(
                self.library.uses[key].named & set(chosen) for key in keys if key not in users
            )
            found.append(Shared(kind, chosen, users, exact))
        return found

    def _sentence(self, rows: Sequence[Shared], total: int, whose: str) -> str:
        again = "works" if whose == "works" else "of them"
        clauses = [self._clause(row, total, again if i else whose) for i, row in enumerate(rows)]
        parts = [f"{clause} {cite(*row.users[:MOST_CITED])}" for clause, row in zip(clauses, rows, strict=True)]
        text = ", and ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."

    def _clause(self, row: Shared, total: int, whose: str) -> str:
        self.said.update(row.names)
        forms = _FORMS[row.kind]
        form = forms[self.turns[row.kind] % len(forms)]
        self.turns[row.kind] += 1
        if len(row.users) == total:
            whole = f"all {ENGLISH.number(total)} works" if total < _MANY else "all works"
        elif row.exact and len(row.users) < _MANY:
            whole = f"{ENGLISH.number(len(row.users))} {whose}"
        else:  # another one names it too, and whether it uses it remains open: none are counted
            words = next(words for least, words in _SOME if len(row.users) >= least)
            count = words[self.turns[row.kind] // len(forms) % len(words)].format(n=ENGLISH.number(len(row.users)))
            whole = f"{count} {whose}"
        return form.format(x=listed(row.names, "en"), q=whole)


def _go_together(a: Shared, b: Shared) -> bool:
    """Whether one sentence may hold both: few users each, and both of the evaluation or both of the making."""
    return max(len(a.users), len(b.users)) <= _TOGETHER and (a.kind in _EVALUATING) == (b.kind in _EVALUATING)


def _unlike(names: Sequence[str]) -> list[str]:
    """The names that are not part of another one among them."""
    return [a for a in names if not any(a != b and a.casefold() in b.casefold() for b in names)]
