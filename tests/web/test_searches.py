"""From a topic to a run: a search against simulated sources, a person's choice, and what survives a worker's death."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_q.brokers import get_broker
from pytest_django.fixtures import Settings

from pipeline.retrieval import Candidate as Found
from pipeline.retrieval import Client as RetrievalClient
from pipeline.retrieval.pace import Pace
from surveygo import leases
from surveygo.accounts.models import User, Workspace
from surveygo.library.models import Collection, Paper
from surveygo.searches import access, begin, claims, conduct
from surveygo.searches.models import Candidate, Search
from surveygo.surveys.machine import LostLease
from surveygo.surveys.models import Run, Survey
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault
from tests.simulated_sources.thread import serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

BRIEF = {"title": "Memory networks", "depth": "quick", "engine": "extractive", "language": "en"}
TOPIC = {"topic": "Memory networks for sentiment analysis", "sources": ["openalex", "crossref"], "wanted": "12"}


@pytest.fixture
def services(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The sources, asked without the pauses that politeness asks for."""

    async def at_once(seconds: float) -> None:
        pass

    monkeypatch.setattr(access, "client", lambda: RetrievalClient(pace=Pace(sleep=at_once)))
    with serving(Services()) as running:
        settings.ENV = settings.ENV | {"SURVEYGO_SOURCE_ADDRESSES": running.addresses}
        yield running
    for name in ("short", "runs"):
        get_broker(name).purge_queue()


@pytest.fixture
def search(as_alice: Client, workspace: Workspace, services: Services) -> Search:
    """A search that was begun from the page of a new survey, and has found its candidates."""
    reply = as_alice.post("/surveys/new", BRIEF | TOPIC)
    search = Search.objects.get()
    assert reply["Location"] == f"/searches/{search.pk}"
    conduct.conduct(search.pk)
    search.refresh_from_db()
    return search


def test_a_topic_becomes_candidates(as_alice: Client, search: Search, services: Services) -> None:
    """Each with its sources and a reason; the retracted one is marked and left out; the counts are shown."""
    assert (search.status, search.message) == ("ready", "")
    chosen = search.candidates.filter(included=True)
    assert 0 < chosen.count() <= 12
    assert all(row.data["reason"] and row.data["sources"] for row in search.candidates.all())
    gone = search.candidates.get(key__contains="10.5555/gone")
    assert not gone.included and gone.data["retracted"]
    assert set(services.asked) == {"openalex", "crossref"}
    page = as_alice.get(f"/searches/{search.pk}").text
    assert "Retracted" in page and "Records identified" in page and "Start writing" in page
    assert str(chosen[0]) in page


def test_a_source_that_is_down_is_named(as_alice: Client, workspace: Workspace, services: Services) -> None:
    """The others go on."""
    services.faults["crossref"].extend([Fault(404)] * 50)
    services.faults["openalex"].extend([Fault(403)] * 50)
    as_alice.post("/surveys/new", BRIEF | TOPIC | {"sources": ["openalex", "crossref", "semantic_scholar"]})
    search = Search.objects.get()
    conduct.conduct(search.pk)
    search.refresh_from_db()
    assert search.status == "ready" and "openalex" in search.failures
    page = as_alice.get(f"/searches/{search.pk}").text
    assert search.failures["openalex"] in page.replace("&#x27;", "'")
    assert search.candidates.filter(included=True).exists()


def test_a_person_chooses_and_writing_begins(as_alice: Client, search: Search) -> None:
    """One taken out, one put in; the rest becomes papers of library and survey, marked by what there is to read."""
    taken_out = search.candidates.filter(included=True)[0]
    put_in = search.candidates.get(key__contains="10.5555/gone")
    reply = as_alice.post(f"/searches/{search.pk}/choose", {"candidate": taken_out.pk})
    assert "left it out" in reply.text and 'id="flow"' in reply.text
    as_alice.post(f"/searches/{search.pk}/choose", {"candidate": put_in.pk, "include": put_in.pk})
    assert search.flow().excluded["person"] == 1
    rows = list(search.candidates.all())
    ticked = [row.pk for row in rows if row.included]
    as_alice.post(f"/searches/{search.pk}/start", {"shown": [row.pk for row in rows], "include": ticked})
    search.refresh_from_db()
    assert (search.status, search.phase) == ("queued", "fetch")
    conduct.conduct(search.pk)
    search.refresh_from_db()
    run = Run.objects.get()
    assert (search.status, search.run) == ("done", run)
    papers = {paper.title: paper for paper in run.survey.collection.in_order()}
    assert len(papers) == len(ticked) and str(taken_out) not in papers
    assert papers[str(put_in)].retracted
    assert {paper.basis for paper in papers.values()} == {"abstract"}
    assert {paper.source for paper in papers.values()} <= {"openalex", "crossref"}
    assert as_alice.get(f"/searches/{search.pk}")["Location"] == f"/runs/{run.pk}"
    assert as_alice.get(f"/searches/{search.pk}/live")["HX-Redirect"] == f"/runs/{run.pk}"


