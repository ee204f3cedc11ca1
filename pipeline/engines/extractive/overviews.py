"""How a section or a run of papers begins: with what its works contribute, each cited to its own sentence of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from zlib import crc32

from pipeline.citations import cite
from pipeline.engines.extractive.clauses import word_count
from pipeline.engines.extractive.contributions import Contribution, contribution, titled
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.roles import role_of
from pipeline.skeleton import Section, Skeleton

_MOST, _SENTENCES = 3, 3  # works in a sentence, and sentences in a row
_SHARE = 0.28  # of the weight of a sentence that each of its works must have
_TOLD = 8  # words of an item, at the mean, from which names in front do not drown what is said
_LONGEST = 62  # words of a sentence
_TRIED = 3  # works of each group
_LISTS = ("Contributions include {items}", "Among the contributions are {items}", "This section covers {items}")
_OFFERED = ("Among the proposals are {items}", "The works put forward {items}", "What is proposed includes {items}")
_SUBJECTS = ("This section covers {items}", "The works deal with {items}")
_FURTHER = ("This section also covers {items}", "Other works deal with {items}", "Further topics are {items}")
_ABOUT = ("Work on {theme} includes {items}", "Among the works on {theme} are {items}")


class Overview:
    """Says what works contribute, each work once; counts turns, so that no form comes twice in a row."""

    def __init__(self, section: Section, skeleton: Skeleton, library: Library) -> None:
        """section: the one that is written, in its skeleton."""
        self.library = library
        self.theme = inline(section.title)
        self.turn = crc32(section.title.encode())
        leaves = [leaf for leaf in skeleton.leaves() if role_of(leaf) == "theme"]
        place = next((i for i, leaf in enumerate(leaves) if leaf.id == section.id), len(leaves))
        # A work of several sections is told by another sentence in each; what opens a section comes after its parts.
        self.earlier = Counter(key for leaf in leaves[:place] for key in leaf.papers)
        self.opened = False
        self.form = ""  # of the last list
        self.told: set[str] = set()

    def sentences(self, keys: Sequence[str], most: int = _SENTENCES) -> tuple[list[str], list[Contribution]]:
        """Up to `most` sentences that list what two or three of these works contribute, then what others are about by
        their titles; and what they list. Nothing where no two works can be told together."""
        untold = [key for key in keys if key not in self.told]
        left = self._contributions(untold)
        found: list[str] = []
        used: list[Contribution] = []
        for by_title in (False, True):
            left = self._subjects(untold, left) if by_title else left
            while len(found) < most:
                sentence, chosen = self._next(left)
                if not sentence:
                    break
                self.turn += 1
                self.opened = True
                self.told |= {c.clause.bibkey for c in chosen}
                found.append(sentence)
                used += chosen
                left = [c for c in left if c not in chosen]
        return found, used

    def across(self, groups: Sequence[Sequence[str]]) -> str:
        """One sentence with a contribution from each of two or three groups of works; empty where there is none."""
        firsts = [self._contributions(group) for group in groups]
        for pick in range(_TRIED):
            sentence, _ = self._listed([row[min(pick, len(row) - 1)] for row in firsts if row])
            if sentence:
                return sentence
        return ""

    def _contributions(self, keys: Sequence[str]) -> list[Contribution]:
        """The contributions of those of `keys` that state one, in order; none in Chinese."""
        if self.library.language != "en":
            return []
        return [found for key in keys if (found := contribution(key, self.library, self.earlier[key]))]

    def _subjects(self, keys: Sequence[str], left: Sequence[Contribution]) -> list[Contribution]:
        """`left`, in the order of `keys`, with the subjects that the titles of the works name that state no
        contribution."""
        stated = {c.clause.bibkey: c for c in left}
        told = [key for key in keys if key not in self.told]
        return [found for key in told if (found := stated.get(key) or titled(key, self.library))]

    def _next(self, left: Sequence[Contribution]) -> tuple[str, list[Contribution]]:
        """The next sentence: a list of nouns and one with verbs take turns."""
        forms = [self._listed, self._told] if self.turn % 2 or not self.opened else [self._told, self._listed]
        for form in forms:
            sentence, chosen = form(left)
            if sentence:
                return sentence, chosen
        return "", []

    def _listed(self, left: Sequence[Contribution]) -> tuple[str, list[Contribution]]:
        """`Contributions include a library for … [a] and a method to … [b]`."""
        chosen = self._best([c for c in left if c.noun], [c.phrase for c in left if c.noun])
        if not chosen:
            return "", []
        about = not self.opened and all(self._on_theme(c.clause.bibkey) for c in chosen)
        patterns = _ABOUT if about else _LISTS + _OFFERED * all(c.offered for c in chosen)
        if any(c.titled for c in chosen):
            patterns = _FURTHER if self.opened else _SUBJECTS
        place = self.turn // 2 % len(patterns)
        pattern = next(p for p in (*patterns[place:], *patterns[:place]) if p != self.form or len(patterns) == 1)
        self.form = pattern
        items = [f"{c.phrase} {cite(c.clause.bibkey)}" for c in chosen]
        return f"{pattern.format(theme=self.theme, items=_joined(items, [c.phrase for c in chosen]))}.", chosen

    def _told(self, left: Sequence[Contribution]) -> tuple[str, list[Contribution]]:
        """`A introduce … [a], and B describe … [b]`; what a thing is called is told without its authors."""
        able = [c for c in left if not c.verb or self.library.paper(c.clause.bibkey).authors]
        chosen = self._best(able, [self._clause(c) for c in able])
        if not chosen or sum(word_count(c.phrase) for c in chosen) < _TOLD * len(chosen):
            return "", []
        names = {self.library.name(c.clause.bibkey) for c in chosen if c.verb}
        if len(names) < sum(bool(c.verb) for c in chosen):
            return "", []
        clauses = [self._clause(c) for c in chosen]
        if chosen[0].verb and len({c.verb for c in chosen}) == 1:
            verb = f" {chosen[0].verb} "
            clauses = [clauses[0], *(clause.replace(verb, " ", 1) for clause in clauses[1:])]
        cited = [f"{clause} {cite(c.clause.bibkey)}" for clause, c in zip(clauses, chosen, strict=True)]
        mark = ";" if any("," in clause for clause in clauses) else ","
        return f"{f'{mark} '.join(cited[:-1])}{mark} and {cited[-1]}.", chosen

    def _clause(self, item: Contribution) -> str:
        if item.verb:
            return f"{self.library.name(item.clause.bibkey)} {item.verb} {item.phrase}"
        name, _, what = item.phrase.partition(", ")
        return f"{name} is {what}"

    def _best(self, items: Sequence[Contribution], texts: Sequence[str]) -> list[Contribution]:
        """The most works that one sentence holds so that each has its share of it, in their order; the first where
        several do as well."""
        for count in range(min(_MOST, len(items)), 1, -1):
            for chosen in combinations(range(len(items)), count):
                words = sum(word_count(texts[i]) for i in chosen)
                if words <= _LONGEST and self._balanced([items[i] for i in chosen], [texts[i] for i in chosen]):
                    return [items[i] for i in chosen]
        return []

    def _balanced(self, items: Sequence[Contribution], texts: Sequence[str]) -> bool:
        weights = {s: self.library.space.idf(s) for text in texts for s in self.library.stems(text)}
        whole = sum(weights.values()) or 1.0
        held = [set(self.library.stems(item.clause.body)) for item in items]
        shares = [sum(weight for s, weight in weights.items() if s in own) / whole for own in held]
        return round(min(shares), 6) >= _SHARE

    def _on_theme(self, key: str) -> bool:
        """Whether title or abstract of a work has the words of the heading, or of one half of it."""
        paper = self.library.paper(key)
        words = set(self.library.stems(f"{paper.title} {paper.abstract}"))
        return any(set(self.library.stems(part)) <= words for part in self.theme.split(" and "))


def _joined(items: Sequence[str], phrases: Sequence[str]) -> str:
    """`a, b and c`; with semicolons where an item has a comma."""
    mark = ";" if any("," in phrase for phrase in phrases) else ","
    if len(items) == 2:
        comma = "," if mark == ";" or any(" and " in phrase for phrase in phrases) else ""
        return f"{items[0]}{comma} and {items[1]}"
    return f"{f'{mark} '.join(items[:-1])}{mark} and {items[-1]}"
