"""Whole surveys by a simulated model over the wire: the road, faults, budgets, and going on after a kill."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline import Brief, MemoryJournal, Plan, Survey, write_survey
from pipeline.citations import cited_keys
from pipeline.engines import make_engine
from pipeline.engines.models import Price
from pipeline.engines.providers import Provider
from pipeline.errors import EngineError, PipelineError, RunPaused, StepFailed
from pipeline.events import Event, Notice
from tests.pipeline.papers import small_corpus
from tests.pipeline.test_survey import Desk
from tests.simulated_model.faults import Faults
from tests.simulated_model.log import Log
from tests.simulated_model.server import Model, Pace, simulated

PLAN = Plan.preset("quick")
SIZES = {"outline": 600, "digest": 200, "edits": 200, "section": 150, "verdict": 25, "table": 200}
STEPS = (
    *("group", "draft", "merge", "digest", "feedback", "kernel", "judge", "refine"),
    *("leaf", "parent", "abstract", "table", "diagram", "verify"),
)


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that answers briefly."""
    running = Model(Pace(0.002, 1_000_000))
    running.sizes = {**running.sizes, **SIZES}
    with simulated(running):
        yield running


def write(
    model: Model, journal: MemoryJournal | None = None, plan: Plan = PLAN, papers: int = 12, **changes: Any
) -> tuple[Survey, list[Event]]:
    """A survey of a few papers by the simulated model, and its events."""
    provider = Provider("openai", "simulated", "key", f"{model.address}/v1")
    corpus, events = small_corpus(papers), list[Event]()
    engine = make_engine("openai", corpus, "en", replace(provider, **changes))
    survey = asyncio.run(
        write_survey(
            corpus,
            Brief("Aspect sentiment"),
            plan,
            engine=engine,
            journal=journal or MemoryJournal(),
            emit=events.append,
            desk=Desk(),
        )
    )
    return survey, events


def test_a_survey_is_written_over_the_wire(model: Model) -> None:
    """Every kind of question is asked, every paper is cited, and the record says what it took."""
    survey, _ = write(model)
    asked = Counter(call.question for call in model.log.calls)
    assert set(asked) >= {*STEPS, "introduction", "conclusion"}
    assert survey.record["coverage"]["not_cited"] == []
    assert sum(meter["calls"] for meter in survey.record["calls"].values()) == len(model.log.calls)
    tokens = sum(meter["prompt_tokens"] for meter in survey.record["calls"].values())
    assert tokens == sum(call.prompt_tokens for call in model.log.calls)
    assert survey.record["cost"] == 0


def test_some_faults_change_little_and_cite_nothing_false(model: Model) -> None:
    """5 % errors, 5 % malformed replies and 2 % unknown keys."""
    _, _ = write(model, papers=20)
    calls = len(model.log.calls)
    model.faults = Faults({"error": 0.05, "malformed": 0.05, "unknown_keys": 0.02})
    survey, _ = write(model, papers=20)
    assert len(model.log.calls) - calls <= 1.2 * calls
    assert set(cited_keys(survey.article.to_markdown())) <= set(small_corpus(20).by_key)
    lost = {notice["code"] for notice in survey.record.get("notices", [])}
    assert len(survey.record["dropped"]) == 0 or "paper-dropped" in lost


@pytest.mark.parametrize("fault", ["malformed", "hang"])
@pytest.mark.parametrize("question", STEPS)
def test_a_question_that_always_fails_ends_in_an_article_or_a_reason(question: str, fault: str, model: Model) -> None:
    """The loss is named either way."""
    model.faults = Faults(always={question: fault})
    reason = ""
    try:
        survey, events = write(model, papers=12, deadline=0.4)
    except (StepFailed, EngineError) as error:
        reason = str(error)
    else:
        told = [event.message for event in events if isinstance(event, Notice)]
        assert any("got no" in message or "failed" in message for message in told), told
        assert survey.record["words"] > 100
    assert not reason or re.search("The step|No section|No paper", reason)


def test_a_wrong_key_ends_the_run_at_once(model: Model) -> None:
    model.faults = Faults(key="another")
    with pytest.raises(EngineError, match="does not accept the key"):
        write(model)
    assert len(model.log.calls) <= 2


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_budget_pauses_the_run_and_more_of_it_lets_it_go_on(share: float, model: Model) -> None:
    """Not a cent too much, and no call twice."""
    prices = {"simulated": Price(2.0, 0.5, 10.0)}
    whole, _ = write(model, prices=prices)
    cost, calls = whole.record["cost"], len(model.log.calls)
    assert cost > 0
    model.log.calls.clear()
    journal = MemoryJournal()
    with pytest.raises(RunPaused) as pause:
        write(model, journal, replace(PLAN, budget=0.05 + cost * share), prices=prices)
    assert pause.value.reason == "budget"
    price = prices["simulated"]
    paid = sum(price.cost(c.prompt_tokens, c.shared_tokens, c.reply_tokens) for c in model.log.calls)
    assert paid <= 0.05 + cost * share
    survey, _ = write(model, journal, replace(PLAN, budget=100.0), prices=prices)
    assert survey.article == whole.article
    assert len(model.log.calls) == calls


@pytest.mark.parametrize("after", [1, 9, 40, 75])
def test_a_run_killed_in_flight_repeats_at_most_what_was_in_flight(after: int, model: Model) -> None:
    """Malformed replies that were answered are not asked for again either."""
    model.faults, model.log.keep = Faults({"malformed": 0.1}), True
    whole, _ = write(model)
    model.log = Log(keep=True)

    class Killed(MemoryJournal):
        """Dies after so many replies were recorded."""

        async def put(self, key: str, step: str, reply: Any) -> None:
            if len(self.replies) >= after:
                raise PipelineError("killed")
            await super().put(key, step, reply)

    journal = Killed()
    with pytest.raises(PipelineError, match="killed"):
        write(model, journal)
    kept = MemoryJournal()
    kept.replies = dict(journal.replies)
    lost = len(model.log.calls) - after
    survey, _ = write(model, kept)
    assert survey.article.to_markdown() == whole.article.to_markdown()
    asked = Counter((call.prompt, call.seed) for call in model.log.calls)
    assert sum(count - 1 for count in asked.values()) <= lost
