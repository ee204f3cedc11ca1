"""What a skeleton is worth: computed parts, and a judge's mark where there is a model.

The V2 paper asks the model for 0 to 10 and calls it entropy (section 3.2); that mark is kept as `judged`. Beside it
stand the Shannon entropy of the digests' information over the leaves (Shannon 1948), the share of papers that find a
place, and the overlap between sections.

The entropy is divided by the log₂ of a wanted number of leaves and capped at 1: divided by the log₂ of the leaves there
are, it would never reward dividing a large section; not divided, it would always. What is divided without need pays by
redundancy: parts of one subject are alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from pipeline.digest import Digest, Point
from pipeline.language.tfidf import TfIdf, unit_rows
from pipeline.skeleton import Section, Skeleton

WEIGHTS: Mapping[str, float] = {"entropy": 0.4, "coverage": 0.35, "redundancy": -0.25}
JUDGED_SHARE = 0.5
HOME_BONUS, LISTED_BONUS = 0.20, 0.10


@dataclass(frozen=True, slots=True)
class Score:
    """total: 0…10; parts: entropy, coverage, redundancy (each 0…1) and judged (0…10, only with a model)."""

    total: float
    parts: Mapping[str, float]
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where every point of the digests belongs under a skeleton. points: by leaf id, in digest order."""

    points: Mapping[str, tuple[tuple[str, Point], ...]]
    parts: Mapping[str, float]


