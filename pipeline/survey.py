"""write_survey(): the stages in order; read this first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.article import Article
from pipeline.brief import Brief
from pipeline.calls.journal import Journal
from pipeline.engines.base import Engine
from pipeline.events import Emit
from pipeline.evidence import Evidence
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.skeleton import Skeleton


class Desk(Protocol):
    """Who runs the survey: asked before every call, and for the reviewed outline."""

    run: str
    """Scope of a person's answers."""

    def check(self) -> None:
        """Return to go on; raise RunPaused or RunCancelled to stop before the next call."""
        ...


@dataclass(frozen=True)
class Survey:
    """What a run leaves. record: the content of run.json."""

    article: Article
    skeleton: Skeleton
    evidence: tuple[Evidence, ...]
    record: dict[str, Any]


async def write_survey(
    corpus: Corpus, brief: Brief, plan: Plan, *, engine: Engine, journal: Journal, emit: Emit, desk: Desk
) -> Survey:
    """Write a survey of `corpus`; the same corpus, brief, plan and journal give the same article.

    Raises:
        BadInput: the corpus holds no usable paper, or the language does not suit the engine.
        RunPaused, RunCancelled: from the desk, or when the outline waits for review.
        StepFailed: a stage could not go on without a step's answer.
    """
    raise NotImplementedError
