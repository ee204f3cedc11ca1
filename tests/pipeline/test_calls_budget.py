"""A budget: never overshot, counted on from what was spent before, and only for models whose price is known."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from pipeline import FolderJournal, MemoryJournal, Reply, Usage
from pipeline.calls.ask import Asker
from pipeline.calls.budget import Budget
from pipeline.calls.call import Call
from pipeline.calls.retry import Patience
from pipeline.engines.model import ModelEngine, Question
from pipeline.engines.models import Price
from pipeline.engines.providers import Provider
from pipeline.errors import BadInput, EngineError, RunPaused
from tests.pipeline.questions import questions

JUDGE = questions()["judge"]
CALL = Call("convolve", JUDGE)
GOOD = '{"rationale": "fine", "score": 6}'
QUICK = Patience(first=0.001, longest=0.004, total=5.0)


class Priced(ModelEngine):
    """An engine of a model at 100 dollars a million tokens of the prompt and 1000 of the reply."""

    name = "openai"

    async def complete(self, question: Question, deadline: asyncio.Timeout) -> Reply:
        return Reply(GOOD, Usage(len(str(question.messages)) // 4, 0, 40), question.model)

    async def close(self) -> None:
        """Nothing to close."""


def priced(**changes: Any) -> Priced:
    """The engine with an account whose model has a price."""
    return Priced(Provider("openai", "m", "k", "https://example.org", prices={"m": Price(100, 10, 1000)}, **changes))


@pytest.mark.parametrize("limit", [3.0, 3.2, 5.0, 9.0])
def test_a_budget_is_never_overshot(limit: float) -> None:
    """Calls that may fit wait for those in flight; the first that cannot pauses the run, and no other begins."""
    engine = priced()
    ask = Asker(engine, MemoryJournal(), "en", lambda: None, budget=limit, patience=QUICK)

    async def run() -> list[Any]:
        return await asyncio.gather(*(ask.ask("convolve", JUDGE, sample=n) for n in range(400)), return_exceptions=True)

    results = asyncio.run(run())
    stops = [r for r in results if isinstance(r, BaseException)]
    assert stops and all(isinstance(stop, RunPaused) and stop.reason == "budget" for stop in stops)
    assert ask.cost <= limit
    worst = 3000 * 1000 / 1e6 + 0.2
    assert ask.cost > limit - worst
    assert limit < worst or ask.meters["convolve"].calls > 0


def test_a_budget_counts_what_was_spent_before_and_needs_a_price() -> None:
    ask = Asker(priced(), MemoryJournal(), "en", lambda: None, budget=9.0, spent=8.9)
    with pytest.raises(RunPaused, match=r"\$9.00 does not cover.*\$8.90 are spent"):
        asyncio.run(ask.ask("convolve", JUDGE))
    mystery = Priced(Provider("openai", "mystery", "k", "https://example.org"))
    with pytest.raises(BadInput, match="price of mystery"):
        Asker(mystery, MemoryJournal(), "en", lambda: None, budget=1.0)


def test_a_call_given_up_keeps_its_reservation_spent() -> None:
    """What a provider charges for it is not known."""

    async def silent(call: Call) -> Reply:
        raise EngineError("no answer", retryable=True, reason="timeout")

    budget = Budget(silent, priced(), 10.0, 0.0, MemoryJournal().keep_spent)
    with pytest.raises(EngineError):
        asyncio.run(budget(CALL))
    assert budget.spent > 3
    assert budget.reserved == 0


def test_what_may_be_gone_is_kept_before_it_is(tmp_path: Path) -> None:
    """However a run ends, the mark it leaves is no less than what its calls cost; an orderly end leaves the cost."""
    engine, journal, marks = priced(), MemoryJournal(), list[tuple[float, float]]()
    ask = Asker(engine, journal, "en", lambda: None, budget=9.0, patience=QUICK)
    ask.metered_calls.report = lambda _: marks.append((journal.spent, ask.cost))

    async def run() -> None:
        await asyncio.gather(*(ask.ask("convolve", JUDGE, sample=n) for n in range(400)), return_exceptions=True)
        await ask.close()

    asyncio.run(run())
    assert marks and all(cost <= mark <= 9.0 for mark, cost in marks)
    assert journal.spent == pytest.approx(ask.cost)
    folder = FolderJournal(tmp_path)
    assert folder.spent == 0.0
    asyncio.run(folder.keep_spent(0.125))
    assert FolderJournal(tmp_path).spent == 0.125
    assert list(folder.replies()) == []
