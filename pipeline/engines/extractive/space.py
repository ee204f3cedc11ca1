"""The vector space of a collection: latent semantic analysis of its papers, and TF-IDF of any text against them.

Latent semantic analysis after Deerwester et al. (1990), from the papers' Gram matrix, which is small; similarities are
rounded, so that the last bits of the linear algebra decide nothing. Two spaces of one collection: a fine one over its
words and terms, for what is close to what, and a coarse one over words and pairs of words, for themes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.engines.extractive.lexicon import content
from pipeline.engines.extractive.terms import OPENING_CHARS, Term
from pipeline.paper import Corpus, Paper

DECIMALS = 6
_TITLE_WEIGHT, _ABSTRACT_WEIGHT = 4, 3
_THEME_WEIGHTS, _THEME_CHARS = (3, 2, 1), 4_000  # of title, abstract and opening in the space of themes
_WIDEST, _AT_LEAST = 0.4, 4  # a word pair or word of more papers than that (share, number) marks no theme
_RANK, _LEAST_RANK = 1.3, 4  # dimensions for each group looked for

Vector = dict[str, float]


class Space:
    """Papers as TF-IDF vectors over stems, their latent similarities, and vectors of free text."""

    def __init__(self, corpus: Corpus, language: str, terms: Iterable[Term] = ()) -> None:
        self.language = language
        self.corpus = corpus
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
        wide = frozenset(stem for stem, df in self.frequency.items() if df > 1)
        return _latent(_gram(self.papers, wide), min(n, max(8, n // 2), 100))

    @cached_property
    def _themes(self) -> NDArray[np.float64]:
        """Cosines of the papers over words and pairs of words that mark themes, shape (n, n)."""
        counts = [_pair_counts(paper, self.language) for paper in self.corpus.papers]
        df = Counter(gram for count in counts for gram in count)
        most = max(_WIDEST * len(counts), _AT_LEAST)
        weight = {g: math.log((1 + len(counts)) / (1 + n)) + 1 for g, n in df.items() if 1 < n <= most}
        rows = []
        for count in counts:
            raw = {g: (1 + math.log(n)) * weight[g] for g, n in sorted(count.items()) if g in weight}
            norm = math.sqrt(sum(v * v for v in raw.values())) or 1.0
            rows.append({g: v / norm for g, v in raw.items()})
        return _gram(rows, frozenset(weight))

    def theming(self, keys: Sequence[str], groups: int) -> NDArray[np.float64]:
        """Cosines of `keys` in a latent space with as few dimensions as so many groups need, shape (len(keys),) * 2,
        rounded to 6 decimals."""
        index = [self.position[key] for key in keys]
        rank = min(len(index), max(_LEAST_RANK, int(_RANK * groups)))
        return _latent(self._themes[np.ix_(index, index)], rank)

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


def _pair_counts(paper: Paper, language: str) -> Counter[str]:
    """Words and pairs of neighbouring words of a paper, those of title and abstract counted more often."""
    counts: Counter[str] = Counter()
    for text, weight in zip((paper.title, paper.abstract, paper.text[:_THEME_CHARS]), _THEME_WEIGHTS, strict=True):
        words = content(text, language)
        for gram in (*words, *(f"{a} {b}" for a, b in pairwise(words))):
            counts[gram] += weight
    return counts


def _gram(vectors: Sequence[Vector], words: frozenset[str]) -> NDArray[np.float64]:
    """The inner products of sparse vectors over `words`, shape (n, n)."""
    columns = {word: j for j, word in enumerate(sorted(words))}
    rows, cols, data = [], [], []
    for i, vector in enumerate(vectors):
        for word, value in vector.items():
            if word in columns:
                rows.append(i)
                cols.append(columns[word])
                data.append(value)
    matrix = csr_matrix((data, (rows, cols)), shape=(len(vectors), max(1, len(columns))))
    return np.asarray((matrix @ matrix.T).toarray(), dtype=np.float64)


def _latent(gram: NDArray[np.float64], rank: int) -> NDArray[np.float64]:
    """Cosines after all but the `rank` strongest dimensions are left out, rounded to 6 decimals."""
    values, vectors = np.linalg.eigh(gram)
    latent = vectors[:, -rank:] * np.sqrt(np.maximum(values[-rank:], 0.0))
    norms = np.linalg.norm(latent, axis=1, keepdims=True)
    latent = latent / np.where(norms > 1e-9, norms, 1.0)
    return np.asarray(np.round(latent @ latent.T, DECIMALS), dtype=np.float64)
