"""A survey without the browser: read a collection, write the survey, leave a folder."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.brief import Brief
from pipeline.calls.journal import FolderJournal
from pipeline.engines import Provider, make_engine
from pipeline.errors import BadInput
from pipeline.events import Emit
from pipeline.export import write_folder
from pipeline.export.folder import write_whole
from pipeline.ingest import FileReport, read_collection
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.search import Search, Searched, search_papers
from pipeline.survey import Survey, write_survey

__all__ = ["Job", "run_job"]

JOURNAL = ".journal"
SEARCH = ".search"
CANDIDATES = "candidates.json"
START = "start.json"


@dataclass(frozen=True)
class Job:
    """What the command line asks for. An empty title or language in the brief takes the collection's.

    collection: the papers; None where a search alone gives them. provider: the account of an engine that calls a
    language model. search: for papers on a topic, of which the collection is then one source.
    """

    collection: Path | None
    output: Path
    brief: Brief
    plan: Plan
    engine: str = "extractive"
    line: int | None = None
    resume: bool = False
    provider: Provider | None = None
    search: Search | None = None


class _Desk:
    run = "command line"

    def check(self) -> None:
        """Nobody pauses a run of the command line; it is interrupted."""

    def sharers(self) -> int:
        """Runs of the command line know of no other."""
        return 1


def run_job(job: Job, emit: Emit, on_file: Callable[[FileReport], None]) -> Survey:
    """Write the survey and its folder.

    Raises:
        BadInput: nothing was written.
        PipelineError: the run failed; what was answered so far stays in the folder's journal for `--resume`.
    """
    corpus, searched = _papers(job, emit, on_file)
    title = job.brief.title or corpus.title or (job.collection.stem if job.collection else "")
    brief = replace(job.brief, title=title, language=job.brief.language or corpus.language)
    engine = make_engine(job.engine, corpus, brief.language, job.provider)
    journal = _journal(job, corpus, brief)
    spent = _spent(journal, job.provider) + (searched.cost if searched else 0.0)
    writing = write_survey(
        corpus, brief, job.plan, engine=engine, journal=journal, emit=emit, desk=_Desk(), spent=spent
    )
    survey = asyncio.run(writing)
    if searched is not None:
        survey.record["search"] = {name: searched.record[name] for name in ("plan", "flow", "failures", "problems")}
    write_folder(survey, corpus, brief, job.output)
    if searched is not None:
        write_whole(job.output / CANDIDATES, json.dumps(searched.record, ensure_ascii=False, indent=2).encode())
    return survey


def _papers(job: Job, emit: Emit, on_file: Callable[[FileReport], None]) -> tuple[Corpus, Searched | None]:
    """The papers to write about: the collection's, or those that a search gave."""
    if job.collection is not None and not job.collection.exists():
        raise BadInput(f"There is no file or folder {job.collection}.")
    if job.output.exists() and not job.output.is_dir():
        raise BadInput(f"The output {job.output} is a file; name a folder.")
    own = read_collection(job.collection, line=job.line, on_file=on_file) if job.collection else Corpus(())
    if job.search is None:
        if job.collection is None:
            raise BadInput("Name a collection of papers, or a topic to search for with --topic.")
        return own, None
    engine = make_engine(job.engine, own, job.search.topic.language, job.provider) if job.provider else None
    searching = search_papers(
        job.search,
        job.output / SEARCH,
        library=own.papers,
        engine=engine,
        emit=emit,
        resume=job.resume,
        budget=job.plan.budget,
    )
    try:
        searched = asyncio.run(searching)
    except BadInput:
        shutil.rmtree(job.output / SEARCH, ignore_errors=True)
        with suppress(OSError):  # whatever else is in the folder stays
            job.output.rmdir()
        raise
    return searched.corpus, searched


def _journal(job: Job, corpus: Corpus, brief: Brief) -> FolderJournal:
    """The output folder's journal: continued with `--resume` if it belongs to the same job, else begun anew."""
    folder = job.output / JOURNAL
    plan = asdict(replace(job.plan, budget=0.0))  # a run may be given more
    start = {"corpus": corpus.hash, "brief": _plain(asdict(brief)), "plan": plan, "engine": job.engine}
    known = folder / START
    if job.resume:
        if not known.exists():
            raise BadInput(f"There is nothing to resume in {job.output}; leave out --resume to start.")
        before = json.loads(known.read_text(encoding="utf-8"))
        other = [name for name in start if before.get(name) != start[name]]
        if other:
            raise BadInput(
                f"{job.output} was begun with another {' and '.join(other)}; leave out --resume to start anew."
            )
    elif folder.exists():
        shutil.rmtree(folder)
    journal = FolderJournal(folder)
    known.write_text(json.dumps(start, ensure_ascii=False), encoding="utf-8")
    return journal


def _spent(journal: FolderJournal, provider: Provider | None) -> float:
    """US dollars that earlier attempts may have cost: what they kept, or what their replies cost if that is more."""
    if provider is None:
        return 0.0
    used = [(reply.model, reply.usage) for reply in journal.replies()]
    replies = sum(provider.cost(m, u.prompt_tokens, u.cached_tokens, u.completion_tokens) for m, u in used)
    return max(journal.spent, replies)


def _plain(value: Any) -> Any:
    """`value` as JSON gives it back: tuples as lists."""
    return json.loads(json.dumps(value))
