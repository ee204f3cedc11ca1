"""fetch_texts(): included candidates to papers, with their full text where it can be had."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import SourceError
from pipeline.events import Emit
from pipeline.ingest.files import read_files
from pipeline.paper import Paper
from pipeline.retrieval import unpaywall
from pipeline.retrieval.candidate import Candidate, Location, Text
from pipeline.retrieval.client import Client
from pipeline.retrieval.download import Downloader
from pipeline.retrieval.events import TextFetched
from pipeline.retrieval.identity import is_same_work, with_text
from pipeline.retrieval.landing import pdf_address
from pipeline.retrieval.library import Library
from pipeline.together import together

_ONLY_ABSTRACT = "its abstract is used: the library has no more of it"
_AT_ONCE = 4
_MOST_COPIES = 3  # tried for each work


@dataclass(frozen=True)
class Texts:
    """candidates: as given, each with what of its text there is; papers: by candidate key, those that can be used."""

    candidates: tuple[Candidate, ...]
    papers: Mapping[str, Paper] = field(default_factory=dict)


@dataclass
class _Search:
    """The search for one candidate's text: where copies may lie, what was found, and why not what was tried last."""

    candidate: Candidate
    places: list[Location] = field(default_factory=list)
    file: Path | None = None
    paper: Paper | None = None
    note: str = ""


async def fetch_texts(
    candidates: Sequence[Candidate],
    *,
    library: Library | None = None,
    client: Client | None = None,
    downloader: Downloader | None = None,
    emit: Emit = lambda event: None,
    check: Callable[[], None] = lambda: None,
    scratch: Path | None = None,
    unpaywall_base: str = unpaywall.BASE,
) -> Texts:
    """The papers that included candidates stand for: from the library, else from an open-access copy that a source,
    arXiv or Unpaywall knows. A paper without full text is used by its abstract and marked so; one without either is
    marked as unusable.

    client: asks Unpaywall; without one it is not asked. downloader: fetches copies; without one nothing is downloaded.
    check: asked before each download; raises to stop. scratch: the folder for temporary files, emptied again.
    """
    searches = {c.key: _Search(c) for c in candidates if c.included}
    await together(_from_library(search, library) for search in searches.values())
    for search in searches.values():
        if search.paper is not None:
            search.note = "from the library" if search.paper.basis != "abstract" else _ONLY_ABSTRACT
            emit(_told(search))
    waiting = [search for search in searches.values() if search.paper is None]
    if downloader is not None and waiting:
        await together(_locate(search, client, unpaywall_base) for search in waiting)
        with TemporaryDirectory(dir=scratch, prefix="texts-") as folder:
            for attempt in range(_MOST_COPIES):
                check()
                waiting = await _round(waiting, Path(folder), attempt, downloader, emit, check)
    for search in waiting:
        emit(_told(search))
    done = {key: _fated(search) for key, search in searches.items()}
    papers = {key: paper for key, search in searches.items() if (paper := _usable(search)) is not None}
    return Texts(tuple(done.get(c.key, c) for c in candidates), papers)


async def _from_library(search: _Search, library: Library | None) -> None:
    own = search.candidate.ids.own
    if library is not None and own:
        try:
            search.paper = await library.paper(own)
        except KeyError:
            search.note = "it is no longer in the library"


async def _locate(search: _Search, client: Client | None, base: str) -> None:
    """Where copies may lie: what the sources said, arXiv, and what Unpaywall knows."""
    candidate = search.candidate
    places = [place for place in candidate.locations if place.kind == "pdf"]
    if candidate.ids.arxiv:
        places.append(Location(f"https://arxiv.org/pdf/{candidate.ids.arxiv}", "pdf"))
    if client is not None and len(places) < _MOST_COPIES:
        try:
            places += await unpaywall.open_copies(candidate.ids.doi, client, base)
        except SourceError as error:
            search.note = str(error).rstrip(".")
    places += [place for place in candidate.locations if place.kind == "page"]
    search.places = list({place.url: place for place in reversed(places)}.values())[::-1]


async def _round(
    waiting: Sequence[_Search],
    folder: Path,
    attempt: int,
    downloader: Downloader,
    emit: Emit,
    check: Callable[[], None],
) -> list[_Search]:
    """Try the next copy of each, read all that came in one go, and give back those still without a text."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, search: _Search) -> None:
        search.file = None
        if attempt < len(search.places):
            async with slots:
                check()
                search.file = await _download(search, folder, f"{attempt}-{number}", downloader)

    await together(one(number, search) for number, search in enumerate(waiting))
    files = [search.file for search in waiting if search.file is not None]
    papers, problems = await asyncio.to_thread(_read, files, folder) if files else ({}, {})
    for search in waiting:
        if search.file is not None:
            _take(search, papers.get(search.file.name), problems.get(search.file.name, "it could not be read"))
            if search.paper is not None:
                emit(_told(search))
    return [search for search in waiting if search.paper is None]


async def _download(search: _Search, folder: Path, stem: str, downloader: Downloader) -> Path | None:
    """The next copy's file; of a page that names its PDF, that PDF."""
    place = search.places[int(stem.partition("-")[0])]
    try:
        file = await downloader.fetch(place.url, folder, stem)
        if file.suffix == ".html" and (pdf := await asyncio.to_thread(pdf_address, file, place.url)):
            file = await downloader.fetch(pdf, folder, f"{stem}p")
        return file
    except SourceError as error:
        search.note = f"a copy could not be fetched: {error}"
        return None


def _read(files: Sequence[Path], folder: Path) -> tuple[dict[str, Paper], dict[str, str]]:
    """The first paper of each file, and the problem of each that cannot be used, by file name."""
    papers: dict[str, Paper] = {}
    problems: dict[str, str] = {}
    read = read_files(files, on_file=lambda report: None, scratch=folder)
    at = 0
    for report in read.reports:
        if report.papers:
            papers[report.name] = read.papers[at]
        elif report.name not in papers:
            problems[report.name] = report.reason
        at += report.papers
    return papers, problems


def _take(search: _Search, paper: Paper | None, problem: str) -> None:
    if paper is None:
        search.note = f"a copy could not be used: {problem}"
    elif not is_same_work(search.candidate, paper):
        search.note = "a copy could not be used: its text is of something else"
    else:
        search.paper = with_text(search.candidate, paper)
        search.note = "from an open-access copy"


def _usable(search: _Search) -> Paper | None:
    if search.paper is not None:
        return search.paper
    return search.candidate.to_paper() if search.candidate.abstract.strip() else None


def _fated(search: _Search) -> Candidate:
    """The candidate with what of its text there is."""
    paper, candidate = search.paper, search.candidate
    if paper is not None:
        text: Text = "abstract" if paper.basis == "abstract" else "full"
        return replace(candidate, title=paper.title, text=text, note=search.note)
    why = search.note or "no open-access copy is known"
    if candidate.abstract.strip():
        return replace(candidate, text="abstract", note=f"its abstract is used: {why}")
    return replace(candidate, text="none", note=f"it has no abstract either: {why}")


def _told(search: _Search) -> TextFetched:
    fated = _fated(search)
    return TextFetched(search.candidate.key, fated.title, fated.text, fated.note)
