"""What a search tells while it runs, folded into what its page shows: plain JSON types, kept in `Search.told`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.events import Event, Notice
from pipeline.retrieval import (
    SOURCES,
    CandidatesMerged,
    SearchPlanned,
    SnowballGrown,
    SourceAnswered,
    SourceAsked,
    SourceFailed,
    TextFetched,
)

LAST = 6
"""Titles that are shown as they come."""


class Progress:
    """The fold. `told` is replaced with each event, so that a reader in another thread sees it whole."""

    def __init__(self, texts: int = 0) -> None:
        self.told: dict[str, Any] = {"queries": [], "sources": {}, "titles": [], "notes": [], "texts": [0, texts]}

    def emit(self, event: Event) -> None:
        """Take an event in."""
        told = dict(self.told)
        match event:
            case SearchPlanned():
                told |= {"queries": list(event.queries), "by": event.by}
                told["notes"] = [*told["notes"], *event.problems]
            case SourceAsked() | SourceAnswered() | SourceFailed():
                told["sources"] = told["sources"] | {event.source: _source(told["sources"].get(event.source), event)}
                if isinstance(event, SourceAnswered):
                    told["titles"] = _last(told["titles"], event.titles)
            case CandidatesMerged():
                told |= {"identified": event.identified, "candidates": event.candidates}
            case SnowballGrown():
                told |= {"grown": event.found}
            case TextFetched():
                done, total = told["texts"]
                told |= {"texts": [done + 1, total], "titles": _last(told["titles"], [event.title])}
            case Notice():
                told["notes"] = [*told["notes"], event.message][-20:]
        self.told = told


def _last(titles: Sequence[str], more: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*titles, *more]))[-LAST:]


def _source(known: dict[str, Any] | None, event: SourceAsked | SourceAnswered | SourceFailed) -> dict[str, Any]:
    state = dict(known or {"name": SOURCES.get(event.source, event.source), "waiting": 0, "found": 0, "failed": ""})
    if isinstance(event, SourceAsked):
        state["waiting"] += 1
        return state
    state["waiting"] = max(state["waiting"] - 1, 0)
    if isinstance(event, SourceAnswered):
        state["found"] += event.found
    else:
        state["failed"] = event.message
    return state
