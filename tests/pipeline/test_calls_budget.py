"""A budget: never overshot, counted on from what was spent before, and only for models whose price is known."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import FolderJournal, MemoryJournal, Reply, Usage
from pipeline.calls.ask import Asker
from pipeline.calls.budget import Budget
from pipeline.calls.call import Call
from pipeline.calls.retry import Patience
from pipeline.engines.model import ModelEngine, Question
from pipeline.engines.models import Price
from pipeline.engines.providers import Provider
from pipeline.engines.refusals import broken_off, filtered
from pipeline.errors import BadInput, EngineError, Reason, RunPaused, StepFailed
from pipeline.language.tokens import estimate_tokens
from pipeline.steps import Judgement
from tests.pipeline.questions import questions
from tests.pipeline.simulated import PLAN, quick_model, write
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import simulated

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
    with pytest.raises(RunPaused, match=r"\$9.00 does not cover.*\$8.90 is spent"):
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


class Charging(Priced):
    """Charges what it does, whether an answer arrives or not: it errs, is busy, breaks off, hangs and straggles."""

    def __init__(self, provider: Provider, seed: int) -> None:
        super().__init__(provider)
        self.rng, self.charged = random.Random(seed), 0.0

    async def complete(self, question: Question, deadline: asyncio.Timeout) -> Reply:
        fate = self.rng.choice(("answer", "answer", "answer", "straggle", "error", "busy", "lost", "hang", "filter"))
        if fate in ("error", "busy"):
            reason: Reason = "busy" if fate == "busy" else ""
            raise EngineError(fate, retryable=True, retry_after=0.001, reason=reason)
        prompt = sum(estimate_tokens(m["content"]) for m in question.messages)
        usage = Usage(round(prompt * self.rng.uniform(0.7, 1.25)), 0, self.rng.randint(1, question.most))
        self.charged += self.provider.cost(question.model, usage.prompt_tokens, 0, usage.completion_tokens)
        await asyncio.sleep({"answer": 0.001, "straggle": 0.02, "hang": 1.0}.get(fate, 0.0))
        if fate == "lost":
            raise broken_off(self.provider)
        if fate == "filter":
            raise filtered(self.provider)
        return Reply(GOOD, usage, question.model)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limit=st.floats(0.5, 80.0),
    spent=st.floats(0.0, 3.0),
    concurrency=st.integers(1, 40),
    calls=st.integers(1, 60),
    seed=st.integers(0, 10_000),
)
def test_no_charge_passes_the_budget_whatever_happens(
    limit: float, spent: float, concurrency: int, calls: int, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over budgets, calls in flight, retries and doubled calls; what the provider charged counts, not what we saw."""
    for name, value in (("_NEEDED", 3), ("_LEAST", 0.004), ("_SHARE", 0.5)):
        monkeypatch.setattr(f"pipeline.calls.hedge.{name}", value)
    account = replace(priced().provider, concurrency=concurrency, deadline=0.05)
    engine = Charging(account, seed)
    ask = Asker(engine, MemoryJournal(), "en", lambda: None, budget=limit, spent=spent, patience=QUICK)

    async def run() -> list[Any]:
        steps = (ask.ask("convolve", JUDGE, sample=n) for n in range(calls))
        return await asyncio.gather(*steps, return_exceptions=True)

    results = asyncio.run(run())
    assert all(isinstance(r, Judgement | StepFailed | RunPaused) for r in results)
    assert spent + engine.charged <= max(limit, spent) + 1e-9


@pytest.mark.parametrize("budget", [0.12, 0.3])
def test_the_server_s_log_never_shows_more_than_the_budget(budget: float) -> None:
    """With errors, broken streams and malformed replies over the wire."""
    price = Price(2.0, 0.5, 10.0)
    with simulated(quick_model()) as model:
        model.faults = Faults({"error": 0.05, "cut_off": 0.05, "malformed": 0.05})
        with pytest.raises(RunPaused, match="does not cover the next call"):
            write(model, plan=replace(PLAN, budget=budget), prices={"simulated": price})
        charged = [call for call in model.log.calls if call.outcome != "server_error"]
    paid = sum(price.cost(c.prompt_tokens, c.shared_tokens, c.reply_tokens) for c in charged)
    assert 0 < paid <= budget
