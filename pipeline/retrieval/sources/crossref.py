"""Crossref: registered works with their DOIs, and retractions, those of Retraction Watch included.

Documentation: https://api.crossref.org/swagger-ui/index.html and https://github.com/CrossRef/rest-api-doc (fields);
https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/: `mailto` leads to the
polite pool; https://doi.org/10.64000/wadve-3tj60: the limits since December 2025;
https://crossref.gitlab.io/tutorials/get-rw-metadata/: `updated-by`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.errors import SourceError
from pipeline.retrieval.candidate import Candidate, Ids
from pipeline.retrieval.client import Client, Question
from pipeline.retrieval.sources.base import Query
from pipeline.retrieval.sources.fields import answered, mapping, number, plain_doi, rows, text, web_address, year

BASE = "https://api.crossref.org"
_PAGE = 100
_GAP, _GAP_WITHOUT_MAIL = 0.4, 1.1
_MOST_LOOK_UPS = 40
_FIELDS = "DOI,title,author,issued,container-title,abstract,is-referenced-by-count,URL,updated-by,type"
_NO_WORKS = frozenset(("component", "journal", "journal-issue", "proceedings", "peer-review", "grant", "database"))


class Crossref:
    """Crossref. base: the address of the service."""

    name = "crossref"

    def __init__(self, client: Client, base: str = BASE, gap: float | None = None) -> None:
        self._client, self._base = client, base
        self._secret = {"mailto": client.mailto} if client.mailto else {}
        self._gap = gap if gap is not None else _GAP if client.mailto else _GAP_WITHOUT_MAIL

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        conditions = []
        if query.first_year:
            conditions.append(f"from-pub-date:{query.first_year}")
        if query.last_year:
            conditions.append(f"until-pub-date:{query.last_year}")
        asked = {"query.bibliographic": query.text, "select": _FIELDS}
        if conditions:
            asked["filter"] = ",".join(conditions)
        found: list[Candidate] = []
        offset = 0
        while len(found) < limit:
            size = min(_PAGE, limit)
            answer = await self._ask("/works", {**asked, "rows": str(size), "offset": str(offset)})
            message = mapping(mapping(answer).get("message"))
            page = answered(message, "items", "Crossref")
            found += [work for work in map(read_work, page) if work.title]
            offset += len(page)
            if not page or offset >= (number(message.get("total-results")) or 0):
                break
        return found[:limit]

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        """By DOI, one after the other, and no more than a few dozen."""
        found = []
        for doi in list(dict.fromkeys(one.doi for one in ids if one.doi))[:_MOST_LOOK_UPS]:
            answer = await self._ask(f"/works/{quote(doi, safe='')}", {}, missing=True)
            if answer is not None:
                work = read_work(mapping(mapping(answer).get("message")))
                found += [work] if work.title else []
        return found

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        return ()

    async def _ask(self, path: str, parameters: Mapping[str, str], missing: bool = False) -> Any:
        answer = await self._client.json(
            Question("Crossref", self._base + path, parameters, self._secret, gap=self._gap)
        )
        if answer is None and not missing:
            raise SourceError("Crossref does not know the address it was asked at.")
        return answer


def read_work(work: Mapping[str, Any]) -> Candidate:
    """A candidate of a work; without a title where it is no work of its own."""
    updates = rows(work.get("updated-by"))
    doi = plain_doi(text(work.get("DOI")))
    dates = mapping(work.get("issued")).get("date-parts")
    first = dates[0] if isinstance(dates, list) and dates and isinstance(dates[0], list) and dates[0] else [None]
    return Candidate(
        title="" if text(work.get("type")) in _NO_WORKS else _first(work.get("title")),
        ids=Ids(doi=doi),
        abstract=text(work.get("abstract")).removeprefix("Abstract ").removeprefix("ABSTRACT "),
        authors=tuple(name for row in rows(work.get("author")) if (name := _author(row))),
        year=year(first[0]),
        venue=_first(work.get("container-title")),
        url=f"https://doi.org/{doi}" if doi else web_address(text(work.get("URL"))),
        citations=number(work.get("is-referenced-by-count")),
        retracted=any(
            text(update.get("type")).lower() in ("retraction", "withdrawal", "removal") for update in updates
        ),
        sources=("crossref",),
    )


def _first(values: Any) -> str:
    return text(values[0]) if isinstance(values, list) and values else ""


def _author(row: Mapping[str, Any]) -> str:
    return f"{text(row.get('given'))} {text(row.get('family'))}".strip() or text(row.get("name"))
