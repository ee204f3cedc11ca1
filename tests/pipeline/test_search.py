"""A topic to a corpus on the command line's road: searched, fetched, kept, taken up again."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BadInput
from pipeline.events import Event
from pipeline.retrieval import Access, Topic, Wishes
from pipeline.search import Search, Searched, search_papers
from tests.pipeline.papers import small_corpus
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault

TOPIC = Topic("Memory networks", wishes=Wishes(snowball=False))


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    async with Services() as running:
        yield running


async def run(
    services: Services, folder: Path, topic: Topic = TOPIC, sources: tuple[str, ...] = ("openalex",), **options: Any
) -> Searched:
    events: list[Event] = []
    search = Search(topic, sources, Access(addresses=services.addresses))
    return await search_papers(search, folder, emit=events.append, **options)


async def test_a_topic_becomes_a_corpus_with_the_fate_of_each_candidate(services: Services, tmp_path: Path) -> None:
    searched = await run(services, tmp_path)
    papers = searched.corpus.papers
    assert len(papers) == searched.record["flow"]["included"] == 11
    assert searched.corpus.title == "Memory networks"
    assert {paper.basis for paper in papers} == {"abstract"}
    assert all(paper.text.startswith("Memory networks") or "memory networks" in paper.text for paper in papers)
    fates = {c["key"]: (c["verdict"], c["reason"], c["text"]) for c in searched.record["candidates"]}
    assert fates["doi:10.5555/gone"] == ("exclude", "It was retracted.", "")
    assert all(reason for _, reason, _ in fates.values())
    assert searched.record["flow"]["abstract_only"] == 11


async def test_own_papers_and_sources_together(services: Services, tmp_path: Path) -> None:
    own = small_corpus(8).papers
    searched = await run(services, tmp_path, sources=("library", "openalex"), library=own)
    bases = [paper.basis for paper in searched.corpus.papers]
    assert bases.count("full") == 2 and bases.count("abstract") == 11


async def test_a_search_is_taken_up_again_without_asking(services: Services, tmp_path: Path) -> None:
    first = await run(services, tmp_path)
    asked = len(services.asked["openalex"])
    again = await run(services, tmp_path, resume=True)
    assert again.corpus == first.corpus and again.corpus.hash == first.corpus.hash
    assert again.record["flow"] == first.record["flow"]
    assert len(services.asked["openalex"]) == asked
    with pytest.raises(BadInput, match="begun with another search"):
        await run(services, tmp_path, replace(TOPIC, title="Graph networks"), resume=True)


async def test_a_search_anew_asks_only_what_it_did_not_ask_before(services: Services, tmp_path: Path) -> None:
    await run(services, tmp_path)
    asked = len(services.asked["openalex"])
    await run(services, tmp_path, replace(TOPIC, wishes=Wishes(snowball=False, papers=3)))
    assert len(services.asked["openalex"]) == asked


async def test_nothing_found_says_why(services: Services, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No paper was found on “Quantum gravity”"):
        await run(services, tmp_path, Topic("Quantum gravity"))
    services.faults["openalex"] = deque([Fault(403)])
    with pytest.raises(BadInput, match="OpenAlex refused access"):
        await run(services, tmp_path, Topic("Loop gravity"))
