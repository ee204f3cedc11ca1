"""Papers longer than the model's context: read in parts and joined, with nothing cut."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline import Brief, Corpus, MemoryJournal, Paper, Plan
from pipeline.calls.ask import Asker
from pipeline.digest import Digest
from pipeline.engines import make_engine
from pipeline.engines.providers import Provider
from pipeline.errors import StepFailed
from pipeline.events import Event, Notice
from pipeline.stages.context import Context
from pipeline.stages.long import read_paper
from pipeline.steps import DigestPaper
from tests.pipeline.questions import SKELETON
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated

BRIEF = Brief("Aspect sentiment")


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that keeps what it is asked."""
    running = Model(Pace(0.001, 1_000_000))
    running.log.keep = True
    with simulated(running):
        yield running


def paper(paragraphs: int) -> Paper:
    """A paper whose paragraphs can be told apart."""
    said = "the gated memory keeps one slot for each aspect and is updated word by word in experiment"
    texts = [f"Passage {n} of the paper says that {said} {n} on data set {n}." * 4 for n in range(paragraphs)]
    return Corpus.build([Paper("long2020paper", "A long paper", "\n\n".join(texts))]).papers[0]


def read(model: Model, one: Paper, **changes: Any) -> tuple[Digest, list[Event]]:
    """The paper's digest by the simulated model, and what the reader was told."""
    provider = replace(Provider("openai", "simulated", "key", f"{model.address}/v1"), **changes)
    corpus, events = Corpus((one,)), list[Event]()
    asker = Asker(make_engine("openai", corpus, "en", provider), MemoryJournal(), "en", lambda: None)
    context = Context(corpus, BRIEF, Plan(), asker, events.append)

    async def run() -> Digest:
        try:
            return await read_paper(context, "digest", DigestPaper(BRIEF, one, SKELETON))
        finally:
            await asker.close()

    return asyncio.run(run()), events


def test_a_paper_that_fits_is_read_in_one_call(model: Model) -> None:
    digest, events = read(model, paper(20))
    assert [call.question for call in model.log.calls] == ["digest"]
    assert digest.points
    assert not any(isinstance(event, Notice) for event in events)


@pytest.mark.parametrize("known", [True, False])
def test_a_paper_that_does_not_fit_is_read_in_parts_without_a_gap(known: bool, model: Model) -> None:
    """Where the context is known the parts fit at once; where it is not, the server's refusal makes them smaller."""
    one = paper(120)
    model.faults = Faults(context=7_000)
    digest, events = read(model, one, context=12_000 if known else 0)
    asked = [call for call in model.log.calls if call.question == "chunk" and call.outcome == "answered"]
    shown = "\n".join(call.prompt for call in asked)
    assert all(f"[{passage.id.split(':')[1]}] " in shown for passage in one.passages)
    assert sum(shown.count(f"\n[{p.id.split(':')[1]}] ") for p in one.passages) == len(one.passages)
    assert model.log.calls[-1].question == "combine"
    refused = [call for call in model.log.calls if call.outcome == "context_length_exceeded"]
    assert bool(refused) is not known
    assert digest.points
    assert {name for point in digest.all_points() for name in point.passages} <= set(one.passage_by_id)
    told = [event for event in events if isinstance(event, Notice)]
    assert len(told) == 1
    assert f"was read in {len(asked)} parts" in told[0].message


def test_what_fits_in_no_way_is_said(model: Model) -> None:
    model.faults = Faults(context=100)
    with pytest.raises(StepFailed, match="not even single passages"):
        read(model, paper(6))


def test_findings_too_many_for_one_call_are_joined_by_sections(model: Model) -> None:
    """Every finding reaches a call, and no call gets more than fits."""
    model.sizes = {**model.sizes, "digest": 3_000}
    digest, _ = read(model, paper(400), context=13_000)
    joined = [call for call in model.log.calls if call.question == "combine"]
    assert len(joined) > 1
    assert max(call.prompt_tokens for call in model.log.calls) < 7_000
    assert list(digest.points) == [section.id for section in SKELETON.walk() if section.id in digest.points]
