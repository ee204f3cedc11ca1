"""The open web, through a SearXNG-compatible endpoint of one's own.

Documentation: https://docs.searxng.org/dev/search_api.html: `GET /search?q=…&format=json&pageno=…`; the JSON format
must be allowed in the instance's settings, otherwise it answers 403.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import SourceError
from pipeline.retrieval.candidate import Candidate, Ids, Location
from pipeline.retrieval.client import Client, Question
from pipeline.retrieval.sources.base import Query
from pipeline.retrieval.sources.fields import answered, arxiv_id, names, plain_doi, text, web_address, year

_MOST_PAGES = 3
_KEY = "that the instance allows the format json in its settings"


class Web:
    """The web as a search endpoint sees it. base: the endpoint's address."""

    name = "web"

    def __init__(self, client: Client, base: str) -> None:
        self._client, self._base = client, base.rstrip("/")

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        found: dict[str, Candidate] = {}
        for page in range(1, _MOST_PAGES + 1):
            asked = {"q": query.text, "format": "json", "categories": "science,general", "pageno": str(page)}
            answer = await self._client.json(Question("The web search", f"{self._base}/search", asked, key=_KEY))
            if answer is None:
                raise SourceError(f"The web search has no SearXNG endpoint at {self._base}/search.")
            results = answered(answer, "results", "The web search")
            for candidate in map(read_result, results):
                if candidate.title and candidate.url:
                    found.setdefault(candidate.url, candidate)
            if not results or len(found) >= limit:
                break
        return list(found.values())[:limit]

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        return ()

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        return ()


def read_result(result: Mapping[str, Any]) -> Candidate:
    """A candidate of one result; those of scientific engines know authors, journal and DOI."""
    url = web_address(text(result.get("url")))
    pdf = web_address(text(result.get("pdf_url")))
    places = [Location(pdf, "pdf")] if pdf else []
    places += [Location(url, "pdf" if url.lower().endswith(".pdf") else "page")] if url else []
    return Candidate(
        title=text(result.get("title")),
        ids=Ids(doi=plain_doi(text(result.get("doi"))) or plain_doi(url), arxiv=arxiv_id(url)),
        abstract=text(result.get("content")),
        authors=names(result.get("authors")),
        year=year(result.get("publishedDate")),
        venue=text(result.get("journal")) or text(result.get("publisher")),
        url=url,
        locations=tuple(places),
        sources=("web",),
    )
