"""Finding the passages a sentence rests on, by the weight of the words they share.

Support of a sentence by a set of passages: the share of its content words, each weighted by inverse document frequency
over the collection's passages (Spärck Jones 1972), that occur in the best passage of each cited paper taken together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evidence import Verdict
from pipeline.language.words import content_words
from pipeline.paper import Corpus, Passage

SUPPORTED, PARTLY = 0.6, 0.4
QUOTED = 2
"""Passages kept as evidence for each cited paper."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and the share of the sentence's weight that it holds (0…1)."""

    passage: Passage
    bibkey: str
    score: float


class Index:
    """The passages of a collection by their words; a paper's are read when it is first cited."""

    def __init__(self, corpus: Corpus) -> None:
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
        self.frequency = frequency

    def weight(self, word: str) -> float:
        """Inverse document frequency of a stem; unknown ones weigh most."""
        return math.log(1 + self.total / (self.frequency[word] or 1))

    def support(self, sentence: str, bibkeys: Sequence[str]) -> tuple[float, list[Found]]:
        """The sentence's support by the cited papers together, and the best passages of each."""
        wanted = frozenset(content_words(sentence, self.language))
        need = sum(self.weight(word) for word in sorted(wanted))
        if not need:
            return 1.0, []
        union: set[str] = set()
        found: list[Found] = []
        for key in bibkeys:
            ranked = self._rank(key, wanted, need)
            found += [Found(self.corpus.by_key[key].passages[at], key, score) for score, at in ranked]
            if ranked:
                union |= self._words[key][ranked[0][1]] & wanted
        return round(sum(self.weight(word) for word in sorted(union)) / need, 6), found

    def _rank(self, key: str, wanted: frozenset[str], need: float) -> list[tuple[float, int]]:
        scored = []
        for at, bag in enumerate(self._words[key]):
            shared = bag & wanted
            if shared:
                scored.append((round(sum(self.weight(word) for word in sorted(shared)) / need, 6), at))
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return scored[:QUOTED]


def verdict(score: float) -> Verdict:
    """supported from 0.6, partly from 0.4, else unsupported."""
    return "supported" if score >= SUPPORTED else "partly" if score >= PARTLY else "unsupported"
