"""The estimate before a run: what a run really takes on the simulated model lies inside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline import Brief, Corpus, MemoryJournal, Paper, Plan, write_survey
from pipeline.engines import make_engine
from pipeline.engines.models import Price
from pipeline.engines.providers import Provider
from pipeline.estimate import Estimate, Range, estimate
from pipeline.plan import PRESETS
from tests.pipeline.test_survey import Desk
from tests.simulated_model.answers import SIZES
from tests.simulated_model.log import Call
from tests.simulated_model.server import Model, Pace, simulated

BRIEF = Brief("Aspect sentiment", "for newcomers")
PRICES = (Price(0.75, 0.075, 4.5), Price(2.5, 1.25, 10.0), Price(0.3, 0.3, 2.5))
"""A reply dearer than the prompt as with most models, half price for what is cached, and nothing off for it."""


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A fast simulated model."""
    with simulated(Model(Pace(0.001, 10_000_000))) as running:
        yield running


@pytest.fixture(autouse=True)
def no_doubled_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes stragglers of a fast model's calls, and which of them are doubled is chance."""
    monkeypatch.setattr("pipeline.calls.hedge._SHARE", 0.0)


def scaled(by: float) -> dict[str, int]:
    """All replies so much longer."""
    return {name: round(value * by) for name, value in SIZES.items()}


def corpus(count: int, tokens: int) -> Corpus:
    """Papers of about so many tokens, some longer and some shorter, each with words of its own."""
    said = "The gated memory of study {} keeps one slot for each aspect and updates it word by word on data set {}. "
    papers = []
    for number in range(count):
        rows = tokens * 4 * (2 + number % 3) // (3 * len(said))
        text = "".join(said.format(number, row) + ("\n\n" if row % 6 == 5 else "") for row in range(rows))
        abstract = " ".join(said.format(number, word).strip() for word in "abcdefgh")
        papers.append(Paper("", f"Gated memories for aspects, study {number}", text, abstract, ("Ann Li",), 2020))
    return Corpus.build(papers)


def run(model: Model, papers: Corpus, plan: Plan, provider: Provider) -> list[Call]:
    """The calls of a survey."""
    model.log.calls.clear()
    model.log._prefixes.clear()
    engine = make_engine("openai", papers, "en", replace(provider, base_url=f"{model.address}/v1"))
    writing = write_survey(
        papers, BRIEF, plan, engine=engine, journal=MemoryJournal(), emit=lambda _: None, desk=Desk()
    )
    asyncio.run(writing)
    return list(model.log.calls)


def predict(papers: Corpus, plan: Plan, account: Provider) -> Estimate:
    """The estimate of a corpus."""
    return estimate([paper.tokens for paper in papers.papers], BRIEF, plan, account)


OTHERS = {"digest": 1000, "edits": 200, "section": 700, "judgement": 200, "outline": 1200}
RUNS: tuple[tuple[int, int, str, Mapping[str, int]], ...] = (
    *((3, 4_000, depth, {}) for depth in PRESETS),
    *((count, 3_000, "deep", {}) for count in (4, 6, 8)),
    *((12, 6_000, depth, sizes) for depth, sizes in (("quick", {}), ("standard", OTHERS), ("deep", {}))),
    *(
        (30, 3_000, depth, sizes)
        for depth, sizes in (("quick", OTHERS), ("deep", scaled(0.9)), ("standard", scaled(1.05)))
    ),
    (60, 2_000, "standard", {}),
)


@pytest.mark.parametrize(("count", "tokens", "depth", "sizes"), RUNS)
def test_what_a_run_costs_lies_in_the_estimate(
    count: int, tokens: int, depth: str, sizes: Mapping[str, int], model: Model
) -> None:
    """At every depth, with few papers and many, and with replies of other lengths than usual."""
    model.sizes = {**SIZES, **sizes}
    papers, plan = corpus(count, tokens), Plan.preset(depth)
    account = Provider("openai", "simulated", "key", "https://example.org", prices={"simulated": PRICES[0]})
    calls = run(model, papers, plan, account)
    for price in PRICES:
        found = predict(papers, plan, replace(account, prices={"simulated": price}))
        paid = sum(price.cost(c.prompt_tokens, c.shared_tokens, c.reply_tokens) for c in calls)
        assert found.cost is not None
        assert paid in found.cost
        assert found.cost.high <= 1.5 * found.cost.low
    found = predict(papers, plan, account)
    assert len(calls) in found.calls
    assert sum(call.prompt_tokens for call in calls) in found.prompt_tokens
    assert sum(call.reply_tokens for call in calls) in found.completion_tokens


def check(found: Estimate, larger: Estimate) -> None:
    """Every range of the first lies below that of the second."""
    for name in ("calls", "prompt_tokens", "completion_tokens", "cost", "seconds"):
        low, high = getattr(found, name), getattr(larger, name)
        assert 0 < low.low <= low.high
        assert low.low < high.low and low.high < high.high, name


def test_more_papers_and_more_depth_take_more() -> None:
    account = Provider("openai", "gpt-4o-mini", "key")
    few = estimate([5_000] * 20, BRIEF, Plan.preset("standard"), account)
    check(few, estimate([5_000] * 60, BRIEF, Plan.preset("standard"), account))
    check(few, estimate([5_000] * 20, BRIEF, Plan.preset("deep"), account))
    check(few, estimate([5_000] * 20, BRIEF, Plan.preset("standard", words=40_000), account))


def test_a_run_without_early_stop_has_all_its_layers() -> None:
    account = Provider("openai", "gpt-4o-mini", "key")
    stops, goes_on = (
        estimate([8_000] * 20, BRIEF, Plan.preset("deep", early_stop=stop), account).calls for stop in (True, False)
    )
    assert goes_on.low > stops.low


def changed(**options: Any) -> Mapping[str, Estimate]:
    """The estimate of ten papers by an account with a change, beside the one without."""
    account = Provider("openai", "gpt-4o-mini", "key")
    sizes, plan = [6_000] * 10, Plan.preset("quick")
    return {
        "before": estimate(sizes, BRIEF, plan, account),
        "after": estimate(sizes, BRIEF, plan, replace(account, **options)),
    }


def test_the_account_s_limits_roles_and_context_count() -> None:
    """Limits make it last longer, a dearer writer makes it dearer, and a small context makes more calls."""
    slow = changed(requests_per_minute=5)
    assert slow["after"].seconds.low >= 12 * slow["after"].calls.low / 1.5
    assert slow["after"].cost == slow["before"].cost
    dear = changed(roles={"writer": "gpt-5.5"})
    assert dear["before"].cost and dear["after"].cost and dear["after"].cost.low > 2 * dear["before"].cost.low
    parts = changed(context=12_000)
    assert parts["after"].calls.low > parts["before"].calls.low
    unknown = changed(roles={"judge": "mystery"})
    assert unknown["after"].cost is None


def test_the_extractive_engine_takes_time_only() -> None:
    found = estimate([8_000] * 50, BRIEF, Plan())
    assert found.cost == found.calls == Range(0, 0)
    assert 5 < found.seconds.low < found.seconds.high < 60
    assert estimate([], BRIEF, Plan()).seconds == Range(0, 0)


def test_an_outline_of_one_s_own_saves_the_drafts() -> None:
    from tests.pipeline.questions import SKELETON

    account = Provider("openai", "gpt-4o-mini", "key")
    own = estimate([8_000] * 20, replace(BRIEF, outline=SKELETON), Plan(), account)
    assert own.calls.high < estimate([8_000] * 20, BRIEF, Plan(), account).calls.high
