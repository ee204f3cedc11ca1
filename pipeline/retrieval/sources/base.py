"""What a source of papers is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.retrieval.candidate import Candidate, Ids


@dataclass(frozen=True, slots=True)
class Query:
    """What a source is asked: keywords, and the years wished for where it can ask for years."""

    text: str
    first_year: int | None = None
    last_year: int | None = None


class Source(Protocol):
    """A place where papers are looked for. Every method raises SourceError where it is not reached or understood."""

    name: str
    """Registry name."""

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        """At most `limit` works, the most relevant first."""
        ...

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        """The works of those ids that it knows; none where it cannot be asked by id."""
        ...

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        """At most `limit` works that `work` cites or that cite it; none where it does not know."""
        ...
