"""What some questions come to, under one set of assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.engines.providers import Provider
from pipeline.estimate.asking import Questions
from pipeline.estimate.assumed import CACHE_FROM, Assumed


@dataclass(frozen=True)
class Sum:
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
