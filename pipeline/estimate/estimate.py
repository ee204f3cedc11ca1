"""Adding a run's questions up: ranges of calls, tokens, money and seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from pipeline.brief import Brief
from pipeline.engines.providers import Provider
from pipeline.estimate.assumed import CACHE_FROM, FULL, LEAN, Assumed
from pipeline.estimate.questions import Questions, Run
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
    sums = [_Sum(list(Run(papers, brief, plan, provider, a).questions()), provider, a) for a in (LEAN, FULL)]

    def between(value: Callable[[_Sum], float]) -> Range:
        return _about(*map(value, sums))

    return Estimate(
        len(papers),
        tokens,
        between(_Sum.calls),
        between(_Sum.prompt),
        between(_Sum.cached),
        between(_Sum.replies),
        None if provider.unpriced() else between(_Sum.cost),
        Range(sums[0].seconds(), sums[1].seconds()),
    )


def _about(lean: float, full: float) -> Range:
    """The range of WIDTH about the geometric mean of two sums."""
    middle, half = sqrt(lean * full), sqrt(WIDTH)
    return Range(middle / half, middle * half)


@dataclass(frozen=True)
class _Sum:
    """One set of assumptions added up."""

    asked: Sequence[Questions]
    provider: Provider
    assumed: Assumed

    def calls(self) -> float:
        return sum(q.count for q in self.asked)

    def prompt(self) -> float:
        return sum(q.count * q.prompt for q in self.asked)

    def cached(self) -> float:
        return sum(q.count * self._kept(q) for q in self.asked)

    def replies(self) -> float:
        return sum(q.count * self._reply(q) for q in self.asked)

    def cost(self) -> float:
        return sum(q.count * self._price(q) for q in self.asked)

    def seconds(self) -> float:
        """Round by round as long as its calls take at most so many at a time, or as the account's limits ask for."""
        paced = sum(self._lasts(q) for q in self.asked)
        minutes = [
            units / limit
            for units, limit in (
                (self.calls(), self.provider.requests_per_minute),
                (self.prompt(), self.provider.tokens_per_minute),
            )
            if limit
        ]
        return max(paced, *(60 * m for m in minutes)) if minutes else paced

    def _lasts(self, q: Questions) -> float:
        at_once = ceil(q.count / q.rounds / self.provider.concurrency)
        return q.rounds * at_once * (self.assumed.first + self._reply(q) / self.assumed.rate)

    def _kept(self, q: Questions) -> float:
        """Tokens of a prompt that the provider had cached."""
        if q.shared < CACHE_FROM and not self.assumed.short_prefixes:
            return 0.0
        return min(q.shared, q.prompt) * self.assumed.cached

    def _reply(self, q: Questions) -> float:
        reasons = self.provider.known(self.provider.model_for(q.role)).reasons
        return q.reply + (self.assumed.thoughts if reasons else 0)

    def _price(self, q: Questions) -> float:
        model = self.provider.model_for(q.role)
        return self.provider.cost(model, round(q.prompt), round(self._kept(q)), round(self._reply(q)))
