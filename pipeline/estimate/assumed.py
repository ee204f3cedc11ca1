"""What is assumed of a language model's replies, and of what they lead to; once lean, once full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.plan import Plan
from pipeline.shape import least_layers

REPLIES: Mapping[str, int] = {
    **{"outline": 1500, "digest": 750, "edits": 300, "judgement": 300, "section": 900, "table": 700},
    **{"diagram": 150, "repair": 60, "group": 8},
}
"""Tokens of a full reply (group: a paper), as LLM×MapReduce-V2's reference was measured with."""
PARENTS, LEAVES = 5, 12
"""Sections of a skeleton whose outline has that many tokens."""
POINTS, POINT_TOKENS = 12, 46
"""Points in a digest, and tokens of one with its kind as it is shown."""
SENTENCE_TOKENS = 50
"""Of a cited sentence."""
PASSAGE_TOKENS = 180
ABSTRACT_TOKENS, BEGINNING_TOKENS, NAME_TOKENS, TITLE_TOKENS = 250, 175, 40, 25
"""Of a paper's abstract and of its beginning, of a paper's line in a list, and of its title with its bibkey."""
SECTIONS_A_PAPER = 3
"""Leaves that a paper has points for."""
TOKENS_A_WORD = {"en": 1.8, "zh": 1.2}
"""Of an article's text, its citations included."""
CACHE_FROM = 1024
"""Tokens from which providers keep the beginning of a prompt."""


@dataclass(frozen=True)
class Assumed:
    """replies: length as a share of REPLIES. layers: share of the layers beyond those that early stop always allows.
    again: share of the papers asked a second time. section: tokens of one, from those asked for and the usual ones.
    shown: tokens of a paper as a prompt shows it, to those of its text. passages: shown for each claim; others: share
    of the sections beside the leaves that cite something; verdict: tokens of one. thoughts: tokens a reasoning model
    thinks before a reply. cached: share of shared beginnings that the provider had kept, and whether short ones count.
    first, rate: seconds to the first token and tokens a second.
    """

    replies: float
    layers: float
    again: float
    section: Callable[[float, float], float]
    shown: float
    passages: float
    others: float
    verdict: float
    thoughts: int
    cached: float
    short_prefixes: bool
    first: float
    rate: float

    def reply(self, kind: str) -> float:
        """Tokens of a reply."""
        return REPLIES[kind] * self.replies

    def layers_run(self, plan: Plan, most: int) -> int:
        """Layers of at most `most`."""
        least = least_layers(plan)
        if not plan.early_stop or most <= least:
            return most
        return least + round((most - least) * self.layers)


def _short(asked: float, usual: float) -> float:
    """Models seldom write as briefly as they are asked to, or at greater length than they are used to."""
    return min(usual, (asked + usual) / 2)


LEAN = Assumed(0.9, 0.0, 0.3, _short, 0.94, 1.0, 0.0, 12.0, 0, 1.0, True, 0.4, 150.0)
FULL = Assumed(1.0, 1.0, 0.6, max, 1.02, 1.5, 1.0, 25.0, 400, 0.9, False, 1.2, 60.0)
