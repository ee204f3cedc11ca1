"""What a search tells while it runs, as typed events in the manner of `pipeline.events`.

Order: SearchPlanned; SourceAsked, then SourceAnswered or SourceFailed, for each source and query; CandidatesMerged;
SnowballGrown and CandidatesMerged again, if works are followed; CandidateScreened for each; SearchDone. Fetching the
texts adds TextFetched for each included candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.events import Event

__all__ = [
    "CandidateScreened",
    "CandidatesMerged",
    "SearchDone",
    "SearchPlanned",
    "SnowballGrown",
    "SourceAnswered",
    "SourceAsked",
    "SourceFailed",
    "TextFetched",
]


@dataclass(frozen=True)
class SearchPlanned(Event):
    """What will be asked. queries: keywords as sent; phrases: what makes a paper one of the topic; by: the engine's
    label, or `key phrases` where no model planned; problems: one sentence for each pasted line that names no work."""

    kind: ClassVar[str] = "search-planned"
    queries: tuple[str, ...]
    phrases: tuple[str, ...]
    by: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceAsked(Event):
    """A query is on its way to a source."""

    kind: ClassVar[str] = "source-asked"
    source: str
    query: str

    @property
    def item(self) -> str:
        return f"{self.source}:{self.query}"


@dataclass(frozen=True)
class SourceAnswered(Event):
    """A source answered with `found` works; titles: the first few of them."""

    kind: ClassVar[str] = "source-answered"
    source: str
    query: str
    found: int
    titles: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        return f"{self.source}:{self.query}"


@dataclass(frozen=True)
class SourceFailed(Event):
    """A source could not be asked, and the search goes on without it. message: one sentence for the reader."""

    kind: ClassVar[str] = "source-failed"
    source: str
    query: str
    message: str

    @property
    def item(self) -> str:
        return f"{self.source}:{self.query}"


@dataclass(frozen=True)
class CandidatesMerged(Event):
    """`identified` records make `candidates` different works; pairs: how many might be the same and wait for a person.
    round: 0 after the queries, 1… after each round of snowballing."""

    kind: ClassVar[str] = "candidates-merged"
    identified: int
    duplicates: int
    candidates: int
    pairs: int
    round: int = 0

    @property
    def item(self) -> str:
        return str(self.round)


@dataclass(frozen=True)
class SnowballGrown(Event):
    """References and citations of `seeds` works were followed and gave `found` records."""

    kind: ClassVar[str] = "snowball"
    round: int
    seeds: int
    found: int

    @property
    def item(self) -> str:
        return str(self.round)


@dataclass(frozen=True)
class CandidateScreened(Event):
    """A candidate has its fate. candidate: as `Candidate.to_data` gives it."""

    kind: ClassVar[str] = "candidate-screened"
    candidate: Mapping[str, Any]

    @property
    def item(self) -> str:
        return str(self.candidate["key"])


@dataclass(frozen=True)
class TextFetched(Event):
    """What of an included candidate's text could be had. text: full, abstract or none; note: from where, or why not."""

    kind: ClassVar[str] = "text-fetched"
    candidate: str
    title: str
    text: str
    note: str

    @property
    def item(self) -> str:
        return self.candidate


@dataclass(frozen=True)
class SearchDone(Event):
    """The search is over. flow: as `Flow.to_data` gives it; failures: sentences by source that was not reached."""

    kind: ClassVar[str] = "search-done"
    flow: Mapping[str, Any]
    failures: Mapping[str, str]
