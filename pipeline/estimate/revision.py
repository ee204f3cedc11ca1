"""What help with a passage of a written article will take, from its length and those of the papers alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.brief import Brief
from pipeline.citations import cited_keys
from pipeline.engines.providers import Provider
from pipeline.estimate.asking import Asking, Questions
from pipeline.estimate.assumed import FULL, LEAN, NAME_TOKENS, PASSAGE_TOKENS, REPLIES, SENTENCE_TOKENS
from pipeline.estimate.estimate import NOTHING, Estimate, Range
from pipeline.estimate.sums import Sum
from pipeline.language.tokens import estimate_tokens
from pipeline.operations import OPERATIONS
from pipeline.revision.material import A_PAPER, MOST, UNCITED
from pipeline.revision.request import AROUND
from pipeline.shape import CLAIMS_A_CALL


@dataclass(frozen=True)
class Turn:
    """What an operation makes of a passage, lean or full. grown: tokens of the new text, to those of the old one;
    added: tokens beside that (a paper: for each one added); new: the share of the new text that is checked."""

    grown: float
    added: float = 0.0
    new: float = 0.0


TURNS: Mapping[str, tuple[Turn, Turn]] = {
    "rewrite": (Turn(0.7, 0, 0.3), Turn(1.4, 120, 1.0)),
    "shorten": (Turn(0.35), Turn(0.8, 0, 0.7)),
    "expand": (Turn(1.1, 40, 0.1), Turn(2.1, 250, 0.7)),
    "critical": (Turn(1.0, 20, 0.1), Turn(1.7, 300, 0.9)),
    "topic": (Turn(1.0, 25, 0.0), Turn(1.1, 450, 0.2)),
    "uncited": (Turn(1.0, 25, 0.0), Turn(1.1, 120, 0.2)),
    "translate": (Turn(0.6), Turn(1.7, 40)),
}
"""Of each operation that a model does, lean and full."""
LEAN_PASSAGE = 0.6
"""The shortest that passages are on the average, to the usual ones."""
HEADINGS = (15, 60)
"""Tokens of the titles that a passage stands under, lean and full."""


def estimate_revision(
    operation: str, text: str, instruction: str, papers: Sequence[int], brief: Brief, provider: Provider | None
) -> Estimate:
    """What one request will take; nothing where no model is asked for it.

    text: the passage; papers: estimated tokens of each of the collection; provider: as in `estimate`. The ranges go
    from the lean assumptions to the full ones: in a single request all of them may come true together.
    """
    if provider is None or not OPERATIONS[operation].model or operation not in TURNS:
        return Estimate(len(papers), sum(papers), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
    lean, full = (
        Sum(list(Revision(brief, assumed, operation, text, instruction, papers, turn).questions()), provider, assumed)
        for assumed, turn in zip((LEAN, FULL), TURNS[operation], strict=True)
    )
    return Estimate(
        len(papers),
        sum(papers),
        Range(lean.calls(), full.calls()),
        Range(lean.prompt(), full.prompt()),
        Range(full.cached(), lean.cached()),
        Range(lean.replies(), full.replies()),
        None if provider.unpriced() else Range(lean.cost(), full.cost()),
        Range(lean.seconds(), full.seconds()),
    )


@dataclass(frozen=True)
class Revision(Asking):
    """A request to be estimated. papers: tokens of each that there is."""

    operation: str
    text: str
    instruction: str
    papers: Sequence[int]
    turn: Turn

    def questions(self) -> Iterator[Questions]:
        """The one for the new text, those that check it, and those that mend a few sentences."""
        old = estimate_tokens(self.text)
        added = self.turn.added * (self._shown[0] if self.operation == "uncited" else 1)
        reply = self.turn.grown * old + added
        prompt = self._begin("revise") + self._rest("revise") + old + self._beside
        # Whoever asked a moment ago finds the instructions in the provider's cache.
        yield Questions("revise", 1, prompt, 0.0 if self._is_full else self._begin("revise"), reply)
        claims = ceil((self.turn.new * self.turn.grown * old + added) / SENTENCE_TOKENS)
        if self.operation == "translate" or not self.turn.new + added:
            return
        calls = ceil(claims / CLAIMS_A_CALL)
        each = claims / calls
        checked = each * (SENTENCE_TOKENS + self.assumed.passages * PASSAGE_TOKENS)
        yield from self._ask("verify", calls, checked, each * self.assumed.verdict)
        mended = self.assumed.again * claims / 10
        yield from self._ask("repair", mended, 2 * PASSAGE_TOKENS + SENTENCE_TOKENS, REPLIES["repair"])

    @property
    def _is_full(self) -> bool:
        return self.assumed is FULL

    @property
    def _beside(self) -> float:
        """Tokens of what the prompt shows beside the passage: titles, what stands around it, works and passages."""
        works, passages = self._shown
        around = HEADINGS[1] + AROUND / 2 if self._is_full else HEADINGS[0]
        each = PASSAGE_TOKENS * (self.assumed.shown if self._is_full else LEAN_PASSAGE)
        return around + estimate_tokens(self.instruction) + works * NAME_TOKENS + passages * each

    @property
    def _shown(self) -> tuple[float, float]:
        """Works and passages that the prompt shows; see `pipeline/revision/material.py`."""
        cited = len(cited_keys(self.text))
        if self.operation in ("shorten", "translate"):
            return cited, cited
        most = [min(A_PAPER, ceil(tokens / PASSAGE_TOKENS)) for tokens in self.papers]
        if self.operation == "uncited":
            works = min(UNCITED if self._is_full else 1, len(most))
            return works, sum(sorted(most)[-works:] if self._is_full else most[:works])
        passages = min(MOST, sum(most))
        return min(passages, len(most)) * (1.0 if self._is_full else 0.5), passages
