"""A topic through all sources at once, against loopback services."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline.engines.scripted import ScriptedEngine
from pipeline.errors import EngineError, RunPaused
from pipeline.events import Event, Notice
from pipeline.paper import Corpus
from pipeline.retrieval import (
    Access,
    Candidate,
    CandidateScreened,
    CandidatesMerged,
    Client,
    Found,
    Library,
    PaperLibrary,
    SearchDone,
    SearchPlanned,
    SnowballGrown,
    SourceAnswered,
    SourceAsked,
    SourceFailed,
    Topic,
    Wishes,
    find,
    open_sources,
)
from pipeline.retrieval.pace import Pace
from pipeline.steps import Mark, PlanSearch, ScreenPapers, SearchWords
from tests.pipeline.test_retrieval_download import at_once
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault

NAMES = ("openalex", "arxiv", "semantic_scholar", "crossref", "web")
TOPIC = Topic("Memory networks: a survey", wishes=Wishes(snowball=False))


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    async with Services() as running:
        yield running


async def search(services: Services, topic: Topic = TOPIC, names: tuple[str, ...] = NAMES, **options: Any) -> Found:
    access = Access(searxng=f"{services.base}/searxng", addresses=services.addresses)
    async with Client("team@example.org", pace=Pace(clock=lambda: 0.0, sleep=at_once)) as client:
        return await find(topic, sources=open_sources(names, client, access), **options)


async def test_five_sources_give_each_work_once(services: Services) -> None:
    events: list[Event] = []
    found = await search(services, emit=events.append)
    titles = [c.title for c in found.candidates]
    assert len(titles) == len(set(titles)) == 12
    assert found.identified == {"openalex": 12, "arxiv": 12, "semantic_scholar": 12, "crossref": 11, "web": 12}
    assert found.duplicates == sum(found.identified.values()) - 12
    first = next(c for c in found.candidates if "study" in c.title)
    assert {"openalex", "semantic_scholar", "crossref"} <= set(first.sources)
    assert first.ids.openalex and first.ids.s2 and first.ids.doi
    kinds = [type(e) for e in events]
    assert kinds[0] is SearchPlanned and kinds[-1] is SearchDone
    assert kinds.count(SourceAsked) == kinds.count(SourceAnswered) == 5 * len(found.plan.queries)
    assert kinds.count(CandidateScreened) == 12 and CandidatesMerged in kinds
    assert len({e.key for e in events}) == len(events)


async def test_the_same_answers_give_the_same_result(services: Services) -> None:
    assert await search(services) == await search(services)


async def test_what_is_not_about_the_topic_is_out_with_a_reason(services: Services) -> None:
    found = await search(services, Topic("Sentiment analysis with memory networks", wishes=Wishes(snowball=False)))
    outside = [c for c in found.candidates if c.exclusion == "off-topic"]
    assert all(c.reason for c in found.candidates)
    assert any("Memory networks" in c.title for c in found.included)
    assert {c.verdict for c in outside} <= {"exclude"}


async def test_sources_that_are_down_are_told_of_and_the_others_go_on(services: Services) -> None:
    services.faults["openalex"] = deque([Fault(503)] * 3)
    services.faults["web"] = deque([Fault(403)])
    events: list[Event] = []
    found = await search(services, emit=events.append)
    assert list(found.failures) == ["openalex", "web"]
    assert "HTTP 503" in found.failures["openalex"] and "json" in found.failures["web"]
    assert len(found.included) > 8
    assert [e.source for e in events if isinstance(e, SourceFailed)].count("openalex") == 1
    done = events[-1]
    assert isinstance(done, SearchDone) and done.failures == found.failures


async def test_without_network_the_library_answers_and_the_rest_is_named() -> None:
    addresses = dict.fromkeys(NAMES, "http://127.0.0.1:9")
    async with Client(pace=Pace(sleep=at_once)) as client:
        sources = open_sources(["openalex", "crossref"], client, Access(addresses=addresses))
        found = await find(Topic("Memory networks"), sources=sources, library=small_library())
    assert found.failures == {
        "openalex": "OpenAlex cannot be reached, in 3 tries.",
        "crossref": "Crossref cannot be reached, in 3 tries.",
    }
    assert found.included


def small_library() -> Library:
    from tests.pipeline.papers import small_corpus

    return PaperLibrary(small_corpus(8).papers)


async def test_retracted_works_are_left_out_unless_somebody_insists(services: Services) -> None:
    found = await search(services)
    gone = [c for c in found.candidates if c.exclusion == "retracted"]
    assert [(c.ids.doi, c.reason) for c in gone] == [("10.5555/gone", "It was retracted.")]
    assert found.flow.removed == {"retracted": 1}
    insisting = replace(TOPIC, wishes=Wishes(snowball=False, retracted=True))
    again = {c.ids.doi: c for c in (await search(services, insisting)).candidates}
    assert again["10.5555/gone"].included and again["10.5555/gone"].retracted


async def test_works_of_the_library_are_checked_for_retractions(services: Services) -> None:
    paper = Candidate("Memory networks withdrawn for cause", abstract="Memory networks on reviews.").to_paper()
    own = PaperLibrary(Corpus.build([replace(paper, doi="10.5555/gone")]).papers)
    services.works = tuple(w for w in services.works if w.number == 31)
    services.faults["openalex"] = deque([Fault(200, '{"meta": {"count": 0}, "results": []}')])
    found = await search(services, names=("openalex",), library=own)
    assert [(c.sources, c.exclusion) for c in found.candidates] == [(("library",), "retracted")]


async def test_references_and_citations_of_the_best_are_followed(services: Services) -> None:
    topic = Topic("Memory networks", wishes=Wishes(papers=50))
    events: list[Event] = []
    services.works = tuple(replace(w, abstract="") if w.number == 12 else w for w in services.works)
    services.works = tuple(
        replace(w, title="Storing clauses in slots of a memory network") if w.number == 12 else w
        for w in services.works
    )
    found = await search(services, topic, ("openalex",), emit=events.append)
    grown = [c for c in found.candidates if c.sources == ("snowball",)]
    assert any(c.ids.openalex == "W12" for c in grown)
    assert found.identified["snowball"] == next(e.found for e in events if isinstance(e, SnowballGrown))
    assert [e.round for e in events if isinstance(e, CandidatesMerged)] == [0, 1]
    flow = found.flow
    assert sum(flow.identified.values()) == flow.duplicates + sum(flow.removed.values()) + flow.screened


async def test_no_more_papers_than_wished_for_are_taken(services: Services) -> None:
    found = await search(services, replace(TOPIC, wishes=Wishes(papers=4, snowball=False)))
    assert len(found.included) == 4
    surplus = [c for c in found.candidates if c.exclusion == "surplus"]
    assert surplus and min(c.score for c in found.included) >= max(c.score for c in surplus)


async def test_wishes_order_the_list(services: Services) -> None:
    cited = await search(services, replace(TOPIC, wishes=Wishes(snowball=False, prefer="cited")), ("openalex",))
    recent = await search(services, replace(TOPIC, wishes=Wishes(snowball=False, prefer="recent")), ("openalex",))
    assert cited.included[0].ids.openalex == "W30"
    studies = [c.year or 0 for c in recent.included if "study" in c.title]
    assert studies[0] == max(studies)
    few = await search(services, replace(TOPIC, wishes=Wishes(snowball=False, citations=40)), ("openalex",))
    assert all((c.citations or 0) >= 40 for c in few.included)
    assert {c.reason for c in few.candidates if c.exclusion == "wishes"} >= {
        "It is cited 9 times, fewer than the 40 wished for."
    }


PASTED = """10.5555/study.4
https://doi.org/10.5555/study.5
arXiv:1503.08895v2
https://example.org/reports/a.pdf
hello there
10.5555/unknown
http://example.org/insecure

