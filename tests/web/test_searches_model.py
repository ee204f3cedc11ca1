"""The road from a topic to an article with a language model that plans and screens, and what its failures leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.test import Client
from django_q.brokers import get_broker
from pytest_django.fixtures import Settings

from pipeline.retrieval import Client as RetrievalClient
from pipeline.retrieval import Downloader
from pipeline.retrieval.pace import Pace as Politeness
from surveygo.accounts.models import Workspace
from surveygo.articles.models import Article
from surveygo.providers.models import Provider
from surveygo.searches import access, conduct
from surveygo.searches.models import Search
from surveygo.surveys import conduct as runs
from surveygo.surveys.models import Run
from tests.pipeline import pdfs
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated
from tests.simulated_sources import WORKS, Services
from tests.simulated_sources.thread import serving
from tests.web.test_conduct_model import KEY, PRICE, paid

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
COPIES = (3, 6, 32)
"""Numbers of the works that have an open copy."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A PDF of each work that has a copy."""
    folder = tmp_path_factory.mktemp("copies")
    titles = {work.number: work.title for work in WORKS}
    return {f"copy{n}": pdfs.simple(folder / f"{n}.pdf", titles[n], pdfs.WORDS * 14).read_bytes() for n in COPIES}


@pytest.fixture
def services(settings: Settings, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]) -> Iterator[Services]:
    """The sources and their copies on loopback, asked without the pauses that politeness asks for."""

    async def at_once(seconds: float) -> None:
        pass

    def pace() -> Politeness:
        return Politeness(clock=lambda: 0.0, sleep=at_once)

    monkeypatch.setattr(access, "client", lambda: RetrievalClient("team@example.org", pace=pace()))
    monkeypatch.setattr(access, "downloader", lambda: Downloader(pace=pace(), allow_loopback=True))
    works = [replace(w, pdf=f"copy{w.number}" if w.number in COPIES else "") for w in WORKS]
    with serving(Services(works, files)) as running:
        settings.ENV = settings.ENV | {"SURVEYGO_SOURCE_ADDRESSES": running.addresses}
        yield running
    for name in ("short", "runs"):
        get_broker(name).purge_queue()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Model]:
    """A fast simulated model that takes one key and answers briefly."""
    monkeypatch.setattr(live_settings, "DATA", tmp_path)
    running = Model(Pace(0.002, 1_000_000), Faults(key=KEY))
    running.sizes = {**running.sizes, "outline": 600, "digest": 200, "edits": 200, "section": 150, "table": 200}
    with simulated(running):
        yield running


@pytest.fixture
def provider(workspace: Workspace, model: Model) -> Provider:
    """An account with the model."""
    provider = Provider(workspace=workspace, kind="compatible", name="Ours", model="big", prices={"big": PRICE})
    provider.base_url = f"{model.address}/v1"
    provider.set_key(KEY)
    provider.save()
    return provider


@pytest.fixture
def searched(as_alice: Client, provider: Provider, services: Services) -> Callable[..., Search]:
    """Begins a search from the page of a new survey, as a person fills it in, and lets a worker do it."""

    def search(**more: str) -> Search:
        brief = {"title": "Memory networks", "depth": "quick", "engine": f"provider-{provider.pk}", "language": "en"}
        topic = {"topic": "Memory networks for sentiment analysis", "sources": ["openalex", "crossref"], "wanted": "6"}
        reply = as_alice.post("/surveys/new", brief | topic | more)
        assert reply.status_code == 302, reply.text
        search = Search.objects.latest("pk")
        conduct.conduct(search.pk)
        search.refresh_from_db()
        return search

    return search


def questions(model: Model) -> Counter[str]:
    """How often the model was asked what."""
    return Counter(call.question for call in model.log.calls)


