"""TF-IDF vectors of short texts over one vocabulary, as sparse rows of unit length (Spärck Jones 1972)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import sparse

from pipeline.language.words import content_words


class TfIdf:
    """A vocabulary with weights log((1 + N) / (1 + df)) + 1, learned from `texts`, and their vectors in `matrix`."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.language = language
        bags = [Counter(content_words(text, language)) for text in texts]
        frequency = Counter(word for bag in bags for word in bag)
        self._column = {word: i for i, word in enumerate(sorted(frequency))}
        self._weight = {word: math.log((1 + len(bags)) / (1 + df)) + 1 for word, df in frequency.items()}
        self.matrix = self._rows(bags)

    def vectors(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """One unit row a text; words that were not learned are left out."""
        return self._rows([Counter(content_words(text, self.language)) for text in texts])

    def weighted(self, weights: Mapping[str, float]) -> sparse.csr_matrix:
        """One row with the given weights of words, not scaled; words that were not learned are left out."""
        known = sorted(word for word in weights if word in self._column)
        columns = np.array([self._column[word] for word in known], dtype=np.int64)
        data = np.array([weights[word] for word in known], dtype=float)
        return sparse.csr_matrix((data, columns, [0, len(known)]), (1, max(1, len(self._column))))

    def _rows(self, bags: Sequence[Counter[str]]) -> sparse.csr_matrix:
        data, columns, starts = [], [], [0]
        for bag in bags:
            known = {word: (1 + math.log(n)) * self._weight[word] for word, n in bag.items() if word in self._column}
            norm = math.sqrt(sum(value * value for value in known.values())) or 1.0
            for word in sorted(known):
                columns.append(self._column[word])
                data.append(known[word] / norm)
            starts.append(len(data))
        shape = (len(bags), max(1, len(self._column)))
        return sparse.csr_matrix((np.array(data, dtype=float), np.array(columns, dtype=np.int64), starts), shape)


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """`matrix` with every row that is not zero scaled to length one."""
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(np.where(norms > 0, 1 / np.where(norms > 0, norms, 1.0), 0.0)) @ matrix
