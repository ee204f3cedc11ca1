"""Adding a run's questions up: ranges of calls, tokens, money and seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from pipeline.brief import Brief
from pipeline.engines.providers import Provider
from pipeline.estimate.assumed import FULL, LEAN
from pipeline.estimate.questions import Run
from pipeline.estimate.sums import Sum
from pipeline.plan import Plan

WIDTH = 1.49
"""How much larger the high end of a range is than its low end."""
EXTRACTED_A_SECOND = (60_000, 20_000)
"""Tokens of papers that the extractive engine works through a second, on two quick cores and on two slow ones."""
EXTRACTIVE_START = (2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """papers, tokens: what is read; calls and the tokens of prompts, of what providers had cached of them, and of
    replies; cost: US dollars, None where the price of a model is not known; seconds: how long the run takes."""

    papers: int
    tokens: int
    calls: Range
    prompt_tokens: Range
    cached_tokens: Range
    completion_tokens: Range
    cost: Range | None
    seconds: Range


NOTHING = Range(0, 0)


def estimate(papers: Sequence[int], brief: Brief, plan: Plan, provider: Provider | None = None) -> Estimate:
    """What a run will take.

    papers: estimated tokens of each paper; provider: the account of a language model, None for the extractive engine.
    Ranges of calls, tokens and cost reach a fifth to either side of their middle: all lean assumptions, or all full
    ones, do not come true together. Seconds depend on the provider's pace, and their range is as wide as that may vary.
    """
    tokens = sum(papers)
    if not papers:
        return Estimate(0, 0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
    if provider is None:
        quick, slow = EXTRACTED_A_SECOND
        seconds = Range(EXTRACTIVE_START[0] + tokens / quick, EXTRACTIVE_START[1] + tokens / slow)
        return Estimate(len(papers), tokens, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, seconds)
    sums = [Sum(list(Run(brief, a, papers, plan, provider).questions()), provider, a) for a in (LEAN, FULL)]

    def between(value: Callable[[Sum], float]) -> Range:
        return _about(*map(value, sums))

    return Estimate(
        len(papers),
        tokens,
        between(Sum.calls),
        between(Sum.prompt),
        between(Sum.cached),
        between(Sum.replies),
        None if provider.unpriced() else between(Sum.cost),
        Range(sums[0].seconds(), sums[1].seconds()),
    )


def _about(lean: float, full: float) -> Range:
    """The range of WIDTH about the geometric mean of two sums."""
    middle, half = sqrt(lean * full), sqrt(WIDTH)
    return Range(middle / half, middle * half)
