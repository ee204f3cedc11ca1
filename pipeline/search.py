"""A topic to a corpus without the browser: search, fetch the texts, keep what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.calls.journal import FolderJournal
from pipeline.engines.base import Engine
from pipeline.errors import BadInput
from pipeline.events import Emit
from pipeline.export.folder import write_whole
from pipeline.paper import Corpus, Dropped, Paper
from pipeline.retrieval import (
    Access,
    Client,
    Downloader,
    FolderCache,
    Found,
    Library,
    PaperLibrary,
    Topic,
    fetch_texts,
    find,
    open_sources,
)

__all__ = ["Search", "Searched", "search_papers"]

_KEPT = "found.json"


@dataclass(frozen=True)
class Search:
    """What to search and how. sources: registry names; access: keys and addresses of the sources; mailto: who asks."""

    topic: Topic
    sources: tuple[str, ...] = ()
    access: Access = field(default_factory=Access)
    mailto: str = ""


@dataclass(frozen=True)
class Searched:
    """The papers a search gave, and its record: plan, flow and every candidate's fate, as candidates.json holds it."""

    corpus: Corpus
    record: Mapping[str, Any]
    cost: float = 0.0


async def search_papers(
    search: Search,
    folder: Path,
    *,
    library: tuple[Paper, ...] = (),
    engine: Engine | None = None,
    emit: Emit,
    resume: bool = False,
    budget: float = 0.0,
) -> Searched:
    """Search, fetch the texts, and keep the result in `folder`, from where `resume` takes it instead of searching anew.
    Answers of the sources are kept there too. library: papers of one's own, asked if `sources` names the library.

    Raises:
        BadInput: nothing was found that can be used, or another search is to be resumed.
    """
    asked = _plain({"topic": asdict(search.topic), "sources": search.sources, "library": Corpus(library).hash})
    kept = folder / _KEPT
    if resume and kept.exists():
        return _read(kept, asked)
    own: Library | None = PaperLibrary(library) if "library" in search.sources else None
    async with (
        Client(search.mailto, FolderCache(folder / "answers")) as client,
        Downloader(search.mailto) as downloader,
    ):
        found = await find(
            search.topic,
            sources=open_sources(search.sources, client, search.access),
            library=own,
            engine=engine,
            journal=FolderJournal(folder / "journal"),
            emit=emit,
            budget=budget,
        )
        online = bool(set(search.sources) - {"library"} or search.topic.pasted)
        texts = await fetch_texts(
            found.candidates,
            library=own,
            client=client if online else None,
            downloader=downloader if online else None,
            emit=emit,
            unpaywall_base=search.access.unpaywall,
        )
    found = replace(found, candidates=texts.candidates)
    _check(found, texts.papers)
    whole = Corpus.build(texts.papers.values(), search.topic.title, _dropped(found))
    searched = Searched(whole, found.to_data(), found.cost)
    _write(kept, asked, searched)
    return searched


def _check(found: Found, papers: Mapping[str, Paper]) -> None:
    if papers:
        return
    failures = " ".join(found.failures.values())
    if found.included:
        raise BadInput(
            f"{len(found.included)} papers were found, but neither text nor abstract of any. {failures}".strip()
        )
    if found.candidates:
        raise BadInput(
            f"None of the {len(found.candidates)} papers found is about “{found.topic.title}”; put it into other "
            f"words or ask more sources. {failures}".strip()
        )
    raise BadInput(f"No paper was found on “{found.topic.title}”; put it into other words. {failures}".strip())


def _dropped(found: Found) -> list[Dropped]:
    return [Dropped(c.title, c.note) for c in found.included if c.text == "none"]


def _write(path: Path, asked: Any, searched: Searched) -> None:
    corpus = searched.corpus
    kept = {
        "asked": asked,
        "title": corpus.title,
        "papers": [asdict(paper) for paper in corpus.papers],
        "dropped": [asdict(item) for item in corpus.dropped],
        "record": searched.record,
        "cost": searched.cost,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace"))


def _read(path: Path, asked: Any) -> Searched:
    """What an earlier search kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept["asked"] != asked:
        raise BadInput(f"{path.parent.parent} was begun with another search; leave out --resume to start anew.")
    papers = tuple(
        Paper(**{**row, "authors": tuple(row["authors"]), "page_starts": tuple(row["page_starts"])})
        for row in kept["papers"]
    )
    dropped = tuple(Dropped(**row) for row in kept["dropped"])
    return Searched(Corpus(papers, kept["title"], dropped), kept["record"], kept["cost"])


def _plain(value: Any) -> Any:
    """`value` as JSON gives it back: tuples as lists."""
    return json.loads(json.dumps(value))
