"""Whole surveys of small papers by the simulated model, over the wire."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from pipeline import Brief, MemoryJournal, Plan, Survey, write_survey
from pipeline.engines import make_engine
from pipeline.engines.providers import Provider
from pipeline.events import Event, Notice
from tests.pipeline.papers import small_corpus
from tests.pipeline.test_survey import Desk
from tests.simulated_model.answers import SIZES
from tests.simulated_model.server import Model, Pace

PLAN = Plan.preset("quick")
BRIEFLY = {**SIZES, "outline": 600, "digest": 200, "edits": 200, "section": 150, "table": 200}


def quick_model() -> Model:
    """A model that answers at once and briefly, to be run by `simulated`."""
    return Model(Pace(0.002, 1_000_000), sizes=BRIEFLY)


def write(
    server: Model, journal: MemoryJournal | None = None, plan: Plan = PLAN, papers: int = 12, **changes: Any
) -> tuple[Survey, list[Event]]:
    """A survey of a few papers by the simulated model, and its events. changes: of the account."""
    provider = replace(Provider("openai", "simulated", "key", f"{server.address}/v1"), **changes)
    corpus, events = small_corpus(papers), list[Event]()
    survey = asyncio.run(
        write_survey(
            corpus,
            Brief("Aspect sentiment"),
            plan,
            engine=make_engine("openai", corpus, "en", provider),
            journal=journal or MemoryJournal(),
            emit=events.append,
            desk=Desk(),
        )
    )
    return survey, events


def notices(events: list[Event]) -> list[str]:
    """What the reader was told of losses."""
    return [event.message for event in events if isinstance(event, Notice)]
