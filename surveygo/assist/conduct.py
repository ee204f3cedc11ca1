"""Answering a question about a passage, in a worker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from pipeline import Brief, Corpus, Engine
from pipeline.engines import make_engine
from pipeline.errors import BadInput, PipelineError, RunCancelled, RunPaused
from pipeline.evidence import Support, evidence_key
from pipeline.revision import Part, Request, Revised, cut, revise, supporting
from surveygo import leases
from surveygo.articles import document
from surveygo.articles.models import Article
from surveygo.articles.yjs import text_of
from surveygo.assist import claims
from surveygo.assist.journal import AssistJournal
from surveygo.assist.models import Assist
from surveygo.desk import Desk
from surveygo.library.models import Paper
from surveygo.patience import patiently
from surveygo.review import anchors
from surveygo.surveys.engines import account_of
from surveygo.surveys.keeper import ShuttingDown
from surveygo.surveys.machine import LostLease
from surveygo.surveys.spending import spending

log = logging.getLogger(__name__)
Status = Assist.Status
MISHAP = "Something went wrong inside SurveyGO; the server's log says what. Ask again."
GONE = "The passage was deleted before it could be read. Select another one."
NO_PAPERS = "None of the article's papers is in the library any more."


def conduct(pk: int) -> None:
    """Claim a queued question and answer it; whatever happens ends in a status that says so, or in a lost lease."""
    assist = claims.claim(pk)
    if assist is None:
        return
    fail = partial(leases.finish, assist, Status.FAILED)
    try:
        request = _request(assist)
        corpus = corpus_of(assist.article)
        revised, parts = _answer(assist, request, corpus)
        fields = {"quote": request.text, "answer": revised.text, "problems": list(revised.problems)}
        done = partial(leases.finish, assist, Status.READY, parts=[asdict(part) for part in parts], **fields)
        patiently(done)
    except LostLease:
        log.warning("Assist %s was lost; nothing more of it is written here.", pk)
    except ShuttingDown:
        leases.finish(assist, Status.QUEUED)
    except RunCancelled:
        patiently(partial(leases.finish, assist, Status.SETTLED))
    except RunPaused as stop:
        patiently(partial(fail, message=str(stop), reason=stop.reason))
    except PipelineError as error:
        patiently(partial(fail, message=str(error)))
    except Exception:  # the task's edge: the reader learns that it failed and the log learns why
        log.exception("Assist %s failed.", pk)
        patiently(partial(fail, message=MISHAP))


def corpus_of(article: Article) -> Corpus:
    """The article's papers that the library still has, under the bibkeys that the article knows them by.

    Raises:
        BadInput: where there is none.
    """
    named = {row["paper"]: row["bibkey"] for row in article.references if row.get("paper")}
    rows = Paper.objects.in_bulk(list(named))
    papers = [replace(rows[pk].for_pipeline(), bibkey=key) for pk, key in named.items() if pk in rows]
    corpus = Corpus.build(papers, article.title)
    if not corpus.papers:
        raise BadInput(NO_PAPERS)
    return corpus


def _request(assist: Assist) -> Request:
    """The question about the passage as it stands now."""
    doc = document.current(assist.article)
    place = anchors.places(doc, [(assist.start, assist.end)])[0]
    if place is None:
        raise BadInput(GONE)
    return Request(assist.operation, assist.instruction, text_of(doc), *place, assist.sample)


def _answer(assist: Assist, request: Request, corpus: Corpus) -> tuple[Revised, Sequence[Part]]:
    if assist.operation == "support":
        parts = asyncio.run(_supporting(assist, request, corpus))
        return Revised(request.text), [_with_known(part, assist.article.evidence) for part in parts]
    survey = assist.article.survey
    engine = make_engine(survey.engine, corpus, survey.language, account_of(survey))
    revised = asyncio.run(_revised(assist, request, corpus, engine, _before(assist)))
    return revised, cut(request.text, revised)


def _before(assist: Assist) -> float:
    """US dollars of the survey's budget that are gone for anything else."""
    return spending(assist.article.run).gone - assist.cost


def _desk(assist: Assist, told: list[str]) -> Desk[str]:
    """told: its one entry is the answer so far."""

    def renew(answer: str) -> str:
        return leases.renew(assist, answer=answer)

    return Desk(f"assist {assist.pk}", lambda: told[0], renew, "It was put away.")


async def _supporting(assist: Assist, request: Request, corpus: Corpus) -> list[Part]:
    async with _desk(assist, [""]) as desk:
        parts = await asyncio.to_thread(supporting, request, corpus)
        desk.check()
    return parts


async def _revised(assist: Assist, request: Request, corpus: Corpus, engine: Engine, before: float) -> Revised:
    survey, told = assist.article.survey, [""]
    with closing(AssistJournal(assist, before)) as journal:
        async with _desk(assist, told) as desk:
            return await revise(
                request,
                corpus,
                Brief(survey.title, survey.instructions, survey.language),
                engine=engine,
                journal=journal,
                on_text=partial(told.__setitem__, 0),
                check=desk.check,
                budget=float(assist.article.run.plan.get("budget", 0.0)),
                spent=before + assist.cost,
            )


def _with_known(part: Part, rows: Iterable[dict[str, Any]]) -> Part:
    """A part that adds a citation, with what stands behind the sentence's other citations too."""
    [item] = part.evidence
    before = evidence_key(item.sentence, item.bibkeys[:-1])
    known = next((row for row in rows if row["key"] == before), None)
    if known is None:
        return part
    supports = (*item.supports, *(Support(**row) for row in known["supports"]))
    return replace(part, evidence=(replace(item, supports=supports),))
