"""Latent semantic analysis of a few hundred texts, and the closeness of a query to each (Deerwester et al. 1990,
doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from pipeline.language.tfidf import TfIdf, unit_rows

_DECIMALS = 6
_RANK, _LEAST_RANK, _TEXTS_PER_DIMENSION = 60, 12, 3


def closeness(texts: Sequence[str], query: Mapping[str, float], language: str) -> list[float]:
    """The cosine of weighted query words to each text in the latent space of the texts, 0 where negative, rounded.

    By the texts' Gram matrix, which is small: with M = U S Vᵀ the query's place is q V = (M qᵀ)ᵀ U S⁻¹.
    """
    if not texts:
        return []
    space = TfIdf(texts, language)
    shared = sparse.diags(np.asarray((space.matrix > 0).sum(axis=0)).ravel() > 1, dtype=float)
    matrix = unit_rows(space.matrix @ shared)  # a word of one text alone relates it to no other
    rank = min(len(texts), _RANK, max(_LEAST_RANK, len(texts) // _TEXTS_PER_DIMENSION))
    values, vectors = np.linalg.eigh(np.asarray((matrix @ matrix.T).todense()))
    strengths = np.sqrt(np.maximum(values[-rank:], 1e-12))
    places = vectors[:, -rank:] * strengths
    shares = np.asarray((matrix @ space.weighted(query).T).todense()).ravel()
    asked = shares @ vectors[:, -rank:] / strengths
    norms = np.linalg.norm(places, axis=1) * np.linalg.norm(asked)
    cosines = np.where(norms > 1e-9, places @ asked / np.where(norms > 1e-9, norms, 1.0), 0.0)
    return [float(value) for value in np.round(np.maximum(cosines, 0.0), _DECIMALS)]