def test_without_a_script_the_form_says_all(as_alice: Client, search: Search) -> None:
    """What is not ticked is left out; nothing ticked starts nothing."""
    rows = list(search.candidates.all())
    reply = as_alice.post(f"/searches/{search.pk}/start", {"shown": [row.pk for row in rows]}, follow=True)
    assert "No paper is chosen" in reply.text
    assert not search.candidates.filter(included=True).exists()
    as_alice.post(f"/searches/{search.pk}/start", {"shown": [rows[0].pk], "include": [rows[0].pk]})
    search.refresh_from_db()
    assert search.status == "queued"
    assert as_alice.post(f"/searches/{search.pk}/choose", {"candidate": rows[1].pk}).status_code == 404


def test_it_may_run_through(as_alice: Client, workspace: Workspace, services: Services) -> None:
    """Then the texts follow at once, and the run."""
    as_alice.post("/surveys/new", BRIEF | TOPIC | {"runs_through": "on"})
    search = Search.objects.get()
    conduct.conduct(search.pk)
    conduct.conduct(search.pk)
    assert Run.objects.get().survey == search.survey
    assert search.survey.collection.papers.exists()


def test_the_own_library_answers_alone(
    as_alice: Client, collection: Collection, workspace: Workspace, settings: Settings
) -> None:
    """Without any other source: its papers are candidates, and are not stored twice."""
    before = Paper.objects.count()
    as_alice.post("/surveys/new", BRIEF | {"topic": "Memory models for aspect sentiment", "sources": []})
    search = Search.objects.get()
    conduct.conduct(search.pk)
    chosen = search.candidates.filter(included=True)
    assert {tuple(row.data["sources"]) for row in chosen} == {("library",)}
    search.refresh_from_db()
    begin.fetch(search, search.survey.created_by)  # type: ignore[arg-type]
    conduct.conduct(search.pk)
    papers = search.survey.collection.papers
    assert papers.count() == chosen.count() > 0 and Paper.objects.count() == before
    assert {row.data["text"] for row in chosen.all()} == {"full"}


def test_a_search_joins_what_was_chosen_already(as_alice: Client, collection: Collection, services: Services) -> None:
    """Papers of the library and of a topic make one survey."""
    basket = Collection.objects.create(workspace=collection.workspace)
    one = collection.in_order()[0]
    sent = BRIEF | TOPIC | {"collection": basket.pk, "paper": one.pk, "runs_through": "on"}
    as_alice.post("/surveys/new", sent)
    search = Search.objects.get()
    conduct.conduct(search.pk)
    conduct.conduct(search.pk)
    assert search.survey.collection == basket
    assert one in basket.papers.all() and basket.papers.count() > 1


def test_a_pair_is_settled(as_alice: Client, search: Search) -> None:
    """Of two that may be one work a person keeps one, or both."""
    one, two = search.candidates.filter(included=True)[:2]
    pair = {"first": one.key, "second": two.key, "likeness": 0.95}
    Search.objects.update(pairs=[pair])
    assert "Perhaps the same work" in as_alice.get(f"/searches/{search.pk}").text
    sent = {"first": one.key, "second": two.key}
    as_alice.post(f"/searches/{search.pk}/pairs", sent | {"keep": one.key})
    two.refresh_from_db()
    assert not two.included and two.decided
    assert "Perhaps the same work" not in as_alice.get(f"/searches/{search.pk}").text


def test_wishes_are_checked(as_alice: Client, workspace: Workspace) -> None:
    """Years in their order, known sources; nothing is stored for nonsense."""
    for wrong in ({"first_year": "2020", "last_year": "2010"}, {"sources": "evil"}, {"wanted": "0"}):
        assert as_alice.post("/surveys/new", BRIEF | TOPIC | wrong).status_code == 422, wrong
    assert not Survey.objects.exists()
    as_alice.post("/surveys/new", BRIEF | {"title": "", "topic": "Graphs"})
    assert Survey.objects.get().title == "Graphs"


def make_search(survey: Survey, **fields: object) -> Search:
    """A search of the survey that nothing delivers."""
    return Search.objects.create(survey=survey, topic="T", created_by=survey.created_by, **fields)


