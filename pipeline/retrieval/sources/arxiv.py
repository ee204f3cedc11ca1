"""arXiv: preprints, all with full text.

Documentation: https://info.arxiv.org/help/api/user-manual.html (parameters, Atom answer, errors as an entry),
https://info.arxiv.org/help/api/tou.html: one question every three seconds over one connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from pipeline.errors import SourceError
from pipeline.language.words import STOP_WORDS, words
from pipeline.retrieval.candidate import Candidate, Ids, Location
from pipeline.retrieval.client import Client, Question
from pipeline.retrieval.sources.base import Query
from pipeline.retrieval.sources.fields import arxiv_id, plain_doi, text, year

BASE = "https://export.arxiv.org"
_GAP = 3.0
_PAGE = 100
_AT_ONCE = 50
_MOST_WORDS = 8
_SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "search": "http://a9.com/-/spec/opensearch/1.1/",
}


class Arxiv:
    """arXiv. gap: seconds between two questions; base: the address of the service."""

    name = "arxiv"

    def __init__(self, client: Client, base: str = BASE, gap: float = _GAP) -> None:
        self._client, self._base, self._gap = client, base, gap

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        telling = [word for word in words(query.text) if word.lower() not in STOP_WORDS][:_MOST_WORDS]
        if not telling:
            return ()
        wanted = " AND ".join(f"all:{word}" for word in telling)
        if query.first_year or query.last_year:
            wanted += f" AND submittedDate:[{query.first_year or 1991}01010000 TO {query.last_year or 2099}12312359]"
        found: list[Candidate] = []
        while len(found) < limit:
            size = min(_PAGE, limit - len(found))
            asked = {"search_query": wanted, "start": str(len(found)), "max_results": str(size), "sortBy": "relevance"}
            page, total = await self._ask(asked)
            found += page
            if not page or len(found) >= total:
                break
        return found

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        names = list(dict.fromkeys(one.arxiv for one in ids if one.arxiv))
        found: list[Candidate] = []
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            page, _ = await self._ask({"id_list": ",".join(part), "max_results": str(len(part))})
            found += page
        return found

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        return ()

    async def _ask(self, parameters: Mapping[str, str]) -> tuple[list[Candidate], int]:
        """The works of a page, and how many there are in all."""
        body = await self._client.fetch(Question("arXiv", f"{self._base}/api/query", parameters, gap=self._gap))
        return read_feed(body or b"")


def read_feed(body: bytes) -> tuple[list[Candidate], int]:
    """The works in an Atom answer and its total.

    Raises:
        SourceError: it is no such answer, or one that tells of an error.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        feed = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceError("arXiv answered in a form that is not understood.") from None
    if feed.tag != f"{{{_SPACES['atom']}}}feed":
        raise SourceError("arXiv answered in a form that is not understood.")
    found = []
    for entry in feed.iterfind("atom:entry", _SPACES):
        if "/api/errors" in _text(entry, "atom:id"):
            raise SourceError(f"arXiv did not understand the question: {_text(entry, 'atom:summary')[:200]}.")
        candidate = _read_entry(entry)
        if candidate.title and candidate.ids.arxiv:
            found.append(candidate)
    total = _text(feed, "search:totalResults")
    return found, int(total) if total.isdecimal() else len(found)


def _read_entry(entry: etree._Element) -> Candidate:
    name = arxiv_id(_text(entry, "atom:id"))
    summary = _text(entry, "atom:summary")
    withdrawn = re.match(r"(?:this (?:paper|article|submission) has been )?withdrawn\b", summary, re.I)
    return Candidate(
        title=_text(entry, "atom:title"),
        ids=Ids(doi=plain_doi(_text(entry, "arxiv:doi")), arxiv=name),
        abstract=summary,
        authors=tuple(text(n.text) for n in entry.iterfind("atom:author/atom:name", _SPACES) if text(n.text)),
        year=year(_text(entry, "atom:published")),
        venue=_text(entry, "arxiv:journal_ref") or "arXiv",
        url=f"https://arxiv.org/abs/{name}" if name else "",
        retracted=withdrawn is not None,
        locations=(Location(f"https://arxiv.org/pdf/{name}", "pdf"),) if name else (),
        sources=("arxiv",),
    )


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path, _SPACES)
    return text("".join(found.itertext())) if found is not None else ""
