"""Stage 2: first skeletons from a few groups each, merged by a bounded tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import TooLong
from pipeline.shape import merges
from pipeline.skeleton import Skeleton
from pipeline.stages.context import Context, skeleton_event
from pipeline.stages.grouping import Groups
from pipeline.steps.draft import DraftSkeleton
from pipeline.steps.merge import MergeSkeletons
from pipeline.together import together


async def first_skeleton(context: Context, groups: Groups) -> Skeleton:
    """The brief's outline, or drafts of `draft_groups` groups each merged `merge_width` at a time."""
    if context.brief.outline is not None:
        skeleton = replace(context.brief.outline, title=context.brief.title).renumbered()
        context.emit(skeleton_event("outline", skeleton))
        return skeleton
    width = context.plan.draft_groups
    parts = [tuple(p for group in groups[i : i + width] for p in group) for i in range(0, len(groups), width)]
    count = len(context.corpus.papers)
    total = len(parts) + sum(merges(len(parts), context.plan.merge_width))
    with context.stage("skeleton", total) as progress:

        async def ask(step: DraftSkeleton | MergeSkeletons) -> Skeleton:
            found = await context.asker.ask("skeleton", step)
            progress.step()
            return replace(found, title=context.brief.title).renumbered()

        level = await together([ask(DraftSkeleton(context.brief, papers, count)) for papers in parts])

        async def merge(bundle: Sequence[Skeleton]) -> Skeleton:
            """One skeleton of several; by halves where they do not fit into the model's context together."""
            if len(bundle) == 1:
                return bundle[0]
            try:
                return await ask(MergeSkeletons(context.brief, tuple(bundle)))
            except TooLong:
                if len(bundle) == 2:
                    raise
            half = len(bundle) // 2
            return await merge(await together([merge(bundle[:half]), merge(bundle[half:])]))

        while len(level) > 1:
            width = context.plan.merge_width
            level = await together(merge(level[i : i + width]) for i in range(0, len(level), width))
    context.emit(skeleton_event("first", level[0]))
    return level[0]
