"""A candidate: one work that a search found, and its fate."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from pipeline.paper import Paper

_LONGEST_KEY = 200

Verdict = Literal["", "include", "exclude"]
Exclusion = Literal["", "retracted", "wishes", "off-topic", "uncertain", "surplus", "person"]
"""Why a candidate is out: retracted, against the topic's wishes, not about the topic, perhaps about it but not clearly,
beyond the number of papers wanted, or taken out by a person."""
Text = Literal["", "full", "abstract", "none"]


@dataclass(frozen=True, slots=True)
class Ids:
    """What a work is called where; empty where unknown. own: its name in the library."""

    doi: str = ""
    arxiv: str = ""
    openalex: str = ""
    s2: str = ""
    own: str = ""

    def items(self) -> tuple[tuple[str, str], ...]:
        """The known ids, (kind, id), the kind that is most trusted first."""
        return tuple((kind, value) for kind, value in asdict(self).items() if value)

    def joined(self, other: Ids) -> Ids:
        """These ids, the gaps filled from `other`."""
        return Ids(**{kind: value or getattr(other, kind) for kind, value in asdict(self).items()})


@dataclass(frozen=True, slots=True)
class Location:
    """Where an open-access copy lies. kind: what the source says is there."""

    url: str
    kind: Literal["pdf", "page"] = "page"


@dataclass(frozen=True)
class Candidate:
    """A work and what became of it in one search.

    sources: registry names of the sources that found it, in the order they were asked; `pasted` and `snowball` too.
    citations: how often it is cited, None where unknown. relevance: 0 to 1, how close it is to the topic; score: what
    the list is ordered by, relevance with the wishes for year, citations and venue. verdict, exclusion, reason: the
    screening's, the reason one sentence. text, note: what of its text could be had, and what to know of that.
    """

    title: str
    ids: Ids = field(default_factory=Ids)
    abstract: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    url: str = ""
    citations: int | None = None
    retracted: bool = False
    locations: tuple[Location, ...] = ()
    sources: tuple[str, ...] = ()
    relevance: float = 0.0
    score: float = 0.0
    verdict: Verdict = ""
    exclusion: Exclusion = ""
    reason: str = ""
    text: Text = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Its name in the search: its most trusted id, else its address, else its title and year; where that is long,
        its hash."""
        name = f"url:{self.url}" if self.url else f"title:{self.title.casefold()}:{self.year or ''}"
        for kind, value in reversed(self.ids.items()):
            name = f"{kind}:{value}"
        return name if len(name) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"

    @property
    def untitled(self) -> bool:
        """Whether nothing but an address or an id is known of it."""
        return self.title in (self.url, self.ids.doi, self.ids.arxiv)

    @property
    def included(self) -> bool:
        """Whether it was screened in."""
        return self.verdict == "include"

    def judged(self, verdict: Verdict, reason: str, exclusion: Exclusion = "") -> Candidate:
        """The candidate with that fate."""
        return replace(self, verdict=verdict, reason=reason, exclusion=exclusion)

    def to_paper(self, text: str = "") -> Paper:
        """The paper it stands for, with that full text; without one the abstract is its text."""
        return Paper(
            bibkey="",
            title=self.title,
            text=text or self.abstract,
            abstract=self.abstract,
            authors=self.authors,
            year=self.year,
            venue=self.venue,
            doi=self.ids.doi,
            url=self.url or (f"https://arxiv.org/abs/{self.ids.arxiv}" if self.ids.arxiv else ""),
            basis="full" if text else "abstract",
        )

    def to_data(self) -> dict[str, Any]:
        """All of it as plain JSON types, with its key."""
        return {"key": self.key, **asdict(self)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Candidate:
        """The candidate that `to_data` described, read back from JSON."""
        values = {name: value for name, value in data.items() if name != "key"}
        values["ids"] = Ids(**values["ids"])
        values["locations"] = tuple(Location(**place) for place in values["locations"])
        for name in ("authors", "sources"):
            values[name] = tuple(values[name])
        return cls(**values)
