"""The estimate before help with a passage: what a request really takes on the simulated model lies inside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.brief import Brief
from pipeline.engines import make_engine
from pipeline.engines.models import Price
from pipeline.engines.providers import Provider
from pipeline.estimate import Estimate, estimate_revision
from pipeline.estimate.revision import TURNS
from pipeline.operations import OPERATIONS
from pipeline.paper import Corpus
from pipeline.revision import Request, revise
from tests.pipeline.test_estimate import corpus
from tests.simulated_model.log import Call
from tests.simulated_model.server import Model, Pace, simulated

BRIEF = Brief("Aspect sentiment", "for newcomers")
PRICE = Price(0.75, 0.075, 4.5)
ACCOUNT = Provider("openai", "simulated", "key", "https://example.org", prices={"simulated": PRICE})
TYPICAL = ("rewrite", "topic", "uncited", "translate")
"""Operations of which the simulated model, which adds one sentence, makes about as much as a real one."""


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A fast simulated model."""
    with simulated(Model(Pace(0.001, 10_000_000))) as running:
        yield running


def article(papers: Corpus, sentences: int) -> str:
    """An article of two sections, which cites a few of the papers."""
    said = "The gated memory keeps one slot for each aspect and updates it word by word, study {} shows [@{}]. "
    keys = [papers.papers[n % 3].bibkey for n in range(sentences)]
    text = "".join(said.format(n, key) for n, key in enumerate(keys))
    return f"# Aspects\n\n## Memory\n\n{text.strip()}\n\n## Data\n\nNothing yet.\n"


def asked(operation: str, papers: Corpus, sentences: int) -> Request:
    """A request about the first section."""
    text = article(papers, sentences)
    return Request(operation, "gated memory", text, text.index("## Memory"), text.index("## Data"))


def predicted(request: Request, papers: Corpus, account: Provider | None = ACCOUNT) -> Estimate:
    """Its estimate."""
    sizes = [paper.tokens for paper in papers.papers]
    return estimate_revision(request.operation, request.text, request.instruction, sizes, BRIEF, account)


@pytest.mark.parametrize("operation", TURNS)
@pytest.mark.parametrize(("count", "tokens", "sentences"), [(3, 400, 2), (10, 4_000, 12), (40, 1_500, 40)])
def test_what_a_request_takes_lies_in_the_estimate(
    operation: str, count: int, tokens: int, sentences: int, model: Model
) -> None:
    """A sentence, a section and a long one; a few abstracts and many papers."""
    papers = corpus(count, tokens)
    request = asked(operation, papers, sentences)
    model.log.calls.clear()
    model.log._prefixes.clear()
    engine = make_engine("openai", papers, "en", replace(ACCOUNT, base_url=f"{model.address}/v1"))
    asyncio.run(revise(request, papers, BRIEF, engine=engine))
    found = predicted(request, papers)
    first = [call for call in model.log.calls if call.question == "revise"]
    assert found.cost is not None and found.cost.low > 0
    assert sum(call.prompt_tokens for call in first) <= found.prompt_tokens.high
    if operation in TYPICAL:
        assert sum(map(paid, model.log.calls)) in found.cost
        assert sum(call.prompt_tokens for call in model.log.calls) in found.prompt_tokens
        assert sum(call.reply_tokens for call in model.log.calls) in found.completion_tokens


def paid(call: Call) -> float:
    """What the server charged for a call."""
    return PRICE.cost(call.prompt_tokens, call.shared_tokens, call.reply_tokens)


def test_more_text_takes_more_and_what_needs_no_model_costs_nothing() -> None:
    """Every operation that a model does has an estimate; a price that is not known gives none."""
    papers = corpus(10, 3_000)
    assert set(TURNS) == {name for name, kind in OPERATIONS.items() if kind.model} - {"support"}
    for operation in TURNS:
        small, large = (predicted(asked(operation, papers, n), papers).cost for n in (3, 40))
        assert small and large and small.low < large.low and small.high < large.high and small.low < small.high
    for free in (
        predicted(asked("support", papers, 3), papers),
        predicted(asked("shorten", papers, 3), papers, None),
        predicted(asked("reorder", papers, 3), papers),
    ):
        assert free.cost is not None and free.cost.high == free.calls.high == 0
    unknown = Provider("openai", "mystery-9", "key", "https://example.org")
    assert predicted(asked("expand", papers, 3), papers, unknown).cost is None
