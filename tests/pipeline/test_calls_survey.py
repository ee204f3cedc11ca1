"""Whole surveys by a simulated model over the wire: the road, budgets, and going on after a stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline import MemoryJournal
from pipeline.engines.models import Price
from pipeline.errors import PipelineError, RunPaused
from tests.pipeline.simulated import PLAN, quick_model, write
from tests.simulated_model.faults import Faults
from tests.simulated_model.log import Log
from tests.simulated_model.server import Model, simulated

STEPS = (
    *("group", "draft", "merge", "digest", "feedback", "kernel", "judge", "refine"),
    *("leaf", "parent", "abstract", "table", "diagram", "verify"),
)


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model."""
    with simulated(quick_model()) as running:
        yield running


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
