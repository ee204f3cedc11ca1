"""A topic on the own library alone: no network, no key."""

from __future__ import annotations

import json

from pipeline.errors import SourceError
from pipeline.events import Event
from pipeline.paper import Corpus
from pipeline.retrieval import (
    Candidate,
    CandidateScreened,
    Ids,
    Library,
    Location,
    PaperLibrary,
    Query,
    SearchDone,
    SourceFailed,
    Topic,
    Wishes,
    count,
    fetch_texts,
    find,
)
from tests.pipeline.papers import small_corpus


def library() -> Library:
    return PaperLibrary(small_corpus(8).papers)


async def test_the_library_alone_answers_a_topic_with_reasons() -> None:
    events: list[Event] = []
    found = await find(Topic("A survey of memory networks for sentiment"), library=library(), emit=events.append)
    assert {c.title.split()[0] for c in found.included} == {"Memory"}
    assert all(c.reason for c in found.candidates)
    assert [e.data["candidate"]["key"] for e in events if isinstance(e, CandidateScreened)] == [
        c.key for c in found.candidates
    ]
    assert isinstance(events[-1], SearchDone)
    assert len({e.key for e in events}) == len(events)


async def test_the_same_answers_give_the_same_result() -> None:
    topic = Topic("Graph networks and memory models")
    assert await find(topic, library=library()) == await find(topic, library=library())


async def test_papers_of_the_library_come_with_their_texts() -> None:
    found = await find(Topic("Memory networks"), library=library())
    texts = await fetch_texts(found.candidates, library=library())
    assert {c.text for c in texts.candidates if c.included} == {"full"}
    corpus = Corpus.build(texts.papers.values())
    assert len(corpus.papers) == len(found.included) == 2
    assert all("labelled aspects" in paper.text for paper in corpus.papers)


async def test_the_flow_adds_up_and_changes_with_a_person() -> None:
    found = await find(Topic("Memory networks", wishes=Wishes(papers=1, last_year=2016)), library=library())
    flow = found.flow
    assert flow.identified == {"library": len(found.candidates)}
    assert sum(flow.identified.values()) == flow.duplicates + sum(flow.removed.values()) + flow.screened
    assert flow.screened == sum(flow.excluded.values()) + flow.included
    assert flow.included == 1
    without = [c.judged("exclude", "Not mine.", "person") if c.included else c for c in found.candidates]
    after = count(without, found.identified, found.duplicates)
    assert (after.included, after.excluded["person"]) == (0, 1)


async def test_wishes_leave_out_what_is_too_old_and_say_so() -> None:
    found = await find(Topic("Memory networks", wishes=Wishes(first_year=2018)), library=library())
    old = [c for c in found.candidates if c.exclusion == "wishes"]
    assert old and all(str(c.year) in c.reason and (c.year or 0) < 2018 for c in old)


class Down:
    name = "down"

    async def search(self, query: Query, limit: int) -> list[Candidate]:
        raise SourceError("Down cannot be reached.")

    async def look_up(self, ids: object) -> list[Candidate]:
        return []

    async def follow(self, work: object, limit: int) -> list[Candidate]:
        return []


async def test_a_source_that_is_down_is_told_of_and_the_others_go_on() -> None:
    events: list[Event] = []
    found = await find(Topic("Memory networks"), sources=[Down()], library=library(), emit=events.append)
    assert found.failures == {"down": "Down cannot be reached."}
    assert sum(isinstance(e, SourceFailed) for e in events) == 1
    assert found.included


def test_candidates_survive_a_row() -> None:
    candidate = Candidate(
        "A title", Ids("10.1/x", arxiv="1706.03762"), "An abstract.", ("A B",), 2017, "V", "https://x.org", 3, True,
        (Location("https://x.org/a.pdf", "pdf"),), ("openalex",), 0.5, 0.6, "include", "", "Why.", "full", "n",
    )  # fmt: skip
    assert Candidate.from_data(json.loads(json.dumps(candidate.to_data()))) == candidate
