"""Doing what a search waits for, in a worker: finding candidates, or fetching the texts of the chosen ones."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Sum

from pipeline.engines import Provider, make_engine
from pipeline.errors import PipelineError, RunCancelled, RunPaused
from pipeline.paper import Corpus
from pipeline.retrieval import Candidate, Found, Texts, fetch_texts, find, open_sources
from surveygo import leases
from surveygo.desk import Desk
from surveygo.library.duplicates import propose
from surveygo.library.models import Paper
from surveygo.library.store import keep, place
from surveygo.patience import patiently
from surveygo.searches import access, claims
from surveygo.searches.journal import SearchJournal
from surveygo.searches.library import WorkspaceLibrary
from surveygo.searches.models import Candidate as Row
from surveygo.searches.models import Search
from surveygo.searches.progress import Progress
from surveygo.surveys import control
from surveygo.surveys.engines import account_of
from surveygo.surveys.keeper import ShuttingDown
from surveygo.surveys.machine import LostLease

log = logging.getLogger(__name__)
Status, Phase = Search.Status, Search.Phase
MISHAP = "Something went wrong inside SurveyGO; the server's log says what. Try again."
NOTHING = "No paper was found. Try other words, other sources, or fewer wishes."
DOUBTFUL = "No paper is clearly about the topic. Tick those under “Perhaps about it” that are, or try other words."
SPENT = (
    "The survey's budget does not cover what the model is to be asked for the search. Change the brief: give it more, "
    "or choose the extractive engine; what was answered so far is kept."
)
UNUSABLE = "None of the chosen papers has a text or an abstract that could be had. Choose others, or upload them."


def conduct(pk: int) -> None:
    """Claim a queued search and do its phase; whatever happens ends in a status that says so, or in a lost lease."""
    search = claims.claim(pk)
    if search is None:
        return
    fail = partial(leases.finish, search, Status.FAILED)
    try:
        if search.phase == Phase.FIND:
            before = search.survey.searches.exclude(pk=search.pk).aggregate(cost=Sum("cost"))["cost"] or 0.0
            found = asyncio.run(_find(search, account_of(search.survey), before))
            patiently(partial(_store_found, search, found))
        else:
            chosen = [row.found for row in search.candidates.filter(included=True)]
            patiently(partial(_store_texts, search, asyncio.run(_fetch(search, chosen))))
    except LostLease:
        log.warning("Search %s was lost to another worker; nothing more of it is written here.", pk)
    except ShuttingDown:
        leases.finish(search, Status.QUEUED)
    except RunCancelled as stop:
        patiently(partial(leases.finish, search, Status.CANCELLED, message=str(stop)))
    except RunPaused:
        patiently(partial(fail, message=SPENT))
    except PipelineError as error:
        patiently(partial(fail, message=str(error)))
    except Exception:  # the task's edge: the reader learns that it failed and the log learns why
        log.exception("Search %s failed.", pk)
        patiently(partial(fail, message=MISHAP))


async def _find(search: Search, account: Provider | None, before: float) -> Found:
    progress, survey = Progress(), search.survey
    engine = make_engine(survey.engine, Corpus(()), survey.language, account) if account else None
    with closing(SearchJournal(search, before)) as journal:
        async with _desk(search, progress) as desk, access.client() as client:
            return await find(
                search.make_topic(),
                sources=open_sources(search.sources, client, access.access()),
                library=WorkspaceLibrary(survey.workspace, desk.executor),
                engine=engine,
                journal=journal,
                emit=progress.emit,
                check=desk.check,
                budget=float(survey.plan.get("budget", 0.0)),
                spent=before + search.cost,
            )


def _desk(search: Search, progress: Progress) -> Desk[dict[str, Any]]:
    def renew(told: dict[str, Any]) -> str:
        return leases.renew(search, told=told)

    return Desk(f"search {search.pk}", lambda: progress.told, renew, "The search was cancelled.")


def _store_found(search: Search, found: Found) -> None:
    """The candidates, and what comes next: a person's look, or the texts at once."""
    with leases.fenced(search):
        search.candidates.all().delete()
        Row.objects.bulk_create(
            (
                Row(search=search, position=number, key=c.key[:500], data=c.to_data(), included=c.included)
                for number, c in enumerate(found.candidates)
            ),
            batch_size=200,
        )
        data = found.to_data()
        names = ("failures", "problems", "pairs")  # the journal keeps the cost
        fields = {name: data[name] for name in names} | {"identified": dict(found.identified)}
        doubtful = any(c.exclusion == "uncertain" for c in found.candidates)
        message = "" if found.included else DOUBTFUL if doubtful else NOTHING
        leases.finish(search, Status.READY, duplicates=found.duplicates, message=message, **fields)
        if search.runs_through and found.included:
            claims.queue(search, Phase.FETCH, only=(Status.READY,))


async def _fetch(search: Search, chosen: Sequence[Candidate]) -> Texts:
    progress = Progress(len(chosen))
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    async with (
        _desk(search, progress) as desk,
        access.client() as client,
        access.downloader() as downloader,
    ):
        return await fetch_texts(
            chosen,
            library=WorkspaceLibrary(search.survey.workspace, desk.executor),
            client=client,
            downloader=downloader,
            emit=progress.emit,
            check=desk.check,
            scratch=settings.MEDIA_ROOT,
            unpaywall_base=access.access().unpaywall,
        )


def _store_texts(search: Search, texts: Texts) -> None:
    """The papers into library and collection, and the start of the run."""
    survey = search.survey
    with leases.fenced(search):
        rows = {row.key: row for row in search.candidates.filter(included=True)}
        for candidate in texts.candidates:
            row = rows[candidate.key[:500]]
            row.data = candidate.to_data()
            row.save(update_fields=["data"])
        usable = [c for c in texts.candidates if c.key in texts.papers]
        own = _own(search, usable)
        kept = keep(survey.workspace, [_paper(search, c, texts) for c in usable if c.ids.own not in own])
        place(survey.collection, [*own.values(), *kept])
        if not survey.collection.places.exists():
            leases.finish(search, Status.READY, message=UNUSABLE)
            return
        leases.finish(search, Status.DONE)
        assert search.created_by is not None
        run = control.start(survey, search.created_by)
        Search.objects.filter(pk=search.pk).update(run=run)
    propose(survey.workspace, [row.pk for row in kept])


def _own(search: Search, candidates: list[Candidate]) -> dict[str, Paper]:
    """Rows of those candidates that the library has already, by what the pipeline calls them."""
    keys = [int(c.ids.own) for c in candidates if c.ids.own]
    return {str(row.pk): row for row in search.survey.workspace.papers.filter(pk__in=keys).only("pk")}


def _paper(search: Search, candidate: Candidate, texts: Texts) -> Paper:
    """A row, not saved yet, for a candidate's paper."""
    source = next((name for name in candidate.sources if name != "library"), "library")
    more: dict[str, Any] = {"source": source, "arxiv": candidate.ids.arxiv, "retracted": candidate.retracted}
    return Paper.of(search.survey.workspace, texts.papers[candidate.key], **more)
