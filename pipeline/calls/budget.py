"""A hard budget: a call starts only if what is spent, what calls in flight may cost, and its own worst case fit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pipeline.calls.call import Answer, Call
from pipeline.engines.base import Reply, Usage
from pipeline.engines.model import ModelEngine
from pipeline.errors import BadInput, EngineError, RunPaused

_MARGIN = 1.25
"""How much longer than estimated a prompt is taken to be, until a reply shows more."""
CHARGED = frozenset({"timeout", "lost", "question"})
"""Reasons of calls without a reply that may have been charged all the same; a filter answers after it has read."""
_AHEAD = 0.02
"""Share of the budget by which the mark is kept ahead, so that few calls wait for it."""


class Budget:
    """Lets calls through while `limit` US dollars last; `spent` of them are gone already.

    keep: takes the mark that spending may reach before any call passes it, so that whoever goes on after a crash knows
    what calls whose answers were lost may have cost.

    A call that would fit if the calls in flight cost less than their worst case waits for them.
    """

    def __init__(
        self,
        ask: Answer,
        engine: ModelEngine,
        limit: float,
        spent: float,
        keep: Callable[[float], Awaitable[None]],
    ) -> None:
        unpriced = engine.provider.unpriced()
        if unpriced:
            where = f" on {engine.provider.page}" if engine.provider.page else ""
            raise BadInput(
                f"A budget needs the price of {', '.join(unpriced)}, which is not known; set it{where} or drop the "
                "budget."
            )
        self.ask, self.engine, self.limit, self.spent, self.keep = ask, engine, limit, spent, keep
        self.reserved = 0.0
        self.margin = _MARGIN
        self._mark = spent
        self._settled = asyncio.Condition()

    async def __call__(self, call: Call) -> Reply:
        """Reserve, ask, settle.

        Raises:
            RunPaused: the budget does not cover the call.
        """
        worst = await self._reserve(call)
        cost = worst  # also of a call that was given up: what it was charged is not known
        try:
            reply = await self.ask(call)
            cost = self._price(call, reply.usage)
            self.margin = max(self.margin, 1.05 * reply.usage.prompt_tokens / max(1, call.prompt_tokens))
            return reply
        except EngineError as error:
            cost = worst if error.reason in CHARGED else 0.0
            raise
        finally:
            self.reserved -= worst
            self.spent += cost
            await asyncio.shield(self._wake())

    async def _reserve(self, call: Call) -> float:
        async with self._settled:
            while True:
                worst = self.engine.provider.worst(call.step.role, round(call.prompt_tokens * self.margin))
                may_be_gone = self.spent + self.reserved + worst
                if may_be_gone <= self.limit:
                    if may_be_gone > self._mark:
                        self._mark = min(self.limit, may_be_gone + _AHEAD * self.limit)
                        await self.keep(self._mark)
                    self.reserved += worst
                    return worst
                if self.spent + worst > self.limit:
                    raise RunPaused(
                        "budget",
                        f"The budget of ${self.limit:.2f} does not cover the next call: ${self.spent:.2f} is spent "
                        f"and it may cost ${worst:.2f}. Everything so far is kept; raise the budget to go on.",
                    )
                await self._settled.wait()

    async def close(self) -> None:
        """No call is in flight any more: what is spent is known."""
        if self.spent != self._mark:
            self._mark = self.spent
            await self.keep(self.spent)

    async def _wake(self) -> None:
        async with self._settled:
            self._settled.notify_all()

    def _price(self, call: Call, usage: Usage) -> float:
        provider = self.engine.provider
        model = provider.model_for(call.step.role)
        return provider.cost(model, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