https://arxiv.org/abs/1503.08895"""


async def test_pasted_lines_become_papers_or_one_sentence_each(services: Services) -> None:
    events: list[Event] = []
    topic = Topic("Graph neural compilers", pasted=PASTED, wishes=Wishes(snowball=False))
    found = await search(services, topic, ("openalex", "arxiv"), emit=events.append)
    named = {c.key: c for c in found.included}
    assert set(named) == {
        "doi:10.5555/study.4",
        "doi:10.5555/study.5",
        "arxiv:1503.08895",
        "doi:10.5555/unknown",
        "url:https://example.org/reports/a.pdf",
    }
    assert all(c.reason == "You named it." for c in named.values())
    assert named["arxiv:1503.08895"].title == "End-to-end memory networks revisited"
    assert named["url:https://example.org/reports/a.pdf"].locations[0].kind == "pdf"
    assert found.problems == (
        "“hello there” is no DOI, arXiv id or https address.",
        "“http://example.org/insecure” is no DOI, arXiv id or https address.",
        "No source knows 10.5555/unknown.",
    )
    assert [e.message for e in events if isinstance(e, Notice)] == ["No source knows 10.5555/unknown."]
    assert found.identified["pasted"] == 5


def model(**answers: Any) -> ScriptedEngine:
    plan = SearchWords(("memory networks",), ("memory networks",), (), ("It is about memory.",))
    script = {"search": lambda step, sample: step.format(plan), "screen": marks} | answers
    return ScriptedEngine(script, judges=True)


def marks(step: ScreenPapers, sample: int) -> str:
    return step.format(tuple(Mark(9 if "study" in p.title else 2, f"Seen: {p.title}.") for p in step.papers))


async def test_a_model_plans_and_screens_with_its_own_reasons(services: Services) -> None:
    engine = model()
    events: list[Event] = []
    found = await search(services, names=("openalex",), engine=engine, emit=events.append)
    assert found.plan.queries == ("memory networks",) and found.plan.by == engine.label
    assert {c.title for c in found.candidates if c.exclusion == "off-topic"} == {"End-to-end memory networks revisited"}
    assert all(c.reason == f"Seen: {c.title}." for c in found.included)
    plan, screen = (asked.step for asked in engine.asked)
    assert isinstance(plan, PlanSearch) and isinstance(screen, ScreenPapers)
    assert screen.criteria == ("It is about memory.",)


async def test_where_the_model_fails_the_phrases_screen_and_the_reader_is_told(services: Services) -> None:
    events: list[Event] = []
    engine = model(search="no", screen=EngineError("It cannot answer that.", reason="question"))
    found = await search(services, names=("openalex",), engine=engine, emit=events.append)
    assert found.plan.by == "key phrases" and found.included
    assert {e.code for e in events if isinstance(e, Notice)} == {"planning-failed", "screening-failed"}


async def test_a_search_can_be_stopped(services: Services) -> None:
    def stop() -> None:
        raise RunPaused("user", "You paused it.")

    with pytest.raises(RunPaused):
        await search(services, check=stop)
    assert not services.asked["openalex"]
