"""find(): a topic to candidates, each with its fate; read this first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.calls.ask import Asker
from pipeline.calls.journal import Journal, MemoryJournal
from pipeline.engines.base import Engine
from pipeline.events import Emit, Event, Notice
from pipeline.retrieval.asking import Asking
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.checking import complete
from pipeline.retrieval.events import CandidateScreened, CandidatesMerged, SearchDone, SearchPlanned, SnowballGrown
from pipeline.retrieval.found import Found
from pipeline.retrieval.library import Library
from pipeline.retrieval.merge import Merged, count_sources, merge
from pipeline.retrieval.pasted import read_lines, resolve
from pipeline.retrieval.planning import plan_search
from pipeline.retrieval.screening import Screener
from pipeline.retrieval.snowball import SEEDS, follow
from pipeline.retrieval.sources.base import Source
from pipeline.retrieval.sources.own import OwnLibrary
from pipeline.retrieval.topic import Topic

_FEW = 10  # papers; with fewer a search says so


def _unheard(event: Event) -> None:
    """Nobody listens."""


async def find(
    topic: Topic,
    *,
    sources: Sequence[Source] = (),
    library: Library | None = None,
    engine: Engine | None = None,
    journal: Journal | None = None,
    emit: Emit = _unheard,
    check: Callable[[], None] = lambda: None,
    budget: float = 0.0,
    spent: float = 0.0,
) -> Found:
    """Search `sources` and the own `library` for papers on `topic`; the same answers give the same result.

    A source that fails is told of and left out; the others go on. engine: plans and screens, if it is a language
    model, and is closed afterwards; without one the topic's phrases do. journal: keeps the model's replies. check:
    asked before each question; it raises to stop the search (RunPaused, RunCancelled). budget: US dollars the model
    may cost, 0: any, of which `spent` are gone; the journal is told what is gone in the end.

    Raises:
        EngineError: the model cannot be asked at all.
        RunPaused: from `check`, or when the budget is used up.
    """
    asker, journal = None, journal or MemoryJournal()
    if engine is not None and engine.judges:

        def tell(code: str, about: str, message: str) -> None:
            emit(Notice(code, about, message))

        asker = Asker(engine, journal, topic.language, check, budget=budget, spent=spent, tell=tell)
    own: list[Source] = [OwnLibrary(library)] if library else []
    try:
        return await _find(topic, Asking([*own, *sources], emit, check), library, asker)
    finally:
        if asker is not None:
            await asker.close()
            if not budget:  # with one it keeps the journal informed all along
                await journal.keep_spent(asker.cost)


async def _find(topic: Topic, asking: Asking, library: Library | None, asker: Asker | None) -> Found:
    emit, notices = asking.emit, list[str]()

    def tell(notice: Notice) -> None:
        notices.append(notice.message)
        emit(notice)

    lines, problems = read_lines(topic.pasted)
    plan = await plan_search(topic, asker, tell)
    emit(SearchPlanned(plan.queries, plan.phrases.all, plan.by, tuple(problems)))
    named, unknown = await resolve(lines, asking.sources)
    for message in unknown:
        tell(Notice("pasted-unknown", message, message))
    records = [*named, *await asking.search(plan, topic)]
    screener = Screener(topic, plan, library, asker, tell)
    merged, candidates = await _screened(records, screener, asking, 0)
    if topic.wishes.snowball:
        seeds = [c for c in candidates if c.included][:SEEDS]
        grown = await follow(seeds, asking.alive)
        if grown:
            emit(SnowballGrown(1, len(seeds), len(grown)))
            records += grown
            merged, candidates = await _screened(records, screener, asking, 1)
    if few := _few(candidates, topic):
        tell(Notice("few-papers", topic.title, few))
    for candidate in candidates:
        emit(CandidateScreened(candidate.to_data()))
    found = Found(
        topic,
        plan,
        candidates,
        merged.pairs,
        count_sources(records),
        merged.duplicates,
        asking.ordered_failures(),
        (*problems, *notices),
        round(asker.cost, 6) if asker else 0.0,
    )
    emit(SearchDone(found.flow.to_data(), dict(found.failures)))
    return found


async def _screened(
    records: Sequence[Candidate], screener: Screener, asking: Asking, number: int
) -> tuple[Merged, tuple[Candidate, ...]]:
    """The records merged, completed and screened."""
    merged = merge(records)
    asking.emit(
        CandidatesMerged(len(records), merged.duplicates, len(merged.candidates), len(merged.pairs), round=number)
    )
    return merged, await screener.screen(await complete(merged.candidates, asking.alive))


def _few(candidates: Sequence[Candidate], topic: Topic) -> str:
    """What to do where few papers are about the topic; empty where there are enough, none at all, or some that a
    person named."""
    taken = sum(1 for c in candidates if c.included)
    doubtful = sum(1 for c in candidates if c.exclusion == "uncertain")
    if topic.pasted or not 0 < taken < min(_FEW, topic.wishes.papers):
        return ""
    more = f"; {doubtful} more may be, so look through them" if doubtful else ""
    clearly = "paper is" if taken == 1 else "papers are"
    return f"Only {taken} {clearly} clearly about the topic{more}. Other words or more sources may find others."
