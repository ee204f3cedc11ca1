"""One claim where a paper says the same thing several times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.engines.extractive.reading.claim import Claim

ENOUGH = 15


def without_repeats(claims: Iterable[Claim], most: int, least_score: float) -> list[Claim]:
    """The best claims, best first, none of which says nearly the same as a better one: at most `most`, and none below
    `least_score` once there are enough."""
    kept: list[Claim] = []
    sets: list[frozenset[str]] = []
    holders: dict[str, list[int]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (-c.score, c.passage, c.text)):
        if len(kept) >= most or (claim.score < least_score and len(kept) >= ENOUGH):
            break
        terms = frozenset(claim.terms)
        near = {index for term in claim.terms for index in holders[term]}
        if any(_same(terms, sets[index]) for index in near):
            continue
        for term in claim.terms:
            holders[term].append(len(kept))
        kept.append(claim)
        sets.append(terms)
    return kept


def _same(a: frozenset[str], b: frozenset[str]) -> bool:
    both = len(a & b)
    return both >= 0.62 * min(len(a), len(b)) and both >= 0.5 * max(len(a), len(b))
