"""A tiny real call to each model of an account: whether key, address and names are right."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from pipeline.engines import model_engine
from pipeline.engines.model import ModelEngine, Question
from pipeline.engines.providers import Provider
from pipeline.errors import EngineError

__all__ = ["Probe", "probe"]

_DEADLINE = 30.0
_MOST = 256
"""Tokens: enough for a model that thinks to be seen at work; its words do not matter."""


@dataclass(frozen=True)
class Probe:
    """What became of one model's call. problem: empty where it answered; cost: US dollars, None where unknown."""

    model: str
    problem: str
    seconds: float
    cost: float | None


async def probe(provider: Provider) -> list[Probe]:
    """Call every model of an account once, all at the same time, no longer than a person waits for it."""
    engine = model_engine(replace(provider, deadline=min(provider.deadline, _DEADLINE)))
    models = dict.fromkeys([provider.model, *filter(None, provider.roles.values())])
    try:
        return list(await asyncio.gather(*(_probe(engine, model) for model in models)))
    finally:
        await engine.close()


async def _probe(engine: ModelEngine, model: str) -> Probe:
    provider, loop = engine.provider, asyncio.get_running_loop()
    began = loop.time()
    known = provider.known(model)
    question = Question([{"role": "user", "content": "Say: ready"}], model, _MOST, known.reasons, False, 0, None)
    try:
        reply = await engine.call(question)
    except EngineError as error:
        return Probe(model, str(error), loop.time() - began, 0.0)
    used = reply.usage
    price = known.price
    cost = price.cost(used.prompt_tokens, used.cached_tokens, used.completion_tokens) if price else None
    return Probe(model, "", loop.time() - began, cost)
