"""Semantic Scholar: works of every field, with abstracts, citations and references.

Documentation: https://api.semanticscholar.org/api-docs/graph (`/paper/search`, `/paper/batch`,
`/paper/{id}/references`, `/paper/{id}/citations`); https://www.semanticscholar.org/product/api: one question a second
with a key (`x-api-key`), without one all callers share an allowance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.retrieval.candidate import Candidate, Ids, Location
from pipeline.retrieval.client import Client, Question
from pipeline.retrieval.sources.base import Query
from pipeline.retrieval.sources.fields import (
    answered,
    arxiv_id,
    mapping,
    number,
    plain_doi,
    rows,
    text,
    web_address,
    year,
)

BASE = "https://api.semanticscholar.org"
_PAGE = 100
_AT_ONCE = 500
_GAP, _GAP_WITHOUT_KEY = 1.1, 3.0
_FIELDS = "title,abstract,year,venue,authors,externalIds,citationCount,openAccessPdf,url"


class SemanticScholar:
    """Semantic Scholar. key: of an account, free; base: the address of the service."""

    name = "semantic_scholar"

    def __init__(self, client: Client, key: str = "", base: str = BASE, gap: float | None = None) -> None:
        self._client, self._base = client, f"{base}/graph/v1"
        self._headers = {"x-api-key": key} if key else {}
        self._gap = gap if gap is not None else _GAP if key else _GAP_WITHOUT_KEY

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        years = (
            {"year": f"{query.first_year or ''}-{query.last_year or ''}"} if query.first_year or query.last_year else {}
        )
        # The search knows no hyphens: https://api.semanticscholar.org/api-docs/graph says they match nothing.
        asked = {"query": query.text.replace("-", " "), "fields": _FIELDS, **years}
        found: list[Candidate] = []
        offset = 0
        while len(found) < limit:
            answer = await self._ask("/paper/search", {**asked, "offset": str(offset), "limit": str(min(_PAGE, limit))})
            if mapping(answer).get("total") == 0:  # an answer without results may have no list at all
                break
            page = answered(answer, "data", "Semantic Scholar")
            found += _read(page)
            following = number(mapping(answer).get("next"))
            if not page or following is None or following <= offset:
                break
            offset = following
        return found[:limit]

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        names = list(dict.fromkeys(name for name in map(_name, ids) if name))
        found: list[Candidate] = []
        for start in range(0, len(names), _AT_ONCE):
            body = {"ids": names[start : start + _AT_ONCE]}
            found += _read(rows(await self._ask("/paper/batch", {"fields": _FIELDS}, body)))
        return found

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        name = _name(work.ids)
        found: list[Candidate] = []
        for kind, field in (("references", "citedPaper"), ("citations", "citingPaper")) if name else ():
            answer = await self._ask(
                f"/paper/{quote(name, safe=':')}/{kind}", {"fields": _FIELDS, "limit": str(max(1, limit // 2))}
            )
            found += _read([mapping(row.get(field)) for row in rows(mapping(answer).get("data"))])
        return found

    async def _ask(self, path: str, parameters: Mapping[str, str], body: Any = None) -> Any:
        key = "SURVEYGO_SEMANTIC_SCHOLAR_KEY"
        return await self._client.json(
            Question(
                "Semantic Scholar", self._base + path, parameters, {}, self._headers, gap=self._gap, key=key, body=body
            )
        )


def _name(ids: Ids) -> str:
    """What the service calls a work of those ids."""
    if ids.s2:
        return ids.s2
    return f"ARXIV:{ids.arxiv}" if ids.arxiv else f"DOI:{ids.doi}" if ids.doi else ""


def _read(papers: Sequence[Mapping[str, Any]]) -> list[Candidate]:
    return [candidate for candidate in map(read_paper, papers) if candidate.title]


def read_paper(paper: Mapping[str, Any]) -> Candidate:
    """A candidate of a paper object."""
    known = mapping(paper.get("externalIds"))
    doi = plain_doi(text(known.get("DOI")))
    name = arxiv_id(text(known.get("ArXiv"))) or arxiv_id(doi)
    pdf = web_address(text(mapping(paper.get("openAccessPdf")).get("url")))
    places = [Location(pdf, "pdf")] if pdf else []
    places += [Location(f"https://arxiv.org/pdf/{name}", "pdf")] if name else []
    return Candidate(
        title=text(paper.get("title")),
        ids=Ids(doi="" if doi.startswith("10.48550/") else doi, arxiv=name, s2=text(paper.get("paperId"))),
        abstract=text(paper.get("abstract")),
        authors=tuple(found for row in rows(paper.get("authors")) if (found := text(row.get("name")))),
        year=year(paper.get("year")),
        venue=text(paper.get("venue")),
        url=f"https://doi.org/{doi}" if doi else web_address(text(paper.get("url"))),
        citations=number(paper.get("citationCount")),
        locations=tuple(places),
        sources=("semantic_scholar",),
    )
