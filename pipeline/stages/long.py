"""Digests of papers longer than the model's context: in parts, side by side, then joined. Nothing is cut.

LLM×MapReduce (Zhou et al. 2024, arXiv 2410.09342): map the parts, collapse what is still too long, reduce.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from pipeline.digest import Digest, Point
from pipeline.errors import StepFailed, TooLong
from pipeline.events import Stage
from pipeline.language.tokens import estimate_tokens
from pipeline.paper import Paper, Passage
from pipeline.shape import parts_needed
from pipeline.stages.context import Context
from pipeline.steps.chunk import DigestChunk, Finding, format_findings
from pipeline.steps.combine import CombineFindings
from pipeline.steps.digest import DigestPaper
from pipeline.together import together

_MOST_PARTS = 512


async def read_paper(context: Context, stage: Stage, step: DigestPaper) -> Digest:
    """The digest of `step`'s paper, in one call where it fits into the model's context, else in parts.

    Raises:
        StepFailed: no digest could be had.
    """
    parts = _parts_needed(context, step)
    while parts <= min(_MOST_PARTS, max(1, len(step.paper.passages))):
        try:
            if parts == 1:
                return await context.asker.ask(stage, step)
            found = await _in_parts(context, stage, step, parts)
        except TooLong:
            parts *= 2
            continue
        about = f"{step.paper.bibkey}:{stage}:{context.rounds[stage]}"
        message = f"“{step.paper.title}” is longer than the model's context and was read in {parts} parts."
        context.notice("paper-in-parts", about, message)
        return found
    raise StepFailed("not even single passages of it fit into the model's context; choose a model with a larger one.")


def _parts_needed(context: Context, step: DigestPaper) -> int:
    room = context.asker.room(step.role)
    return 1 if room is None else parts_needed(room, _tokens(context, step), step.paper.tokens)


async def _in_parts(context: Context, stage: Stage, step: DigestPaper, parts: int) -> Digest:
    pieces = list(_split(step.paper, parts))

    async def one(number: int, passages: tuple[Passage, ...]) -> tuple[Finding, ...]:
        chunk = DigestChunk(
            *(step.brief, step.paper, step.skeleton),
            *(passages, number, len(pieces)),
            sections=step.sections,
            noted=step.noted,
        )
        return await context.asker.ask(stage, chunk)

    findings = await together(one(number, passages) for number, passages in enumerate(pieces, 1))
    batches = _batches(findings, context.asker.room(step.role))

    async def join(batch: tuple[tuple[Finding, ...], ...]) -> Digest:
        settled = bool(step.sections)
        joined = CombineFindings(step.brief, step.paper, batch, step.skeleton, _sections(batch), settled)
        return await context.asker.ask(stage, joined)

    digests = await together(join(batch) for batch in batches)
    points: dict[str, tuple[Point, ...]] = {}
    for digest in digests:
        for section, some in digest.points.items():
            points[section] = (*points.get(section, ()), *some)
    ordered = {s.id: points[s.id] for s in step.skeleton.walk() if s.id in points}
    return Digest(step.paper.bibkey, ordered, tuple(edit for digest in digests for edit in digest.edits))


def _split(paper: Paper, parts: int) -> Iterator[tuple[Passage, ...]]:
    """The paper's passages in `parts` runs of about the same length; every passage is in one."""
    goal = max(1, ceil(sum(len(passage.text) for passage in paper.passages) / parts))
    run: list[Passage] = []
    length = 0
    for passage in paper.passages:
        run.append(passage)
        length += len(passage.text)
        if length >= goal:
            yield tuple(run)
            run, length = [], 0
    if run:
        yield tuple(run)


def _batches(parts: Sequence[tuple[Finding, ...]], room: int | None) -> list[tuple[tuple[Finding, ...], ...]]:
    """The findings of all parts for one call each; by sections, and where one section has too many, by parts."""
    most = float("inf") if room is None else room / 2
    sections = dict.fromkeys(finding.section for part in parts for finding in part)
    batches: list[list[list[Finding]]] = []
    used = most
    for section in sections:
        for number, part in enumerate(parts):
            for finding in part:
                if finding.section != section:
                    continue
                size = estimate_tokens(format_findings((finding,)))
                if used + size > most or not batches:
                    batches.append([[] for _ in parts])
                    used = 0
                batches[-1][number].append(finding)
                used += size
    return [tuple(tuple(part) for part in batch) for batch in batches]


def _sections(parts: Sequence[tuple[Finding, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.section for part in parts for finding in part))


def _tokens(context: Context, step: DigestPaper) -> int:
    return sum(estimate_tokens(message["content"]) for message in step.messages(context.brief.language))
