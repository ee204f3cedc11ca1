"""Writing one survey in a worker: the pipeline between the rows it reads and the rows it leaves."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Sequence
from functools import partial

from pipeline.brief import Brief
from pipeline.engines import make_engine
from pipeline.errors import PipelineError, RunCancelled, RunPaused
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.steps.outline import parse_outline
from pipeline.survey import Survey as Written
from pipeline.survey import write_survey
from surveygo.articles import document
from surveygo.library.models import Paper
from surveygo.patience import patiently
from surveygo.surveys import machine
from surveygo.surveys.engines import account_of
from surveygo.surveys.journal import DatabaseJournal
from surveygo.surveys.keeper import Keeper, ShuttingDown
from surveygo.surveys.machine import Claim, LostLease
from surveygo.surveys.models import Run
from surveygo.surveys.recorder import Recorder
from surveygo.surveys.spending import spending

log = logging.getLogger(__name__)
Status = Run.Status
MISHAP = (
    "Something went wrong inside SurveyGO; the server's log says what. Everything so far is kept: resume to try again."
)


def conduct(run_id: int) -> None:
    """Claim a queued run and write its survey; whatever happens ends in a status that says so, or in a lost lease."""
    claim = machine.claim(run_id, f"{socket.gethostname()}:{os.getpid()}")
    if claim is None:
        return
    log.info("Run %s begins with fence %s.", run_id, claim.fence)
    keeper = Keeper(claim)
    try:
        _settle(claim, keeper)
    except LostLease:
        log.warning("Run %s was lost to another worker; nothing more of it is written here.", run_id)
    except ShuttingDown:
        machine.release(claim)
        log.info("Run %s goes back to the queue: this worker is being stopped.", run_id)
    finally:
        keeper.close()


def _settle(claim: Claim, keeper: Keeper) -> None:
    """Write, and move the run to where that ended."""
    finish = partial(machine.finish, claim)
    try:
        run = Run.objects.select_related("survey__collection", "survey__provider").get(pk=claim.run)
        rows = list(run.survey.collection.in_order())
        corpus = build_corpus(run, rows)
        written = _write(claim, keeper, run, corpus)
        patiently(partial(_store, claim, run, corpus, written, _rows_by_key(corpus, rows)))
        return
    except (LostLease, ShuttingDown):
        raise
    except RunPaused as stop:
        end = partial(finish, Status.PAUSED, reason=stop.reason, message=str(stop))
    except RunCancelled as stop:
        end = partial(finish, Status.CANCELLED, message=str(stop))
    except PipelineError as error:
        end = partial(finish, Status.FAILED, message=str(error))
    except Exception:  # the task's edge: whatever it was, the reader learns that it failed and the log learns why
        log.exception("Run %s failed.", claim.run)
        end = partial(finish, Status.FAILED, message=MISHAP)
    patiently(end)


def _store(claim: Claim, run: Run, corpus: Corpus, written: Written, rows: dict[str, int]) -> None:
    """The article and the run's end, in one transaction."""
    with machine.fenced(claim):
        document.create(run, corpus, written, rows)
        machine.finish(claim, Status.DONE)


def build_corpus(run: Run, rows: Sequence[Paper]) -> Corpus:
    """The papers of the survey's collection, in its order."""
    return Corpus.build((row.for_pipeline() for row in rows), run.survey.title)


def _rows_by_key(corpus: Corpus, rows: Sequence[Paper]) -> dict[str, int]:
    """Which row of the library each paper of the corpus was; the corpus leaves out those with nothing to read."""
    kept = (row.pk for row in rows if row.text.strip() or row.abstract.strip())
    return dict(zip((paper.bibkey for paper in corpus.papers), kept, strict=True))


def build_brief(run: Run) -> Brief:
    """What the survey asks for.

    Raises:
        BadInput: for an outline without sections.
    """
    survey = run.survey
    outline = parse_outline(survey.outline) if survey.outline.strip() else None
    return Brief(survey.title, survey.instructions, survey.language, outline, survey.review_outline)


def _write(claim: Claim, keeper: Keeper, run: Run, corpus: Corpus) -> Written:
    """Run the pipeline; when this returns or raises, all that was told and answered is in rows."""
    survey = run.survey
    engine = make_engine(survey.engine, corpus, survey.language, account_of(survey))
    brief, plan = build_brief(run), Plan(**run.plan)
    journal = DatabaseJournal(claim, workspace=survey.workspace_id, survey=survey.pk)
    recorder = Recorder(claim, keeper.report)
    writing = write_survey(
        corpus,
        brief,
        plan,
        engine=engine,
        journal=journal,
        emit=recorder.emit,
        desk=keeper,
        spent=spending(run).gone,
    )
    try:
        written = asyncio.run(writing)
    finally:
        journal.close()
        recorder.close()
    keeper.check_threads()
    return written
