"""The workspace's papers as a source of a search."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from pipeline.paper import Paper as PipelinePaper
from pipeline.retrieval import Candidate, candidate_of
from surveygo.accounts.models import Workspace
from surveygo.library import search
from surveygo.library.models import Paper

T = TypeVar("T")


class WorkspaceLibrary:
    """What `pipeline.retrieval.Library` asks for, from the rows. executor: the thread that the rows are read in."""

    def __init__(self, workspace: Workspace, executor: Executor) -> None:
        self._workspace = workspace
        self._executor = executor

    async def search(self, query: str, limit: int) -> Sequence[Candidate]:
        """At most `limit` papers that hold any word of `query`, the best first."""
        return await self._in_thread(lambda: self._search(query, limit))

    async def paper(self, own: str) -> PipelinePaper:
        """The paper of that number.

        Raises:
            KeyError: it is no longer there.
        """
        return await self._in_thread(lambda: self._paper(own))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def _search(self, query: str, limit: int) -> list[Candidate]:
        found = search.find(Paper.objects.filter(workspace=self._workspace), query, any_word=True)
        rows = found.defer("text", "page_starts").order_by("rank", "pk")[:limit]
        return [candidate_of(_light(row), str(row.pk)) for row in rows]

    def _paper(self, own: str) -> PipelinePaper:
        row = self._workspace.papers.filter(pk=int(own)).first()
        if row is None:
            raise KeyError(own)
        return row.for_pipeline()


def _light(row: Paper) -> PipelinePaper:
    """The paper without its text, which a list of candidates has no use for."""
    return PipelinePaper("", row.title, "", row.abstract, tuple(row.authors), row.year, row.venue, row.doi, row.url)
