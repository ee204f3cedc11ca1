"""Stage 7: cycles of best-of-N self-refinement, the current skeleton among the candidates."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.digest import Digest, Feedback
from pipeline.errors import StepFailed
from pipeline.stages.candidates import Candidate, Scorer
from pipeline.stages.context import Context, skeleton_event
from pipeline.steps.refine import RefineSkeleton
from pipeline.together import together


async def refine(context: Context, scorer: Scorer, current: Candidate, digests: Sequence[Digest]) -> Candidate:
    """`current`, or what better came of it: with elitism no cycle can make the skeleton worse."""
    plan = context.plan
    with context.stage("refine", plan.refine_cycles) as progress:
        for cycle in range(1, plan.refine_cycles + 1):
            base = current

            async def one(index: int, base: Candidate = base, cycle: int = cycle) -> Candidate | None:
                parts = tuple(sorted(base.score.parts.items()))
                step = RefineSkeleton(
                    context.brief, base.skeleton, base.score.rationale, parts, tuple(digests), base.holdings
                )
                try:
                    feedback: Feedback = await context.asker.ask("refine", step, sample=cycle * 100 + index)
                except StepFailed as error:
                    context.notice("refine-failed", f"{cycle}:{index}", f"A refinement was skipped: {error}")
                    return None
                return await scorer.candidate(
                    "refine", base.skeleton, feedback, base.applied.merged_into, f"r{cycle}", index
                )

            for found in await together(one(index) for index in range(plan.refine_width)):
                if found is not None and found.score.total > current.score.total:
                    current = found
            progress.step()
    context.record.setdefault("cycles_done", []).append(plan.refine_cycles)
    context.emit(skeleton_event(f"refined {context.rounds['refine']}", current.skeleton, current.applied.changes))
    return current
