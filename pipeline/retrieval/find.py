"""find(): a topic to candidates, each with its fate; read this first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import SourceError
from pipeline.events import Emit, Event
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.events import (
    CandidateScreened,
    CandidatesMerged,
    SearchDone,
    SearchPlanned,
    SourceAnswered,
    SourceAsked,
    SourceFailed,
)
from pipeline.retrieval.flow import Flow, count
from pipeline.retrieval.library import Library
from pipeline.retrieval.merge import Pair, count_sources, merge
from pipeline.retrieval.planning import SearchPlan, plan_by_phrases
from pipeline.retrieval.relevance import measure
from pipeline.retrieval.screening import drop_unwanted, scored, screen_by_phrases, take_best
from pipeline.retrieval.sources.base import Query, Source
from pipeline.retrieval.sources.own import OwnLibrary
from pipeline.retrieval.topic import Topic
from pipeline.together import together

_RECORDS = 50  # asked of a source for each query
_FROM_LIBRARY = 300
_TITLES_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """What a search found. candidates: every different work, those screened in first, best first; pairs: which of them
    may be the same, for a person to decide; identified: records by source; failures: by source that was not reached,
    one sentence."""

    topic: Topic
    plan: SearchPlan
    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...] = ()
    identified: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def included(self) -> tuple[Candidate, ...]:
        """The candidates screened in, best first."""
        return tuple(candidate for candidate in self.candidates if candidate.included)

    @property
    def flow(self) -> Flow:
        """The counts of the flow diagram."""
        return count(self.candidates, self.identified, self.duplicates)


def unheard(event: Event) -> None:
    """Nobody listens."""


async def find(
    topic: Topic,
    *,
    sources: Sequence[Source] = (),
    library: Library | None = None,
    emit: Emit = unheard,
    check: Callable[[], None] = lambda: None,
) -> Found:
    """Search `sources` and the own `library` for papers on `topic`; the same answers give the same result.

    A source that fails is told of and left out; the others go on. check: asked before each question; it raises to stop
    the search (RunPaused, RunCancelled).
    """
    plan = plan_by_phrases(topic)
    emit(SearchPlanned(plan.queries, plan.phrases.all, plan.by))
    asked: list[Source] = [*([OwnLibrary(library)] if library else []), *sources]
    failures: dict[str, str] = {}
    answers = await together(_ask(source, plan, topic, failures, emit, check) for source in asked)
    records = [record for answer in answers for record in answer]
    merged = merge(records)
    emit(CandidatesMerged(len(records), merged.duplicates, len(merged.candidates), len(merged.pairs)))
    texts = await _texts(merged.candidates, library)
    candidates = _screen(merged.candidates, plan, topic, texts)
    for candidate in candidates:
        emit(CandidateScreened(candidate.to_data()))
    order = {source.name: failures[source.name] for source in asked if source.name in failures}
    found = Found(topic, plan, candidates, merged.pairs, count_sources(records), merged.duplicates, order)
    emit(SearchDone(found.flow.to_data(), found.failures))
    return found


async def _ask(
    source: Source,
    plan: SearchPlan,
    topic: Topic,
    failures: dict[str, str],
    emit: Emit,
    check: Callable[[], None],
) -> list[Candidate]:
    """What a source answers to all queries, each work once; after a failure it is not asked again."""
    found: dict[str, Candidate] = {}
    limit = _FROM_LIBRARY if isinstance(source, OwnLibrary) else _RECORDS
    for query in plan.queries:
        check()
        emit(SourceAsked(source.name, query))
        try:
            answer = await source.search(Query(query, topic.wishes.first_year, topic.wishes.last_year), limit)
        except SourceError as error:
            failures[source.name] = str(error)
            emit(SourceFailed(source.name, query, str(error)))
            break
        emit(SourceAnswered(source.name, query, len(answer), tuple(c.title for c in answer[:_TITLES_SHOWN])))
        for candidate in answer:
            found.setdefault(candidate.key, replace(candidate, sources=(source.name,)))
    return list(found.values())


async def _texts(candidates: Sequence[Candidate], library: Library | None) -> dict[str, str]:
    """The texts of what lies in the library, by candidate key."""
    if library is None:
        return {}
    owned = [candidate for candidate in candidates if candidate.ids.own]
    papers = await asyncio.gather(*(library.paper(candidate.ids.own) for candidate in owned), return_exceptions=True)
    return {c.key: p.text for c, p in zip(owned, papers, strict=True) if not isinstance(p, BaseException)}


def _screen(
    candidates: Sequence[Candidate], plan: SearchPlan, topic: Topic, texts: dict[str, str]
) -> tuple[Candidate, ...]:
    """Every candidate with its score and fate."""
    measured = measure(candidates, plan.phrases, texts, topic.language)
    judged = []
    for candidate, relevance in zip(candidates, measured, strict=True):
        known = drop_unwanted(scored(candidate, relevance.value, topic), topic)
        judged.append(known if known.verdict else screen_by_phrases(known, relevance, topic))
    return take_best(judged, topic)
