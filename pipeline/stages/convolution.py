"""Stage 5: feedback lists are merged layer upon layer, and the best skeleton of all layers is kept.

V2 paper, section 3.2: layer 0 scores each group's feedback; each further layer samples lists of kernel width, merges
them in one call, applies the result to the origin skeleton and scores that; the top k of old and new go on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import comb

from pipeline.digest import Feedback
from pipeline.errors import StepFailed
from pipeline.shape import least_layers, pools
from pipeline.skeleton import Skeleton
from pipeline.stages.candidates import Candidate, Scorer
from pipeline.stages.context import Context, skeleton_event
from pipeline.steps.kernel import MergeFeedback
from pipeline.together import together


async def convolve(context: Context, scorer: Scorer, origin: Skeleton, pool: Sequence[Candidate]) -> Candidate:
    """The best candidate of all layers, the origin among them.

    pool: layer 0, one candidate a feedback list.
    """
    plan = context.plan
    best = await scorer.candidate("convolve", origin, Feedback(()), {}, "origin", 0)
    best = _better(best, pool)
    quiet = done = 0
    with context.stage("convolve", plan.layers) as progress:
        for layer in range(1, plan.layers + 1):
            if len(pool) < 2:
                break
            new, pooled = await _layer(context, scorer, origin, pool, layer)
            done += 1
            progress.step()
            improved = _better(best, new)
            quiet = quiet + 1 if improved is best else 0
            best = improved
            pool = new if pooled else sorted((*pool, *new), key=_rank)[: plan.top_k]
            if plan.early_stop and done >= least_layers(plan) and quiet >= 2:
                break
    context.record.setdefault("layers_done", []).append(done)
    context.emit(skeleton_event(f"convolved {context.rounds['convolve']}", best.skeleton, best.applied.changes))
    return best


async def _layer(
    context: Context, scorer: Scorer, origin: Skeleton, pool: Sequence[Candidate], layer: int
) -> tuple[list[Candidate], bool]:
    """The candidates of one layer, and whether they replace the pool (disjoint pooling) instead of joining it."""
    width = context.plan.group_size
    rng = context.rng("convolve", layer)
    pooled = pools(len(pool), context.plan)
    if pooled:
        order = list(range(len(pool)))
        rng.shuffle(order)
        picks = [tuple(sorted(order[i : i + width])) for i in range(0, len(order), width)]
    else:
        picks = sample_distinct([c.score.total for c in pool], width, context.plan.layer_width, rng)

    async def one(index: int, pick: tuple[int, ...]) -> Candidate:
        members = [pool[i] for i in pick]
        lists = tuple(member.feedback for member in members)
        merged = lists[0]
        if len(lists) > 1:
            step = MergeFeedback(context.brief, origin, lists, tuple(m.score.total for m in members))
            try:
                merged = await context.asker.ask("convolve", step, sample=layer)
            except StepFailed as error:
                context.notice("kernel-failed", f"{layer}:{index}", f"A merge of suggestions was skipped: {error}")
        return await scorer.candidate("convolve", origin, merged, {}, str(layer), index, pick)

    return await together(one(index, pick) for index, pick in enumerate(picks)), pooled


def sample_distinct(scores: Sequence[float], width: int, count: int, rng: random.Random) -> list[tuple[int, ...]]:
    """Up to `count` distinct sets of `width` indices, drawn without replacement with probability by score.

    Where there are fewer such sets (four lists make only four triples), narrower ones fill up.
    """
    found: dict[tuple[int, ...], None] = {}
    for size in range(min(width, len(scores)), 1, -1):
        room = min(count, len(found) + comb(len(scores), size))
        for _ in range(count * 50):
            if len(found) >= room:
                break
            found.setdefault(_draw(scores, size, rng))
    return list(found)


def _draw(scores: Sequence[float], size: int, rng: random.Random) -> tuple[int, ...]:
    left, chosen = list(range(len(scores))), []
    for _ in range(size):
        pick = rng.choices(range(len(left)), [max(scores[i], 1e-6) for i in left])[0]
        chosen.append(left.pop(pick))
    return tuple(sorted(chosen))


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    layer = int(candidate.layer) if candidate.layer.isdigit() else -1
    return -candidate.score.total, layer, candidate.index


def _better(best: Candidate, others: Sequence[Candidate]) -> Candidate:
    """`best`, or the first of `others` that scores higher."""
    top = min(others, key=_rank, default=best)
    return top if top.score.total > best.score.total else best
