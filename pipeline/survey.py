"""write_survey(): the stages in order; read this first."""

from __future__ import annotations

import asyncio
import time
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from pipeline.article import Article
from pipeline.brief import Brief
from pipeline.calls.ask import Asker
from pipeline.calls.journal import Journal, review_key
from pipeline.citations import cited_keys
from pipeline.engines.base import Engine
from pipeline.errors import BadInput, RunPaused
from pipeline.events import Emit, OutlineWaiting, PaperStatus
from pipeline.evidence import Evidence
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.record import finish_record
from pipeline.skeleton import Skeleton
from pipeline.stages.block import Block, run_block
from pipeline.stages.context import Context, section_rows, skeleton_event
from pipeline.stages.digests import compare, digest_all, redigest
from pipeline.stages.figures import draw
from pipeline.stages.grounding import ground
from pipeline.stages.grouping import group
from pipeline.stages.skeletons import first_skeleton
from pipeline.stages.writing import points_by_leaf, write
from pipeline.steps.review import ReviewOutline


class Desk(Protocol):
    """Who runs the survey."""

    run: str
    """Names the run; a person's answers belong to it."""

    def check(self) -> None:
        """Asked before every call: return to go on; raise RunPaused or RunCancelled to stop."""
        ...

    def sharers(self) -> int:
        """How many runs are under way with the same account, this one among them; each keeps to its share."""
        ...


@dataclass(frozen=True)
class Survey:
    """What a run leaves. record: the content of run.json."""

    article: Article
    skeleton: Skeleton
    evidence: tuple[Evidence, ...]
    record: dict[str, Any]


async def write_survey(
    corpus: Corpus,
    brief: Brief,
    plan: Plan,
    *,
    engine: Engine,
    journal: Journal,
    emit: Emit,
    desk: Desk,
    spent: float = 0.0,
) -> Survey:
    """Write a survey of `corpus`; the same corpus, brief, plan and journal give the same article.

    spent: US dollars that earlier attempts at this run cost.

    Raises:
        BadInput: the corpus holds no usable paper, or the language does not suit the engine.
        RunPaused, RunCancelled: from the desk, or when the outline waits for review.
        StepFailed: a stage could not go on without a step's answer.
        EngineError: the engine gave no reply.
    """
    if not corpus.papers:
        raise BadInput("The collection holds no paper with text; add papers and start again.")
    asker = Asker(
        engine, journal, brief.language, desk.check, desk.sharers, budget=plan.budget, spent=spent, seed=plan.seed
    )
    try:
        return await _write(Context(corpus, brief, plan, asker, emit), desk.run)
    finally:
        await asker.close()


async def _write(context: Context, run: str) -> Survey:
    """The stages in order."""
    began = time.monotonic()
    corpus, brief, plan, emit = context.corpus, context.brief, context.plan, context.emit
    for lost in corpus.dropped:
        emit(PaperStatus(lost.name, lost.name, "dropped", lost.reason))
    for paper in corpus.papers:
        emit(PaperStatus(paper.bibkey, paper.title, "queued"))
    cutting = asyncio.create_task(asyncio.to_thread(_cut, corpus)) if context.asker.engine.judges else None
    groups = await group(context)
    skeleton = await first_skeleton(context, groups)
    if cutting:
        await cutting
    block = Block(skeleton, ())
    for _ in range(plan.blocks):
        block = await run_block(context, groups, block.skeleton, block.digests)
    if not plan.blocks:
        block = Block(skeleton, await digest_all(context, skeleton))
    if brief.review_outline:
        block = await _reviewed(context, block, run)
    context.emit(skeleton_event("final", block.skeleton))
    article, skeleton = await write(context, block.skeleton, block.digests)
    points = points_by_leaf(skeleton, block.digests)
    figures = await draw(context, skeleton, article, points)
    noted = [row for rows in points.values() for row in rows] if context.asker.engine.judges else []
    grounded = await ground(context, figures.article, noted)
    evidence = (*grounded.evidence, *figures.evidence)
    _report_papers(context, grounded.article)
    record = finish_record(context, block.digests, grounded.article, evidence, time.monotonic() - began)
    return Survey(grounded.article, skeleton, evidence, record)


def _cut(corpus: Corpus) -> None:
    """Cut the papers into passages, which a model's digests will show, while the first calls are waited for."""
    for paper in corpus.papers:
        _ = paper.passages


async def _reviewed(context: Context, block: Block, run: str) -> Block:
    """The block with the outline a person left; pauses the run until there is an answer."""
    step = ReviewOutline(context.brief, block.skeleton, run)
    key = review_key(step, context.brief.language)
    answer = await context.asker.journal.get(key)
    if answer is None:
        context.emit(OutlineWaiting(key, block.skeleton.title, section_rows(block.skeleton)))
        raise RunPaused("outline", "The outline waits for your review.")
    reviewed = step.parse(answer.text)
    if not reviewed.sections:
        raise BadInput("The reviewed outline has no section; add one and continue.")
    change = compare(block.skeleton, reviewed, {})
    context.record["outline_reviewed"] = asdict(reviewed)
    return Block(reviewed, tuple(await redigest(context, block.digests, change)))


def _report_papers(context: Context, article: Article) -> None:
    """How often each paper is cited, for the papers' list."""
    text = article.to_markdown()
    cited = set(cited_keys(text))
    for paper in context.corpus.papers:
        times = text.count(f"@{paper.bibkey};") + text.count(f"@{paper.bibkey}]") if paper.bibkey in cited else 0
        context.emit(PaperStatus(paper.bibkey, paper.title, "cited", str(times)))
