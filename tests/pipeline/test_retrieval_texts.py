"""Full texts of candidates: real PDFs from a loopback server, through the readers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.events import Event
from pipeline.paper import Corpus
from pipeline.retrieval import Candidate, Client, Downloader, Ids, Location, PaperLibrary, TextFetched, fetch_texts
from pipeline.retrieval.pace import Pace
from tests.pipeline import pdfs
from tests.pipeline.test_retrieval_download import at_once, downloader, files_in
from tests.simulated_sources import WORKS, Services

TITLE = "Memory networks for sentiment analysis, study 3"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("pdfs")
    paper = pdfs.simple(folder / "paper.pdf", TITLE, pdfs.WORDS * 14).read_bytes()
    other = pdfs.simple(folder / "other.pdf", "On the weather in Norway", pdfs.WORDS * 14).read_bytes()
    page = b'<!DOCTYPE html><html><head><meta name="citation_pdf_url" content="/files/paper"></head><p>x</p></html>'
    return {"paper": paper, "other": other, "page": page, "bare": b"<html><p>Please sign in.</p></html>"}


@pytest.fixture
async def services(files: dict[str, bytes]) -> AsyncIterator[Services]:
    works = [replace(w, pdf="paper") if w.number == 3 else w for w in WORKS]
    async with Services(works, files) as running:
        yield running


def candidate(**values: object) -> Candidate:
    base = Candidate(TITLE, Ids(doi="10.5555/none"), "An abstract.", ("Alice Writer",), 2013, verdict="include")
    return replace(base, **values)  # type: ignore[arg-type]


async def fetched(services: Services, one: Candidate) -> tuple[Candidate, str, list[Event]]:
    events: list[Event] = []
    async with downloader() as fetching, Client("team@example.org", pace=Pace(sleep=at_once)) as client:
        texts = await fetch_texts(
            [one],
            client=client,
            downloader=fetching,
            emit=events.append,
            unpaywall_base=services.addresses["unpaywall"],
        )
    paper = texts.papers.get(one.key)
    return texts.candidates[0], paper.text if paper else "", events


def places(services: Services, *names: str, kind: str = "pdf") -> tuple[Location, ...]:
    return tuple(Location(f"{services.base}/files/{name}", kind) for name in names)  # type: ignore[arg-type]


async def test_an_open_copy_becomes_a_paper_with_pages(services: Services) -> None:
    one = candidate(locations=places(services, "paper"))
    async with downloader() as fetching:
        texts = await fetch_texts([one], downloader=fetching)
    paper = Corpus.build(texts.papers.values()).papers[0]
    assert (paper.title, paper.authors, paper.year) == (TITLE, ("Alice Writer",), 2013)
    assert len(paper.page_starts) > 1 and "reads the whole collection" in paper.text
    assert texts.candidates[0].text == "full"


async def test_unpaywall_is_asked_where_no_source_knows_a_copy(services: Services) -> None:
    one, text, events = await fetched(services, candidate(ids=Ids(doi="10.5555/study.3")))
    assert (one.text, one.note) == ("full", "from an open-access copy")
    assert "reads the whole collection" in text
    assert services.asked["unpaywall"][0].query["email"] == "team@example.org"
    assert [type(e) for e in events] == [TextFetched]


async def test_a_landing_page_leads_to_its_pdf(services: Services) -> None:
    one, _, _ = await fetched(services, candidate(locations=places(services, "page", kind="page")))
    assert one.text == "full"


async def test_the_next_copy_is_tried_where_one_fails_or_is_of_something_else(services: Services) -> None:
    one, _, _ = await fetched(services, candidate(locations=places(services, "missing", "other", "paper")))
    assert one.text == "full"


@pytest.mark.parametrize(
    ("name", "why"), [("missing", "HTTP 404"), ("other", "something else"), ("bare", "could not be used")]
)
async def test_without_full_text_the_abstract_is_used_and_marked(name: str, why: str, services: Services) -> None:
    one, text, events = await fetched(services, candidate(locations=places(services, name)))
    assert (one.text, text) == ("abstract", "An abstract.")
    assert why in one.note
    assert events[0].data["text"] == "abstract"


async def test_a_work_without_text_and_abstract_is_unusable(services: Services) -> None:
    one, text, _ = await fetched(services, candidate(abstract=""))
    assert (one.text, text) == ("none", "")
    assert "no open-access copy is known" in one.note


async def test_a_pasted_address_gets_its_title_from_its_file(services: Services) -> None:
    url = f"{services.base}/files/paper"
    one, _, _ = await fetched(services, Candidate(url, url=url, locations=places(services, "paper"), verdict="include"))
    assert (one.title, one.text) == (TITLE, "full")


async def test_what_is_excluded_is_not_fetched(services: Services) -> None:
    one, text, events = await fetched(services, candidate(locations=places(services, "paper"), verdict="exclude"))
    assert (one.text, text, events, services.asked["files"]) == ("", "", [], [])


async def test_temporary_files_are_gone(services: Services, tmp_path: Path) -> None:
    async with downloader() as fetching:
        one = candidate(locations=places(services, "paper"))
        await fetch_texts([one], downloader=fetching, scratch=tmp_path)
    assert files_in(tmp_path) == []


def test_no_argument_of_the_application_allows_loopback() -> None:
    assert Downloader("x@example.org")._allow_loopback is False


async def test_a_paper_of_which_the_library_has_only_the_abstract_is_marked_so() -> None:
    own = PaperLibrary([Candidate("A", abstract="On memory.").to_paper()])
    texts = await fetch_texts([Candidate("A", Ids(own="0"), verdict="include")], library=own)
    assert (texts.candidates[0].text, texts.papers["own:0"].basis) == ("abstract", "abstract")
    assert texts.candidates[0].note == "its abstract is used: the library has no more of it"
