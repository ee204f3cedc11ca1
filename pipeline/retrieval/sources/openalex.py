"""OpenAlex: works of every field, with citations, retractions and open-access copies.

Documentation: https://developers.openalex.org/api-reference/works (fields and filters),
https://developers.openalex.org/guides/searching, https://developers.openalex.org/api-reference/authentication: since
February 2026 a key (`api_key`) is asked for; without one a small daily allowance remains. Paging by number, since
cursors need a key; single works are free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import SourceError
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

BASE = "https://api.openalex.org"
_PAGE = 100
_AT_ONCE = 50  # ids in one filter; the documentation allows 100
_FIELDS = (
    "id,doi,ids,title,publication_year,authorships,primary_location,locations,best_oa_location,abstract_inverted_index,"
    "cited_by_count,is_retracted"
)
_MOST_WORDS = 2_000  # of an abstract


class OpenAlex:
    """OpenAlex. key: of an account, free; base: the address of the service."""

    name = "openalex"

    def __init__(self, client: Client, key: str = "", base: str = BASE) -> None:
        self._client, self._base = client, base
        self._secret = {"api_key": key} if key else {"mailto": client.mailto} if client.mailto else {}

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        conditions = []
        if query.first_year:
            conditions.append(f"from_publication_date:{query.first_year}-01-01")
        if query.last_year:
            conditions.append(f"to_publication_date:{query.last_year}-12-31")
        return await self._list({"search": query.text}, conditions, limit)

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        """By DOI, and arXiv ids by the DOI that arXiv gives each of its works."""
        dois = [one.doi or f"10.48550/arxiv.{one.arxiv}" for one in ids if one.doi or one.arxiv]
        safe = [doi for doi in dict.fromkeys(dois) if not set(doi) & set("|,")]
        found: list[Candidate] = []
        for start in range(0, len(safe), _AT_ONCE):
            part = safe[start : start + _AT_ONCE]
            found += await self._list({}, [f"doi:{'|'.join(part)}"], len(part))
        return found

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        """What the work cites, those most cited first, then what cites it."""
        name = work.ids.openalex
        if not name:
            return ()
        order = {"sort": "cited_by_count:desc"}
        cited = await self._list(order, [f"cited_by:{name}"], limit // 2)
        return [*cited, *await self._list(order, [f"cites:{name}"], limit - limit // 2)]

    async def _list(self, parameters: Mapping[str, str], conditions: Sequence[str], limit: int) -> list[Candidate]:
        size = min(limit, _PAGE)
        found: list[Candidate] = []
        page = 1
        while len(found) < limit:
            asked = {**parameters, "select": _FIELDS, "per_page": str(size), "page": str(page)}
            if conditions:
                asked["filter"] = ",".join(conditions)
            answer = await self._ask(asked)
            works = answered(answer, "results", "OpenAlex")
            found += [candidate for candidate in map(read_work, works) if candidate.title]
            total = number(mapping(mapping(answer).get("meta")).get("count")) or 0
            if not works or page * size >= total:
                break
            page += 1
        return found[:limit]

    async def _ask(self, parameters: Mapping[str, str]) -> Any:
        key = "SURVEYGO_OPENALEX_KEY"
        answer = await self._client.json(Question("OpenAlex", f"{self._base}/works", parameters, self._secret, key=key))
        if answer is None:
            raise SourceError("OpenAlex does not know the address it was asked at.")
        return answer


def read_work(work: Mapping[str, Any]) -> Candidate:
    """A candidate of a work object."""
    places = [mapping(work.get("best_oa_location")), *rows(work.get("locations"))]
    venue = mapping(mapping(work.get("primary_location")).get("source"))
    doi = plain_doi(text(work.get("doi")))
    addresses = [place.get("landing_page_url") for place in places]
    return Candidate(
        title=text(work.get("title")),
        ids=Ids(
            doi="" if doi.startswith("10.48550/") else doi,
            arxiv=next((found for found in map(arxiv_id, [doi, *addresses]) if found), ""),
            openalex=text(work.get("id")).rpartition("/")[2],
        ),
        abstract=abstract(work.get("abstract_inverted_index")),
        authors=tuple(
            name
            for row in rows(work.get("authorships"))
            if (name := text(mapping(row.get("author")).get("display_name")))
        ),
        year=year(work.get("publication_year")),
        venue=text(venue.get("display_name")),
        url=web_address(text(work.get("doi"))) or web_address(text(work.get("id"))),
        citations=number(work.get("cited_by_count")),
        retracted=work.get("is_retracted") is True,
        locations=_locations(places),
        sources=("openalex",),
    )


def abstract(index: Any) -> str:
    """The text of an abstract that is given as the positions of its words."""
    placed = [
        (place, word)
        for word, places in mapping(index).items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return text(" ".join(word for _, word in sorted(placed)[:_MOST_WORDS]))


def _locations(places: Sequence[Mapping[str, Any]]) -> tuple[Location, ...]:
    """The open ones, PDFs first."""
    found: dict[str, Location] = {}
    free = [place for place in places if place.get("is_oa") is True]
    for place in free:
        if pdf := web_address(text(place.get("pdf_url"))):
            found.setdefault(pdf, Location(pdf, "pdf"))
    for place in free:
        if page := web_address(text(place.get("landing_page_url"))):
            found.setdefault(page, Location(page, "page"))
    return tuple(found.values())
