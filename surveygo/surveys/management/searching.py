"""The options of a search for papers on the command line, and what is told of it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from pipeline.errors import BadInput
from pipeline.events import Event
from pipeline.retrieval import (
    SOURCES,
    CandidatesMerged,
    SearchDone,
    SearchPlanned,
    SnowballGrown,
    SourceAnswered,
    SourceFailed,
    TextFetched,
    Topic,
    Wishes,
)
from pipeline.search import Search
from surveygo.searches.access import access, offered

_CJK = range(0x3400, 0xA000)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of a search."""
    group = parser.add_argument_group("search for papers on a topic; COLLECTION, if given, is the own library")
    group.add_argument("--topic", default="", metavar="TEXT", help="the topic in one sentence")
    group.add_argument(
        "--sources", default="", metavar="NAMES", help=f"which are asked, separated by commas: {', '.join(SOURCES)}"
    )
    group.add_argument("--papers", type=int, default=60, metavar="N", help="how many papers at most (default: 60)")
    group.add_argument("--first-year", type=int, metavar="YEAR", help="no papers before it")
    group.add_argument("--last-year", type=int, metavar="YEAR", help="no papers after it")
    group.add_argument("--citations", type=int, default=0, metavar="N", help="no papers known to be cited less often")
    group.add_argument("--venue", action="append", default=[], metavar="NAME", help="preferred venue; may be repeated")
    group.add_argument("--prefer", default="", choices=("recent", "cited"), help="what lifts papers in the order")
    group.add_argument("--paste", type=Path, metavar="FILE", help="DOIs, arXiv ids and addresses to take, one a line")
    group.add_argument("--retracted", action="store_true", help="take retracted papers too")
    group.add_argument("--no-snowball", action="store_true", help="do not follow references and citations")


def search_of(options: dict[str, Any]) -> Search | None:
    """The search that the options ask for, None where they ask for none.

    Raises:
        BadInput: an option that makes no sense.
    """
    if not options["topic"].strip() and not options["paste"]:
        return None
    title = options["topic"].strip() or options["title"].strip()
    if not title:
        raise BadInput("Papers that are pasted need a --topic or a --title to be written about.")
    if options["papers"] < 1:
        raise BadInput("--papers must be at least 1.")
    wishes = Wishes(
        papers=options["papers"],
        first_year=options["first_year"],
        last_year=options["last_year"],
        citations=options["citations"],
        venues=tuple(options["venue"]),
        prefer=options["prefer"],
        retracted=options["retracted"],
        snowball=not options["no_snowball"],
    )
    chinese = any(ord(char) in _CJK for char in title)
    language = options["language"] or ("zh" if chinese else "en")
    topic = Topic(title, options["instructions"], language, wishes, _pasted(options["paste"]))
    return Search(topic, _sources(options), access(), settings.ENV["SURVEYGO_MAILTO"])


def _sources(options: dict[str, Any]) -> tuple[str, ...]:
    """Those named, else the own library and all that the installation's settings offer."""
    online = [name for name, _ in offered()]
    if options["sources"]:
        named = [name.strip() for name in options["sources"].split(",") if name.strip()]
        if unknown := [name for name in named if name not in SOURCES]:
            raise BadInput(f"There is no source {unknown[0]!r}; choose from {', '.join(SOURCES)}.")
        if "library" in named and options["collection"] is None:
            raise BadInput("The source library is the COLLECTION; name one.")
        if barred := [name for name in named if name not in ("library", "web", *online)]:
            raise BadInput(f"The source {barred[0]} is not among those that SURVEYGO_SOURCES allows.")
        return tuple(named)
    own = ("library",) if options["collection"] is not None else ()
    if not own and not online and options["topic"]:
        raise BadInput("There is nothing to search: name a COLLECTION, or set SURVEYGO_SOURCES.")
    return (*own, *online)


def _pasted(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The list {path} cannot be read: {error.__class__.__name__}.") from error


def line_of(event: Event) -> str:
    """What the command line says of an event of a search; empty for those it leaves out."""
    match event:
        case SearchPlanned():
            return "\n".join([f"search: {' · '.join(event.queries)}", *(f"note: {text}" for text in event.problems)])
        case SourceAnswered():
            return f"{SOURCES[event.source]}: {event.found:,} for “{event.query}”"
        case SourceFailed():
            return f"note: {event.message} The search goes on without it."
        case SnowballGrown():
            return f"references and citations of {event.seeds} papers: {event.found:,}"
        case CandidatesMerged():
            pairs = f", {event.pairs} pairs may be the same" if event.pairs else ""
            return f"candidates: {event.candidates:,} different papers, {event.duplicates:,} duplicates{pairs}"
        case TextFetched() if event.text != "full":
            return f"{event.title}: {event.note}"
        case SearchDone():
            flow = event.flow
            return f"screened: {flow['screened']:,}, taken: {flow['included']:,}"
    return ""
