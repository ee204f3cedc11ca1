"""The own library as a source: what the application gives, and a plain one over papers in memory."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from pipeline.language.bm25 import BM25
from pipeline.language.tokens import is_cjk
from pipeline.language.words import content_words
from pipeline.paper import Paper
from pipeline.retrieval.candidate import Candidate, Ids

_TITLE, _ABSTRACT, _TEXT = 4.0, 2.0, 1.0
_TEXT_CHARS = 20_000


class Library(Protocol):
    """Papers that are there already, with their texts."""

    async def search(self, query: str, limit: int) -> Sequence[Candidate]:
        """At most `limit` papers that hold any word of `query`, the best first, each with `ids.own`."""
        ...

    async def paper(self, own: str) -> Paper:
        """The paper that a candidate of `search` called `own`.

        Raises:
            KeyError: it is no longer there.
        """
        ...


class PaperLibrary:
    """A library over papers in memory, ranked by BM25 over title, abstract and beginning of the text. Their names are
    their positions."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = tuple(papers)

    async def search(self, query: str, limit: int) -> Sequence[Candidate]:
        return await asyncio.to_thread(self._search, query, limit)

    def _search(self, query: str, limit: int) -> Sequence[Candidate]:
        language = "zh" if is_cjk(query) else "en"
        index = self._index(language)
        wanted = dict.fromkeys(content_words(query, language), 1.0)
        scores = index.scores(wanted)
        order = sorted((i for i, score in enumerate(scores) if score > 0), key=lambda i: (-scores[i], i))
        return [candidate_of(self._papers[i], str(i)) for i in order[:limit]]

    async def paper(self, own: str) -> Paper:
        try:
            return self._papers[int(own)]
        except (ValueError, IndexError):
            raise KeyError(own) from None

    def _index(self, language: str) -> BM25:
        return self._chinese if language == "zh" else self._english

    @cached_property
    def _english(self) -> BM25:
        return BM25([_bag(paper, "en") for paper in self._papers])

    @cached_property
    def _chinese(self) -> BM25:
        return BM25([_bag(paper, "zh") for paper in self._papers])


def candidate_of(paper: Paper, own: str) -> Candidate:
    """A paper of the library as a candidate."""
    return Candidate(
        title=paper.title,
        ids=Ids(doi=paper.doi, own=own),
        abstract=paper.abstract,
        authors=paper.authors,
        year=paper.year,
        venue=paper.venue,
        url=paper.url,
        sources=("library",),
    )


def _bag(paper: Paper, language: str) -> Counter[str]:
    bag: Counter[str] = Counter()
    parts = ((paper.title, _TITLE), (paper.abstract, _ABSTRACT), (paper.text[:_TEXT_CHARS], _TEXT))
    for text, weight in parts:
        for word in content_words(text, language):
            bag[word] += weight  # type: ignore[assignment]  # Counter is typed for whole numbers, these weights are whole
    return bag