def test_a_topic_becomes_an_article(
    as_alice: Client, searched: Callable[..., Search], model: Model, services: Services
) -> None:
    """The model plans and screens, a person changes its list, copies are fetched and read, and the model writes of
    them; what the search cost is the server's sum, counted once, and part of the survey's budget."""
    search = searched(budget="5")
    assert (search.status, search.message, search.problems) == ("ready", "", [])
    assert questions(model)["search"] == 1 and questions(model)["screen"] > 0
    assert set(questions(model)) == {"search", "screen"}
    assert search.cost == pytest.approx(paid(model)) and search.cost > 0
    chosen = list(search.candidates.filter(included=True))
    assert len(chosen) == 6
    assert all(row.data["reason"].startswith("It speaks of") for row in chosen)
    page = as_alice.get(f"/searches/{search.pk}").text
    assert chosen[0].data["reason"] in page and "Planning and screening: under $0.01" in page
    wanted = [row for row in search.candidates.all() if row.found.ids.doi in ("10.5555/study.3", "10.5555/study.6")]
    ticked = {chosen[0].pk, *(row.pk for row in wanted)}
    shown = [row.pk for row in search.candidates.all()]
    as_alice.post(f"/searches/{search.pk}/start", {"shown": shown, "include": list(ticked)})
    conduct.conduct(search.pk)
    search.refresh_from_db()
    assert search.status == "done", search.message
    assert {row.data["text"] for row in search.candidates.filter(pk__in=[row.pk for row in wanted])} == {"full"}
    run = Run.objects.get()
    papers = {paper.title: paper for paper in run.survey.collection.in_order()}
    assert set(papers) == {str(row) for row in search.candidates.filter(pk__in=ticked)}
    assert all("reads the whole collection" in papers[str(row)].text for row in wanted)
    runs.conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.message
    article = Article.objects.get(run=run)
    assert article.record["coverage"]["cited"] > 0
    assert run.cost + search.cost == pytest.approx(paid(model))


def test_a_wrong_key_is_said_and_mended(
    as_alice: Client, searched: Callable[..., Search], model: Model, provider: Provider
) -> None:
    """The search fails with what to do; with the right key it goes on."""
    model.faults = Faults(key="sk-another")
    search = searched()
    assert search.status == "failed" and "key" in search.message and KEY not in search.message
    page = as_alice.get(f"/searches/{search.pk}").text
    assert "Search again" in page and "the Models page" in page
    model.faults = Faults(key=KEY)
    as_alice.post(f"/searches/{search.pk}/again")
    conduct.conduct(search.pk)
    search.refresh_from_db()
    assert search.status == "ready", search.message
    assert search.candidates.filter(included=True).exists()


@pytest.mark.parametrize("question", ["search", "screen"])
def test_answers_of_no_use_are_replaced_by_phrases(
    question: str, as_alice: Client, searched: Callable[..., Search], model: Model
) -> None:
    """The candidates' page says what the model did not do, once; what it cost is counted all the same."""
    model.faults = Faults(always={question: "malformed"}, key=KEY)
    search = searched()
    assert search.status == "ready", search.message
    assert search.candidates.filter(included=True).exists()
    assert len(search.problems) == (1 if question == "search" else len(search.problems)) > 0
    assert "instead of the model" in as_alice.get(f"/searches/{search.pk}").text
    assert search.cost == pytest.approx(paid(model))


def test_the_budget_is_that_of_all_searches_of_the_survey(
    as_alice: Client, searched: Callable[..., Search], model: Model
) -> None:
    """One that does not cover the next question stops the search, which can go on when it is given more; what an
    earlier search cost is gone from it."""
    search = searched(budget="0.03")
    assert search.status == "failed" and "budget" in search.message
    assert not model.log.calls and "Change the brief" in as_alice.get(f"/searches/{search.pk}").text
    survey = search.survey
    survey.plan = survey.plan | {"budget": 1.0}
    survey.save()
    as_alice.post(f"/searches/{search.pk}/again")
    conduct.conduct(search.pk)
    search.refresh_from_db()
    assert search.status == "ready", search.message
    assert search.cost == pytest.approx(paid(model)) and search.cost > 0
    second = Search.objects.create(survey=survey, topic="Graphs", sources=["openalex"], created_by=search.created_by)
    conduct.conduct(second.pk)
    second.refresh_from_db()
    assert second.status == "ready" and search.cost + second.cost == pytest.approx(paid(model))
    Search.objects.filter(pk=search.pk).update(cost=0.98)
    asked = len(model.log.calls)
    third = Search.objects.create(survey=survey, topic="Trees", sources=["openalex"], created_by=search.created_by)
    conduct.conduct(third.pk)
    third.refresh_from_db()
    assert third.status == "failed" and "budget" in third.message and len(model.log.calls) == asked
