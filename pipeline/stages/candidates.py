"""Candidates of the convolution: an edit list, the skeleton it makes of the origin, and what that is worth."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.digest import Digest, Edit, Feedback
from pipeline.edits import Applied, apply_edits
from pipeline.errors import StepFailed
from pipeline.events import CandidateScored, Stage
from pipeline.score import Evidence, Score, combine
from pipeline.skeleton import Skeleton
from pipeline.stages.context import Context
from pipeline.stages.digests import read_under
from pipeline.steps.judge import JudgeSkeleton
from pipeline.steps.reply import line


@dataclass(frozen=True)
class Candidate:
    """layer and index name it in the score chart; sources: indices in the layer's pool that it was merged from;
    holdings: how many points of which papers each leaf holds."""

    layer: str
    index: int
    feedback: Feedback
    applied: Applied
    score: Score
    sources: tuple[int, ...] = ()
    holdings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton it proposes."""
        return self.applied.skeleton


class Scorer:
    """Scores edit lists against one base skeleton with the same digests, which were made under `origin`."""

    def __init__(self, context: Context, digests: Sequence[Digest], origin: Skeleton) -> None:
        self.context = context
        self.evidence = Evidence(digests, context.corpus.language, read_under(context, origin))

    async def candidate(
        self,
        stage: Stage,
        base: Skeleton,
        feedback: Feedback,
        merged: Mapping[str, str],
        layer: str,
        index: int,
        sources: tuple[int, ...] = (),
    ) -> Candidate:
        """Apply `feedback` to `base` and score the result. merged: merges that made `base` of the digested skeleton."""
        applied = apply_edits(base, feedback.edits)
        chain = {old: applied.merged_into.get(new, new) for old, new in merged.items()} | applied.merged_into
        applied = Applied(applied.skeleton, applied.changes, chain, applied.refused)
        if self.context.asker.engine.judges:  # places are computed while the judge is waited for
            placed, (judged, rationale) = await asyncio.gather(
                asyncio.to_thread(self.evidence.place, applied.skeleton, chain),
                self._judged(stage, applied.skeleton, f"{stage}:{layer}:{index}"),
            )
        else:
            placed, judged, rationale = self.evidence.place(applied.skeleton, chain), None, ""
        parts = placed.parts
        holdings = {leaf: Counter(key for key, _ in rows) for leaf, rows in placed.points.items()}
        found = Candidate(layer, index, feedback, applied, combine(parts, judged, rationale), sources, holdings)
        self.context.emit(scored_event(found, self.context.rounds["digest"]))
        self.context.record.setdefault("scores", []).append(
            {
                "layer": layer,
                "index": index,
                "score": found.score.total,
                "parts": dict(found.score.parts),
                "sources": list(sources),
            }
        )
        return found

    async def _judged(self, stage: Stage, skeleton: Skeleton, name: str) -> tuple[float | None, str]:
        """The judge's mark and rationale; neither, and a notice, where none could be had."""
        titles = tuple(f"[{p.bibkey}] {line(p.title)}" for p in self.context.corpus.papers)
        try:
            verdict = await self.context.asker.ask(stage, JudgeSkeleton(self.context.brief, skeleton, titles))
        except StepFailed as error:
            self.context.notice("judge-failed", name, f"A skeleton was scored without the judge: {error}")
            return None, ""
        return verdict.score, verdict.rationale


def scored_event(candidate: Candidate, round: int) -> CandidateScored:
    """The event that shows a candidate in the score chart."""
    numbers = candidate.skeleton.numbers()
    return CandidateScored(
        candidate.layer,
        candidate.index,
        candidate.score.total,
        dict(candidate.score.parts),
        candidate.sources,
        candidate.feedback.papers,
        tuple(describe(edit, candidate.skeleton) for edit in candidate.feedback.edits),
        tuple(f"{'  ' * numbers[s.id].count('.')}{numbers[s.id]} {s.title}" for s in candidate.skeleton.walk()),
        round,
    )


def describe(edit: Edit, skeleton: Skeleton) -> str:
    """An edit in a few words for the reader."""
    section = skeleton.find(edit.section)
    name = f"“{section.title}”" if section else edit.section
    target = skeleton.find(edit.into or edit.parent)
    what = {
        "add": f"add “{edit.title}”",
        "rename": f"rename to “{edit.title}”",
        "move": f"move {name}",
        "merge": f"merge {name}",
        "delete": f"delete {name}",
        "guide": f"change the guidance of {name}",
        "assign": f"give {len(edit.papers)} more papers to {name}",
    }[edit.op]
    where = f" into “{target.title}”" if target else ""
    return f"{what}{where}: {edit.reason}" if edit.reason else f"{what}{where}"