def test_a_worker_that_lost_its_lease_writes_nothing(survey: Survey) -> None:
    """The sweep gives the search to the next; what the first still writes is refused."""
    search = make_search(survey)
    first = claims.claim(search.pk)
    assert first is not None and claims.claim(search.pk) is None
    Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    claims.sweep()
    search.refresh_from_db()
    assert (search.status, search.lost) == ("queued", 1)
    second = claims.claim(search.pk)
    assert second is not None
    with pytest.raises(LostLease):
        leases.renew(first)
    assert not leases.finish(first, Search.Status.READY)
    assert leases.renew(second) == ""
    for _ in range(claims.MOST_LOST):
        Search.objects.filter(status="running").update(lease_until=timezone.now() - timedelta(seconds=1))
        claims.sweep()
        claims.claim(search.pk)
    search.refresh_from_db()
    assert search.status == "failed" and "memory" in search.message


def test_what_may_be_about_the_topic_is_listed_by_itself(as_alice: Client, survey: Survey) -> None:
    """Between what was taken and what was left out; a person's tick moves it to the former."""
    search = make_search(survey, status="ready", problems=["Only 1 paper is clearly about the topic."])
    fates = [("Clear", "include", ""), ("Doubtful", "exclude", "uncertain"), ("Other", "exclude", "off-topic")]
    for position, (title, verdict, exclusion) in enumerate(fates):
        found = Found(title=title, reason="Why.", verdict=verdict, exclusion=exclusion)  # type: ignore[arg-type]
        Candidate.objects.create(
            search=search, position=position, key=title, data=found.to_data(), included=verdict == "include"
        )
    page = as_alice.get(f"/searches/{search.pk}").text
    assert "Only 1 paper is clearly" in page and "perhaps about it 1" in page
    places = [page.index(mark) for mark in ("<bdi>Clear", "Perhaps about it</h2>", "<bdi>Doubtful", "<bdi>Other")]
    assert places == sorted(places)
    doubtful = search.candidates.get(key="Doubtful")
    as_alice.post(f"/searches/{search.pk}/choose", {"candidate": doubtful.pk, "include": doubtful.pk})
    assert "Perhaps about it</h2>" not in as_alice.get(f"/searches/{search.pk}").text


def test_a_page_is_sent_only_what_it_does_not_show(as_alice: Client, survey: Survey) -> None:
    """The part names what it shows; asked with that, nothing comes until something changes; at rest nothing asks."""
    search = make_search(survey)
    page = as_alice.get(f"/searches/{search.pk}").text
    address = re.search(r'hx-get="(/searches/\d+/live\?seen=\w+)"', page)
    assert address and as_alice.get(address[1]).status_code == 204
    Search.objects.update(told={"queries": ["graphs"]})
    part = as_alice.get(address[1]).text
    assert "graphs" in part and address[1] not in part
    Search.objects.update(status="ready")
    assert as_alice.get(address[1])["HX-Refresh"] == "true"
    assert "every" not in re.findall(r'hx-trigger="(\w+)', as_alice.get(f"/searches/{search.pk}").text)


def test_a_search_that_waits_for_long_is_delivered_again(survey: Survey) -> None:
    """A queue that lost it costs a minute."""
    search = make_search(survey)
    claims.sweep()
    assert get_broker("short").queue_size() == 0
    Search.objects.update(queued=timezone.now() - timedelta(hours=1))
    claims.sweep()
    claims.sweep()
    assert get_broker("short").queue_size() == 1
    get_broker("short").purge_queue()
    assert search.is_moving


def test_a_mishap_is_told(
    as_alice: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The person gets one sentence and may try again, the log the trace."""

    async def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(conduct, "find", fail)
    search = make_search(survey)
    conduct.conduct(search.pk)
    page = as_alice.get(f"/searches/{search.pk}").text
    assert "Something went wrong" in page and "Search again" in page and "secret detail" not in page
    assert "secret detail" in caplog.text
    as_alice.post(f"/searches/{search.pk}/again")
    search.refresh_from_db()
    assert search.status == "queued"
    as_alice.post(f"/searches/{search.pk}/cancel")
    search.refresh_from_db()
    assert search.status == "cancelled"


def test_candidates_are_hostile(as_alice: Client, survey: Survey, alice: User) -> None:
    """Titles, reasons and keys are text wherever they are shown."""
    evil = '"><script>alert(1)</script>'
    found = Found(title=evil, reason=evil, verdict="include", venue=evil, url="javascript:x")
    search = make_search(survey, status="ready", failures={"arxiv": evil}, identified={"arxiv": 1})
    for position in (0, 1):
        Candidate.objects.create(
            search=search, position=position, key=f"{evil}{position}", data=found.to_data(), included=True
        )
    Search.objects.update(pairs=[{"first": f"{evil}0", "second": f"{evil}1", "likeness": 1.0}])
    page = as_alice.get(f"/searches/{search.pk}").text
    assert "<script>alert" not in page and "javascript:x" not in page
