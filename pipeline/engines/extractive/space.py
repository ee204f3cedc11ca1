"""The vector space of a collection: latent semantic analysis of its papers, and TF-IDF of any text against them.

Latent semantic analysis after Deerwester et al. (1990), from the papers' Gram matrix, which is small; similarities are
rounded, so that the last bits of the linear algebra decide nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.engines.extractive.lexicon import content
from pipeline.engines.extractive.terms import OPENING_CHARS, Term
from pipeline.paper import Corpus, Paper

DECIMALS = 6
_TITLE_WEIGHT, _ABSTRACT_WEIGHT = 4, 3

Vector = dict[str, float]


class Space:
    """Papers as TF-IDF vectors over stems, their latent similarities, and vectors of free text."""

    def __init__(self, corpus: Corpus, language: str, terms: Iterable[Term] = ()) -> None:
        self.language = language
        self.keys = tuple(p.bibkey for p in corpus.papers)
        self.position = {key: i for i, key in enumerate(self.keys)}
        counts = [_counts(paper, language) for paper in corpus.papers]
        for term in terms:
            _add_term(term, counts, self.position)
        self.frequency: Counter[str] = Counter(stem for count in counts for stem in sorted(count))
        self.papers = [self._weigh(count) for count in counts]

    def idf(self, stem: str) -> float:
        """Weight of a stem: log(1 + N / df); a stem of no paper weighs most."""
        return math.log(1 + len(self.keys) / self.frequency.get(stem, 1))

    def vector(self, text: str) -> Vector:
        """The unit TF-IDF vector of `text`."""
        return self._weigh(Counter(content(text, self.language)))

    def paper(self, key: str) -> Vector:
        """The unit TF-IDF vector of a paper's title, abstract and opening."""
        return self.papers[self.position[key]]

    def _weigh(self, counts: Counter[str]) -> Vector:
        raw = {stem: (1 + math.log(n)) * self.idf(stem) for stem, n in sorted(counts.items())}
        norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        return {stem: v / norm for stem, v in raw.items()}

    @cached_property
    def similarity(self) -> NDArray[np.float64]:
        """Cosines of the papers in the latent space, shape (n, n), rounded to 6 decimals."""
        n = len(self.keys)
        columns = {stem: j for j, stem in enumerate(sorted(s for s, df in self.frequency.items() if df > 1))}
        rows, cols, data = [], [], []
        for i, vector in enumerate(self.papers):
            for stem, value in vector.items():
                if stem in columns:
                    rows.append(i)
                    cols.append(columns[stem])
                    data.append(value)
        matrix = csr_matrix((data, (rows, cols)), shape=(n, max(1, len(columns))))
        values, vectors = np.linalg.eigh((matrix @ matrix.T).toarray())
        rank = min(n, max(8, n // 2), 100)
        latent = vectors[:, -rank:] * np.sqrt(np.maximum(values[-rank:], 0.0))
        norms = np.linalg.norm(latent, axis=1, keepdims=True)
        latent = latent / np.where(norms > 0, norms, 1.0)
        return np.asarray(np.round(latent @ latent.T, DECIMALS), dtype=np.float64)

    def closeness(self, key: str, others: Iterable[str]) -> float:
        """Mean latent similarity of a paper to others (itself left out); 0 without others."""
        row = self.similarity[self.position[key]]
        found = [float(row[self.position[o]]) for o in others if o != key and o in self.position]
        return round(sum(found) / len(found), DECIMALS) if found else 0.0

    def central(self, keys: Sequence[str]) -> list[str]:
        """`keys`, the most typical of them first, ties by bibkey."""
        return sorted(keys, key=lambda k: (-self.closeness(k, keys), k))


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two unit vectors, rounded to 6 decimals."""
    if len(b) < len(a):
        a, b = b, a
    return round(sum(value * b[stem] for stem, value in a.items() if stem in b), DECIMALS)


def _add_term(term: Term, counts: Sequence[Counter[str]], position: Mapping[str, int]) -> None:
    """Count a noun phrase of several words as one more word of its papers."""
    if len(term.key) > 1 and len(term.papers) > 1:
        for places, weight in ((term.titled, _TITLE_WEIGHT), (term.core, _ABSTRACT_WEIGHT), (term.papers, 1)):
            for key in places:
                counts[position[key]][" ".join(term.key)] += weight


def _counts(paper: Paper, language: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, weight in (
        (paper.title, _TITLE_WEIGHT),
        (paper.abstract, _ABSTRACT_WEIGHT),
        (paper.text[:OPENING_CHARS], 1),
    ):
        for stem in content(text, language):
            counts[stem] += weight
    return counts
