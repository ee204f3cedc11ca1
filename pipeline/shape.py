"""The shape of a run: how many calls a plan makes of so many papers. The stages follow it, the estimate adds it up."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, comb

from pipeline.plan import Plan
from pipeline.steps.frame import FramePart

BATCH = 45
"""Papers one grouping step is shown; more are first split by their words, so that no prompt grows with the corpus."""
CLAIMS_A_CALL = 12
"""Sentences whose support one call judges."""
OPENING, SHORTEST_LEAF = 90, 120
"""Words of a parent section's own text, and of the shortest leaf."""
FRAME_WORDS: Mapping[FramePart, int] = {"abstract": 200, "introduction": 500, "conclusion": 400}
WORDS_A_FIRST_PAPER, FIRST_PAPERS = 350, 10
WORDS_A_PAPER, WORDS_A_FURTHER_PAPER, MANY_PAPERS = 150, 60, 100
EXTRACTED_SHARE = 0.75
_FILLED = 0.8
"""How much of the room a part may take by estimate, since estimates may be short."""


def batch_sizes(papers: int) -> list[int]:
    """How many papers each grouping step is shown: halves, and halves of these, until none is larger than BATCH."""
    if papers <= BATCH:
        return [papers] if papers else []
    return batch_sizes(papers // 2) + batch_sizes(papers - papers // 2)


def run_lengths(members: int, size: int) -> list[int]:
    """How long the runs are into which a group of `members` is cut: `size`, and none of a single one but by itself."""
    runs = [min(size, members - at) for at in range(0, members, size)]
    if len(runs) > 1 and runs[-1] == 1 and size > 1:
        runs[-2:] = [runs[-2] + 1]
    return runs


def merges(count: int, width: int) -> list[int]:
    """Merging calls of each level of the tree over `count` first skeletons; a single one goes up as it is."""
    levels = []
    while count > 1:
        full, rest = divmod(count, width)
        levels.append(full + (rest > 1))
        count = full + (rest > 0)
    return levels


def parts_needed(room: int, whole: int, paper: int) -> int:
    """Parts in which a paper of `paper` tokens is read where the question about all of it has `whole` tokens and may
    have `room`."""
    if whole <= room:
        return 1
    return max(2, ceil(paper / max(room * _FILLED - (whole - paper), 200)))


def least_layers(plan: Plan) -> int:
    """Layers before which a convolution does not stop early: two thirds of them and at least two. Stopping sooner saves
    little, and makes what a run costs hard to tell beforehand."""
    return max(2, ceil(plan.layers * 2 / 3))


def pools(candidates: int, plan: Plan) -> bool:
    """Whether a layer merges all of so many candidates, a kernel's width each (disjoint pooling); else it samples."""
    return candidates > plan.layer_width * plan.group_size


def distinct_sets(candidates: int, width: int) -> int:
    """Sets of `width` candidates, or of fewer but at least two, that a layer can sample."""
    return sum(comb(candidates, size) for size in range(2, min(width, candidates) + 1))


def layer_sizes(pool: int, plan: Plan) -> list[int]:
    """Candidates that each layer makes of `pool` scored lists where none stops early."""
    sizes: list[int] = []
    while pool > 1 and len(sizes) < plan.layers:
        if pools(pool, plan):
            pool = ceil(pool / plan.group_size)
            sizes.append(pool)
        else:
            sizes.append(min(plan.layer_width, distinct_sets(pool, plan.group_size)))
            pool = min(plan.top_k, pool + sizes[-1])
    return sizes


def natural_words(papers: int, *, model: bool) -> int:
    """How long an article of so many papers becomes where the plan names no target: 350 words for each of the first
    ten, since few papers are compared closely, 150 for each of the next up to a hundred, and 60 for each beyond.
    Without a model, a share of that: sentences that are taken from the papers have soon told the best of them."""
    first, some = min(papers, FIRST_PAPERS), min(papers, MANY_PAPERS)
    words = WORDS_A_FIRST_PAPER * first + WORDS_A_PAPER * (some - first) + WORDS_A_FURTHER_PAPER * (papers - some)
    return words if model else round(EXTRACTED_SHARE * words)
