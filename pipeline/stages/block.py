"""One block: digest every paper, turn each group's digests into feedback, convolve, refine.

A group's feedback is asked as soon as its own papers are digested; no group waits for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.digest import Digest, Feedback
from pipeline.errors import StepFailed
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.stages.candidates import Candidate, Scorer
from pipeline.stages.context import Context, Progress
from pipeline.stages.convolution import convolve
from pipeline.stages.digests import compare, digest_paper, redigest
from pipeline.stages.grouping import Groups
from pipeline.stages.refinement import refine
from pipeline.steps.feedback import GiveFeedback
from pipeline.together import together


@dataclass(frozen=True)
class Block:
    """What a block leaves: the refined skeleton and the digests that suit it."""

    skeleton: Skeleton
    digests: tuple[Digest, ...]


async def run_block(context: Context, groups: Groups, origin: Skeleton, known: Sequence[Digest] = ()) -> Block:
    """Digest (unless `known` digests suit `origin` already), gather feedback, convolve, refine, update the digests."""
    have = {digest.bibkey: digest for digest in known}
    total = len(groups) + (0 if known else sum(map(len, groups)))
    with context.stage("digest", total) as progress:
        results = await together(_group(context, members, origin, have, progress) for members in groups)
    digests = [digest for found, _ in results for digest in found]
    if not digests:
        raise StepFailed("No paper could be digested, so there is nothing to write from.")
    scorer = Scorer(context, digests, origin)
    pool = await _layer_zero(context, scorer, origin, [feedback for _, feedback in results if feedback])
    best = await convolve(context, scorer, origin, pool)
    best = await refine(context, scorer, best, digests)
    change = compare(origin, best.skeleton, best.applied.merged_into)
    return Block(best.skeleton, tuple(await redigest(context, digests, change)))


async def _group(
    context: Context, members: Sequence[Paper], origin: Skeleton, have: dict[str, Digest], progress: Progress
) -> tuple[list[Digest], Feedback | None]:
    async def one(paper: Paper) -> Digest | None:
        return have.get(paper.bibkey) or await digest_paper(context, paper, origin, progress)

    digests = [digest for digest in await together(one(paper) for paper in members) if digest is not None]
    feedback = None
    if digests:
        try:
            feedback = await context.asker.ask("digest", GiveFeedback(context.brief, origin, tuple(digests)))
        except StepFailed as error:
            names = ", ".join(digest.bibkey for digest in digests)
            context.notice("feedback-failed", names, f"The suggestions of {names} were not heard: {error}")
    progress.step()
    return digests, feedback


async def _layer_zero(
    context: Context, scorer: Scorer, origin: Skeleton, feedback: Sequence[Feedback]
) -> list[Candidate]:
    return await together(
        scorer.candidate("convolve", origin, item, {}, "0", index) for index, item in enumerate(feedback)
    )
