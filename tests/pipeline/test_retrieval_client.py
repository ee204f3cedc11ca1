"""What the client keeps and how long it waits; and answers that hold anything."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.retrieval import Candidate, FolderCache
from pipeline.retrieval.client import Question, _wait
from pipeline.retrieval.pace import Pace
from pipeline.retrieval.pasted import read_lines
from pipeline.retrieval.sources import arxiv, crossref, openalex, semantic_scholar, web
from pipeline.retrieval.sources.fields import arxiv_id

FIELDS = (
    *("id", "doi", "DOI", "title", "authorships", "author", "authors", "name", "display_name", "abstract", "year"),
    *("abstract_inverted_index", "locations", "best_oa_location", "primary_location", "pdf_url", "is_oa", "issued"),
    *("date-parts", "updated-by", "type", "externalIds", "openAccessPdf", "url", "referenced_works", "cited_by_count"),
    *("publishedDate", "content", "given", "family", "container-title", "publication_year", "landing_page_url"),
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6)
)
READERS = (openalex.read_work, semantic_scholar.read_paper, crossref.read_work, web.read_result)


@given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=12))
def test_whatever_an_answer_holds_it_is_a_candidate(row: dict[str, Any]) -> None:
    for read in READERS:
        found = read(row)
        assert Candidate.from_data(found.to_data()) == found
        assert found.citations is None or found.citations >= 0


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_a_feed_holds_it_is_works_or_one_sentence(body: bytes) -> None:
    try:
        found, total = arxiv.read_feed(body)
    except SourceError:
        return
    assert total >= len(found) == 0


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_works_or_sentences(pasted: str) -> None:
    lines, problems = read_lines(pasted)
    assert all(problem.endswith(".") for problem in problems)
    assert len(lines) + len(problems) <= len(pasted.splitlines())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1706.03762", "1706.03762"),
        ("arXiv:1706.03762v5", "1706.03762"),
        ("arxiv: hep-th/9901001", "hep-th/9901001"),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("Vaswani et al., Attention, arXiv:1706.03762 (2017)", "1706.03762"),
        ("10.1234/5678.12345", ""),
        ("2020.12345678", ""),
        ("version 1706.03762 of it", ""),
    ],
)
def test_arxiv_ids_are_found_where_they_are_meant(text: str, found: str) -> None:
    assert arxiv_id(text) == found


async def test_a_folder_keeps_answers_for_a_while(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path / "answers", seconds=60)
    assert await cache.get("ab") is None
    await cache.put("ab", b"answer")
    assert await FolderCache(tmp_path / "answers", seconds=60).get("ab") == b"answer"
    os.utime(tmp_path / "answers" / "ab", (0, 0))
    assert await cache.get("ab") is None
    await cache.put("ab", b"newer")
    assert await cache.get("ab") == b"newer"


def test_who_asks_decides_nothing_of_an_answer() -> None:
    one = Question("A", "https://a.org", {"q": "x"}, {"api_key": "1"}, {"x-api-key": "1"})
    other = Question("A", "https://a.org", {"q": "x"}, {"api_key": "2"}, {"x-api-key": "2"})
    assert one.cache_key == other.cache_key != Question("A", "https://a.org", {"q": "y"}).cache_key


def test_the_time_to_wait_is_read_from_a_number_or_a_date() -> None:
    assert _wait("7") == 7.0 and _wait("") is None and _wait("soon") is None
    later = datetime.now(UTC) + timedelta(hours=1)
    assert 3500 < (_wait(format_datetime(later, usegmt=True)) or 0) <= 3600
    assert _wait("Thu, 01 Jan 1970 00:00:00 GMT") == 0.0


async def test_a_host_is_asked_one_at_a_time_with_a_gap_and_others_meanwhile() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    pace = Pace(clock=lambda: 100.0, sleep=sleep)
    async with pace.turn("a", 3.0), pace.turn("b", 3.0):
        pass
    async with pace.turn("a", 3.0):
        pass
    assert waits == [3.0]