class Evidence:
    """The digests' points as one matrix, made once and placed under many skeletons.

    read_under: the skeleton that a reader chose each point's section from. That choice is overruled only by sections
    the reader was not shown.
    """

    def __init__(self, digests: Sequence[Digest], language: str, read_under: Skeleton | None = None) -> None:
        self.read_under = read_under
        self.papers = [digest.bibkey for digest in digests]
        self.rows = [(d.bibkey, home, p) for d in digests for home, points in d.points.items() for p in points]
        row = {key: at for at, key in enumerate(self.papers)}
        self.paper_of_row = np.array([row[bibkey] for bibkey, _, _ in self.rows], dtype=int)
        homes: dict[str, list[int]] = {}
        for at, (_, home, _) in enumerate(self.rows):
            homes.setdefault(home, []).append(at)
        self.homes = {home: np.array(rows) for home, rows in homes.items()}
        texts = [point.text for _, _, point in self.rows]
        self.words = TfIdf(texts, language)
        self.weight = np.array([max(1, len(text)) for text in texts], dtype=float)

    def place(self, skeleton: Skeleton, merged_into: Mapping[str, str]) -> Placement:
        """Give every point to one leaf: the one most like it, its home section and its paper's sections preferred."""
        leaves = skeleton.leaves()
        if not self.rows:
            return Placement({leaf.id: () for leaf in leaves}, {"entropy": 0.0, "coverage": 0.0, "redundancy": 0.0})
        likeness = self._likeness(leaves) + self._bonus(skeleton, leaves, merged_into)
        likeness = np.round(likeness + self._closed(skeleton, leaves, merged_into), 6)
        chosen = np.where(likeness.max(axis=1) > 0, likeness.argmax(axis=1), -1)
        points: dict[str, list[tuple[str, Point]]] = {leaf.id: [] for leaf in leaves}
        for (bibkey, _, point), leaf_index in zip(self.rows, chosen, strict=True):
            if leaf_index >= 0:
                points[leaves[leaf_index].id].append((bibkey, point))
        parts = self._parts(chosen, len(leaves))
        return Placement({name: tuple(found) for name, found in points.items()}, parts)

    def _bonus(
        self, skeleton: Skeleton, leaves: Sequence[Section], merged_into: Mapping[str, str]
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """What speaks for a leaf beside its words: the point was found for it, or for a section it is now part of, and
        it lists the point's paper."""
        column = {leaf.id: i for i, leaf in enumerate(leaves)}
        below = {s.id: [column[leaf.id] for leaf in s.walk() if leaf.is_leaf] for s in skeleton.walk()}
        row = {key: i for i, key in enumerate(self.papers)}
        listed = np.zeros((len(row), len(leaves)))
        for leaf in leaves:
            listed[[row[key] for key in leaf.papers if key in row], column[leaf.id]] = LISTED_BONUS
        bonus: np.ndarray[tuple[int, int], np.dtype[np.float64]] = listed[self.paper_of_row]
        for home, rows in self.homes.items():
            if inside := below.get(merged_into.get(home, home)):
                bonus[np.ix_(rows, np.array(inside))] += HOME_BONUS
        return bonus

    def _closed(
        self, skeleton: Skeleton, leaves: Sequence[Section], merged_into: Mapping[str, str]
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """-9 for each leaf that the reader of a point was shown and did not choose, if the chosen one still stands."""
        shut = np.zeros((len(self.rows), len(leaves)))
        if self.read_under is None:
            return shut
        seen = {(s.id, s.title, s.construction) for s in self.read_under.leaves()}
        shown = np.array([(leaf.id, leaf.title, leaf.construction) in seen for leaf in leaves])
        column = {leaf.id: i for i, leaf in enumerate(leaves)}
        for at, (_, home, _) in enumerate(self.rows):
            stands = column.get(merged_into.get(home, home))
            if stands is not None:
                shut[at, shown] = -9.0
                shut[at, stands] = 0.0
        return shut

    def _likeness(self, leaves: Sequence[Section]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        texts = [f"{leaf.title} {leaf.title} {leaf.construction} {leaf.analysis}" for leaf in leaves]
        return np.asarray((self.words.matrix @ self.words.vectors(texts).T).todense())

    def _parts(self, chosen: np.ndarray[tuple[int], np.dtype[np.int64]], leaves: int) -> dict[str, float]:
        mass = np.zeros(leaves)
        np.add.at(mass, chosen[chosen >= 0], self.weight[chosen >= 0])
        share = mass[mass > 0] / max(1.0, mass.sum())
        entropy = float(-(share * np.log2(share)).sum() / np.log2(wanted_leaves(len(self.papers))))
        coverage = len(np.unique(self.paper_of_row[chosen >= 0])) / len(self.papers)
        return {
            "entropy": round(min(1.0, entropy), 6),
            "coverage": round(coverage, 6),
            "redundancy": round(self._redundancy(chosen, leaves), 6),
        }

    def _redundancy(self, chosen: np.ndarray[tuple[int], np.dtype[np.int64]], leaves: int) -> float:
        """Mean over the filled leaves of the cosine to the leaf most like it."""
        rows = np.flatnonzero(chosen >= 0)
        member = sparse.csr_matrix((np.ones(len(rows)), (chosen[rows], rows)), (leaves, len(self.rows)))
        centres = unit_rows(member @ self.words.matrix)
        filled = np.flatnonzero(np.asarray(abs(centres).sum(axis=1)).ravel())
        if len(filled) < 2:
            return 0.0
        cosine = np.asarray((centres[filled] @ centres[filled].T).todense())
        np.fill_diagonal(cosine, 0.0)
        return float(np.clip(cosine.max(axis=1), 0, 1).mean())


def wanted_leaves(papers: int) -> float:
    """How many leaves of equal size make a full entropy: 2√n for n papers, at least 2 (9 for 20 papers, 28 for 200)."""
    return max(2.0, 2.0 * math.sqrt(papers))


def combine(parts: Mapping[str, float], judged: float | None = None, rationale: str = "") -> Score:
    """The total of a skeleton's parts: 10 × (0.4 entropy + 0.35 coverage + 0.25 (1 − redundancy)), and half of it and
    half the judge's mark where there is one. Rounded to 6 decimals, so that ties are ties on every machine."""
    computed = sum(weight * parts[name] for name, weight in WEIGHTS.items()) - min(
        0.0, sum(weight for weight in WEIGHTS.values() if weight < 0)
    )
    total = 10 * computed
    found = dict(parts)
    if judged is not None:
        total = (1 - JUDGED_SHARE) * total + JUDGED_SHARE * judged
        found["judged"] = judged
    return Score(round(total, 6), found, rationale)
