"""The order of candidates, and how many of them are taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.topic import Topic, Wishes

_VENUE, _PREFERRED = 0.1, 0.2  # the most that a wish adds to the relevance


def rank(candidates: Sequence[Candidate], topic: Topic) -> tuple[Candidate, ...]:
    """Candidates with their scores, those included first, then the uncertain, each part by score, ties by key; included
    ones beyond the number wished for are out as surplus. What somebody named by hand is never surplus."""
    scored = _scored(candidates, topic.wishes)
    order = sorted(
        scored, key=lambda c: (not c.included, c.exclusion != "uncertain", "pasted" not in c.sources, -c.score, c.key)
    )
    most, kept = topic.wishes.papers, sum(1 for c in order if c.included)
    reason = (
        f"It is about the topic, but {most} papers rank higher and no more are wanted."
        if topic.language == "en"
        else f"与主题相关，但只需要排在前面的 {most} 篇。"
    )
    return tuple(
        c.judged("exclude", reason, "surplus") if most <= place < kept and "pasted" not in c.sources else c
        for place, c in enumerate(order)
    )


def _scored(candidates: Sequence[Candidate], wishes: Wishes) -> list[Candidate]:
    years = [c.year for c in candidates if c.year]
    first, last = min(years, default=0), max(years, default=0)
    most = math.log1p(max((c.citations or 0 for c in candidates), default=0)) or 1.0

    def lift(candidate: Candidate) -> float:
        venue = candidate.venue.casefold()
        liked = _VENUE if any(part.casefold() in venue for part in wishes.venues if part.strip()) else 0.0
        if wishes.prefer == "recent" and candidate.year and last > first:
            return liked + _PREFERRED * (candidate.year - first) / (last - first)
        if wishes.prefer == "cited":
            return liked + _PREFERRED * math.log1p(candidate.citations or 0) / most
        return liked

    return [replace(c, score=round(c.relevance + lift(c), 6)) for c in candidates]
