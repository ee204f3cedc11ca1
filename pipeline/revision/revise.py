"""revise(): a passage to its new text, with the evidence of what is new in it; read this first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from pipeline.article import Article, ArticleSection
from pipeline.brief import Brief
from pipeline.calls.ask import Asker
from pipeline.calls.journal import Journal, MemoryJournal
from pipeline.engines.base import Engine
from pipeline.events import Event, Notice
from pipeline.evidence import Evidence
from pipeline.operations import OPERATIONS
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.prose import sentences_of
from pipeline.revision.material import Material, gather
from pipeline.revision.request import Request
from pipeline.stages.context import Context
from pipeline.stages.grounding import ground
from pipeline.steps.revise import Operation, ReviseText

__all__ = ["Revised", "revise"]


@dataclass(frozen=True)
class Revised:
    """text: what takes the passage's place, the same where nothing was to be done; evidence: of its sentences that are
    new; whole: it is to be taken as one; problems: sentences for the person."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    whole: bool = False
    problems: tuple[str, ...] = ()
    cost: float = 0.0


@dataclass
class _Heard:
    """Notices on the way."""

    problems: list[str] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        if isinstance(event, Notice):
            self.problems.append(event.message)


def _unwatched(text: str) -> None:
    """Nobody watches the text."""


async def revise(
    request: Request,
    corpus: Corpus,
    brief: Brief,
    *,
    engine: Engine,
    journal: Journal | None = None,
    on_text: Callable[[str], None] = _unwatched,
    check: Callable[[], None] = lambda: None,
    budget: float = 0.0,
    spent: float = 0.0,
) -> Revised:
    """Have the engine revise the passage, and ground what it wrote as a run does. The engine is closed afterwards.

    on_text: gets the text so far. check: asked before each question; raises to stop. budget: US dollars the model may
    cost (0: any), of which `spent` are gone; the journal is told what is gone in the end.

    Raises:
        BadInput: where no paper fits that could be added.
        StepFailed, EngineError: no usable answer came.
        RunPaused: the budget is used up.
    """
    journal = journal or MemoryJournal()
    asker = Asker(engine, journal, brief.language, check, budget=budget, spent=spent)
    heard = _Heard()
    context = Context(corpus, brief, Plan(), asker, heard.emit)
    try:
        material = await asyncio.to_thread(gather, request, corpus)
        step = _step(request, brief, material)
        text = await asker.ask("write", step, sample=request.sample, on_text=on_text)
        text, evidence = await _grounded(context, request, text)
    finally:
        await asker.close()
        if engine.judges and not budget:  # with one it keeps the journal informed all along
            await journal.keep_spent(asker.cost)
    whole = OPERATIONS[request.operation].whole
    cost = round(asker.cost - spent, 6)
    return Revised(request.restored(text), evidence, whole, tuple(heard.problems), cost)


def _step(request: Request, brief: Brief, material: Material) -> ReviseText:
    return ReviseText(
        brief,
        cast(Operation, request.operation),
        request.instruction,
        request.inner,
        request.headings,
        request.before,
        request.after,
        material.papers,
        material.passages,
    )


async def _grounded(context: Context, request: Request, text: str) -> tuple[str, tuple[Evidence, ...]]:
    """The text after repairs and its evidence. Sentences that stood there before are left alone, and so is a
    translation, whose words are not those of the papers."""
    known = frozenset(sentence.text for sentence in sentences_of(request.inner))
    if request.operation == "translate" or all(sentence.text in known for sentence in sentences_of(text)):
        return text, ()
    section = ArticleSection("revision", request.title, text)
    grounded = await ground(context, Article(request.title, (section,)), settled=known)
    return grounded.article.sections[0].markdown, grounded.evidence
