"""The journal in the database: replies of one workspace, written under the fence of whoever asks."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial

from django.db import connection

from pipeline.engines.base import Reply, Usage
from surveygo.patience import patiently
from surveygo.surveys.machine import Claim, fenced
from surveygo.surveys.models import Call, Run


class RowJournal(ABC):
    """A journal of the pipeline in rows. Its one thread keeps its own connection; a `put` returns when its row is
    committed. Replies that arrive while a commit is under way go into the next one together."""

    def __init__(self, name: str, *, workspace: int, survey: int) -> None:
        self._workspace = workspace
        self._survey = survey
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"journal of {name}")
        self._waiting: list[Call] = []
        self._flush: asyncio.Future[None] | None = None

    async def get(self, key: str) -> Reply | None:
        """The workspace's reply of that key, or None."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, patiently, partial(self._get, key))

    async def put(self, key: str, step: str, reply: Reply) -> None:
        """Record a reply.

        Raises:
            LostLease: where the run was taken over; nothing is written.
        """
        self._waiting.append(
            Call(
                workspace_id=self._workspace,
                survey_id=self._survey,
                key=key,
                step=step,
                text=reply.text,
                usage=asdict(reply.usage),
                model=reply.model,
            )
        )
        if self._flush is None:
            self._flush = asyncio.ensure_future(self._commit())
        await asyncio.shield(self._flush)

    async def keep_spent(self, dollars: float) -> None:
        """Record what the run may have cost.

        Raises:
            LostLease: where the run was taken over; nothing is written.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, patiently, partial(self._keep_spent, dollars))

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        # Whoever puts while the thread is busy with something else still joins this commit.
        await loop.run_in_executor(self._thread, _nothing)
        calls, self._waiting, self._flush = self._waiting, [], None
        await loop.run_in_executor(self._thread, patiently, partial(self._put, calls))

    def close(self) -> None:
        """Let the thread finish and close its connection."""
        self._thread.submit(_close)
        self._thread.shutdown()

    def _get(self, key: str) -> Reply | None:
        row = Call.objects.filter(workspace=self._workspace, key=key).values("text", "usage", "model").first()
        return Reply(row["text"], Usage(**row["usage"]), row["model"]) if row else None

    def _put(self, calls: list[Call]) -> None:
        with self._fenced():
            Call.objects.bulk_create(calls, ignore_conflicts=True)

    @abstractmethod
    def _fenced(self) -> AbstractContextManager[object]:
        """A transaction that holds only while this worker's claim does."""

    @abstractmethod
    def _keep_spent(self, dollars: float) -> None:
        """Record what may have been spent, under the claim."""


class DatabaseJournal(RowJournal):
    """The journal of a run."""

    def __init__(self, claim: Claim, *, workspace: int, survey: int) -> None:
        super().__init__(f"run {claim.run}", workspace=workspace, survey=survey)
        self._claim = claim

    def _fenced(self) -> AbstractContextManager[object]:
        return fenced(self._claim)

    def _keep_spent(self, dollars: float) -> None:
        with self._fenced():
            Run.objects.filter(pk=self._claim.run).update(spent=dollars)


def _nothing() -> None:
    return None


def _close() -> None:
    # Looked up in the thread that runs this: each has a connection of its own.
    connection.close()
