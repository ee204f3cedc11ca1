"""Finding the passages a sentence rests on, by the weight of the words they share.

Support of a sentence by a set of passages: the share of its content words, each weighted by inverse document frequency
over the collection's passages (Spärck Jones 1972), that occur in the best passage of each cited paper taken together.
Where a sentence cites papers for its parts, each paper's passages are found by the words of its own part.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.digest import Point
from pipeline.evidence import Verdict
from pipeline.language.words import content_words
from pipeline.paper import Corpus, Passage

SUPPORTED, PARTLY = 0.6, 0.4
QUOTED = 2
"""Passages kept as evidence for each cited paper; one more where points name as many."""
_LIKE = 0.25
"""Share of a statement's weight that a point must hold to have been its source."""
_FEWEST = 2
"""Words that part of a sentence must have to be looked for by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and the share it holds (0…1) of the weight of what cites it: the sentence, or a part of it."""

    passage: Passage
    bibkey: str
    score: float


class Index:
    """The passages of a collection by their words, and (bibkey, point) that name the passages they rest on."""

    def __init__(self, corpus: Corpus, points: Iterable[tuple[str, Point]] = ()) -> None:
        self.corpus = corpus
        self.language = corpus.language
        self._words: dict[str, list[frozenset[str]]] = {}
        frequency: Counter[str] = Counter()
        self.total = 0
        for paper in corpus.papers:
            bags = [frozenset(content_words(passage.text, self.language)) for passage in paper.passages]
            self._words[paper.bibkey] = bags
            self.total += len(bags)
            for bag in bags:
                frequency.update(bag)
        self._points: defaultdict[str, list[tuple[frozenset[str], Point]]] = defaultdict(list)
        for bibkey, point in points:
            self._points[bibkey].append((frozenset(content_words(point.text, self.language)), point))
        self.frequency = frequency

    def weight(self, word: str) -> float:
        """Inverse document frequency of a stem; unknown ones weigh most."""
        return math.log(1 + self.total / (self.frequency[word] or 1))

    def support(
        self, sentence: str, bibkeys: Sequence[str], said: Mapping[str, str] | None = None
    ) -> tuple[float, list[Found]]:
        """The sentence's support by the cited papers together, and the best passages of each.

        said: by bibkey the part of the sentence that cites it; passages are looked for by its words.
        """
        wanted = frozenset(content_words(sentence, self.language))
        need = self._weight(wanted)
        if not need:
            return 1.0, []
        union: set[str] = set()
        found: list[Found] = []
        for key in bibkeys:
            part = frozenset(content_words((said or {}).get(key, ""), self.language)) & wanted
            best = self._best(key, part if len(part) >= _FEWEST else wanted)
            found += [Found(self.corpus.by_key[key].passages[at], key, score) for score, at in best]
            if best:
                union |= self._words[key][max(best)[1]] & wanted
        return round(self._weight(union) / need, 6), found

    def nearest(self, sentence: str, most: int) -> list[Found]:
        """Of the whole collection the papers with the best passages for the sentence, each with its best one."""
        wanted = frozenset(content_words(sentence, self.language))
        need = self._weight(wanted)
        best = []
        for key in self._words if need else ():
            for score, at in self._rank(key, wanted, need)[:1]:
                best.append(Found(self.corpus.by_key[key].passages[at], key, score))
        return sorted(best, key=lambda found: (-found.score, found.bibkey))[:most]

    def _best(self, key: str, wanted: frozenset[str]) -> list[tuple[float, int]]:
        """A paper's passages for some words: those named by the points most like them, since a paraphrase has the words
        of the note it was written from and not always those of the passage; then those with most of the words."""
        need = self._weight(wanted)
        ranked = self._rank(key, wanted, need)
        numbers = {passage.id: at for at, passage in enumerate(self.corpus.by_key[key].passages)}
        likely = sorted((-self._share(bag & wanted, need), at) for at, (bag, _) in enumerate(self._points[key]))
        named = (self._points[key][at][1].passages for share, at in likely if -share >= _LIKE)
        turns = (name for turn in zip_longest(*named) for name in turn if name)
        noted = list(dict.fromkeys(numbers[name] for name in turns))[:QUOTED]
        others = [pair for pair in ranked if pair[1] not in noted][: max(1, QUOTED - len(noted))]
        return [*((self._share(self._words[key][at] & wanted, need), at) for at in noted), *others]

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.weight(word) for word in sorted(words))

    def _share(self, words: frozenset[str], need: float) -> float:
        return round(self._weight(words) / need, 6)

    def _rank(self, key: str, wanted: frozenset[str], need: float) -> list[tuple[float, int]]:
        scored = []
        for at, bag in enumerate(self._words[key]):
            shared = bag & wanted
            if shared:
                scored.append((self._share(shared, need), at))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return scored


def verdict(score: float) -> Verdict:
    """supported from 0.6, partly from 0.4, else unsupported."""
    return "supported" if score >= SUPPORTED else "partly" if score >= PARTLY else "unsupported"
