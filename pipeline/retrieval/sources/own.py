"""The own library asked like any other source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.retrieval.candidate import Candidate, Ids
from pipeline.retrieval.library import Library
from pipeline.retrieval.sources.base import Query


class OwnLibrary:
    """A library that the application gives."""

    name = "library"

    def __init__(self, library: Library) -> None:
        self._library = library

    async def search(self, query: Query, limit: int) -> Sequence[Candidate]:
        found = await self._library.search(query.text, limit)
        return [replace(candidate, sources=(self.name,)) for candidate in found]

    async def look_up(self, ids: Sequence[Ids]) -> Sequence[Candidate]:
        return ()

    async def follow(self, work: Candidate, limit: int) -> Sequence[Candidate]:
        return ()
