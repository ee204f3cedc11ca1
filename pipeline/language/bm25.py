"""Okapi BM25 over short texts (Robertson and Zaragoza 2009, doi:10.1561/1500000019)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

_K1, _B = 1.2, 0.75


class BM25:
    """Ranks bags of words against a query. bags: for each text how often (or how heavily) each word stands in it."""

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        self._bags = bags
        self._frequency = Counter(word for bag in bags for word in bag)
        self._lengths = [sum(bag.values()) for bag in bags]
        self._mean = sum(self._lengths) / max(1, len(bags)) or 1.0

    def idf(self, word: str) -> float:
        """log(1 + (N - df + 0.5) / (df + 0.5)), never negative."""
        df = self._frequency[word]
        return math.log(1 + (len(self._bags) - df + 0.5) / (df + 0.5))

    def score(self, position: int, query: Mapping[str, float]) -> float:
        """How well the text at `position` answers weighted query words, rounded to 6 decimals."""
        bag, length = self._bags[position], self._lengths[position]
        norm = _K1 * (1 - _B + _B * length / self._mean)
        found = (
            weight * self.idf(word) * bag[word] * (_K1 + 1) / (bag[word] + norm)
            for word, weight in query.items()
            if word in bag
        )
        return round(math.fsum(found), 6)

    def scores(self, query: Mapping[str, float]) -> list[float]:
        """`score` of every text."""
        return [self.score(position, query) for position in range(len(self._bags))]
