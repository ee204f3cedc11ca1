"""What a run will take, before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from surveygo.library.models import Collection

TOKENS_A_SECOND = {"quick": 40_000, "standard": 35_000, "deep": 30_000}
"""Tokens of papers that the extractive engine works through each second, measured on two cores."""
START_SECONDS = 3


@dataclass(frozen=True)
class Estimate:
    """papers and tokens of the collection; seconds: how long the run may take."""

    papers: int
    tokens: int
    seconds: float


def estimate(collection: Collection | None, depth: str) -> Estimate:
    """The estimate for a collection, or for none yet."""
    if collection is None:
        return Estimate(0, 0, 0.0)
    sums = collection.papers.aggregate(papers=Count("pk"), tokens=Sum("tokens"))
    tokens = sums["tokens"] or 0
    pace = TOKENS_A_SECOND.get(depth, TOKENS_A_SECOND["standard"])
    return Estimate(sums["papers"], tokens, START_SECONDS + tokens / pace)
