"""Sources by name: one line a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import BadInput
from pipeline.retrieval import unpaywall
from pipeline.retrieval.client import Client
from pipeline.retrieval.sources import arxiv, crossref, openalex, semantic_scholar
from pipeline.retrieval.sources.arxiv import Arxiv
from pipeline.retrieval.sources.base import Source
from pipeline.retrieval.sources.crossref import Crossref
from pipeline.retrieval.sources.openalex import OpenAlex
from pipeline.retrieval.sources.semantic_scholar import SemanticScholar
from pipeline.retrieval.sources.web import Web

SOURCES = {
    "library": "Own library",
    "openalex": "OpenAlex",
    "arxiv": "arXiv",
    "semantic_scholar": "Semantic Scholar",
    "crossref": "Crossref",
    "web": "Open web",
}
"""What pages call each source, by its name, in the order in which they are asked and trusted."""


@dataclass(frozen=True)
class Access:
    """What sources are asked with. searxng: address of a SearXNG endpoint; the open web is searched only with one.
    addresses: of services that are reached elsewhere than at their own address, by the source's name."""

    openalex_key: str = ""
    semantic_scholar_key: str = ""
    searxng: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def unpaywall(self) -> str:
        """Where Unpaywall is asked."""
        return self.addresses.get("unpaywall", unpaywall.BASE)


def _openalex(client: Client, access: Access) -> Source:
    return OpenAlex(client, access.openalex_key, access.addresses.get("openalex", openalex.BASE))


def _arxiv(client: Client, access: Access) -> Source:
    return Arxiv(client, access.addresses.get("arxiv", arxiv.BASE))


def _semantic_scholar(client: Client, access: Access) -> Source:
    base = access.addresses.get("semantic_scholar", semantic_scholar.BASE)
    return SemanticScholar(client, access.semantic_scholar_key, base)


def _crossref(client: Client, access: Access) -> Source:
    return Crossref(client, access.addresses.get("crossref", crossref.BASE))


def _web(client: Client, access: Access) -> Source:
    return Web(client, access.searxng)


_MAKERS: dict[str, Callable[[Client, Access], Source]] = {
    "openalex": _openalex,
    "arxiv": _arxiv,
    "semantic_scholar": _semantic_scholar,
    "crossref": _crossref,
    "web": _web,
}


def open_sources(names: Iterable[str], client: Client, access: Access) -> list[Source]:
    """The sources of those names in the registry's order; `library` is none of them, `find` is given it by itself.

    Raises:
        BadInput: for an unknown name, or the web without an endpoint.
    """
    wanted = set(names) - {"library"}
    if unknown := sorted(wanted - set(_MAKERS)):
        raise BadInput(f"There is no source {unknown[0]!r}; choose from {', '.join(SOURCES)}.")
    if "web" in wanted and not access.searxng:
        raise BadInput("The open web is searched through a SearXNG endpoint: set SURVEYGO_SEARXNG to its address.")
    return [_MAKERS[name](client, access) for name in _MAKERS if name in wanted]
