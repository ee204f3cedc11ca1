"""Which candidates are about the topic, with one reason each: by a model's marks, or by the topic's phrases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.calls.ask import Asker
from pipeline.errors import StepFailed
from pipeline.events import Notice
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.library import Library
from pipeline.retrieval.pasted import PASTED
from pipeline.retrieval.planning import SearchPlan
from pipeline.retrieval.ranking import rank
from pipeline.retrieval.reasons import REASONS
from pipeline.retrieval.relevance import Relevance, measure
from pipeline.retrieval.topic import Topic
from pipeline.steps.screen import Mark, ScreenPapers
from pipeline.together import together

_CLOSE, _VERY_CLOSE = 0.54, 0.72  # from which on a paper is about the topic: that names it, or any
_NAMED, _FAR = 0.78, 0.3  # by words alone, and in all, of one that names it in title and abstract
_TELLING, _SPOKEN, _NEAR = 0.85, 0.2, 0.5  # of a topic with a telling word: its share, relevance and latent closeness
_PERHAPS, _DISTANT = 0.25, 0.3  # relevance and latent closeness from which on a paper may be about the topic
_LEAST_MARK = 6
_BATCH = 12
_MOST_MARKED = 240  # candidates a model is shown, those closest by their words
_BY_WORDS = 0.1  # share of the closeness by words in a marked candidate's relevance, which orders equal marks


@dataclass
class Screener:
    """Screens the candidates of one search; what a model marked once is not asked again."""

    topic: Topic
    plan: SearchPlan
    library: Library | None
    asker: Asker | None
    tell: Callable[[Notice], None]
    _marks: dict[str, Mark] = field(default_factory=dict)

    async def screen(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Every candidate with its relevance, score and fate, those screened in first, best first."""
        texts = await self._texts(candidates)
        near = await asyncio.to_thread(measure, candidates, self.plan.phrases, texts, self.topic.language)
        known = [
            drop_unwanted(replace(c, relevance=r.value), self.topic) for c, r in zip(candidates, near, strict=True)
        ]
        if self.asker is not None:
            await self._mark([c for c in known if not c.verdict], self.asker)
        judged = [c if c.verdict else self._judged(c, r) for c, r in zip(known, near, strict=True)]
        return rank(judged, self.topic)

    def _judged(self, candidate: Candidate, relevance: Relevance) -> Candidate:
        mark = self._marks.get(candidate.key)
        if mark is None:
            return screen_by_phrases(candidate, relevance, self.topic)
        value = round((1 - _BY_WORDS) * mark.mark / 10 + _BY_WORDS * relevance.close, 6)
        marked = replace(candidate, relevance=value)
        if mark.mark >= _LEAST_MARK:
            return marked.judged("include", mark.reason)
        return marked.judged("exclude", mark.reason, "off-topic")

    async def _mark(self, candidates: Sequence[Candidate], asker: Asker) -> None:
        """Have a model mark those that are closest by their words and not marked yet."""
        closest = sorted(candidates, key=lambda c: (-c.relevance, c.key))[:_MOST_MARKED]
        fresh = [candidate for candidate in closest if candidate.key not in self._marks]
        batches = [fresh[start : start + _BATCH] for start in range(0, len(fresh), _BATCH)]

        async def one(batch: Sequence[Candidate]) -> str:
            step = ScreenPapers(self.topic.brief, tuple(c.to_paper() for c in batch), self.plan.criteria)
            try:
                marks = await asker.ask("search", step)
            except StepFailed as error:
                return str(error)
            self._marks.update({c.key: mark for c, mark in zip(batch, marks, strict=True)})
            return ""

        failures = [why for why in await together(one(batch) for batch in batches) if why]
        if failures:
            number = sum(1 for candidate in fresh if candidate.key not in self._marks)
            message = f"{number} papers were screened by the topic's phrases instead of the model: {failures[0]}"
            self.tell(Notice("screening-failed", message, message))

    async def _texts(self, candidates: Sequence[Candidate]) -> dict[str, str]:
        """The texts of what lies in the library, by candidate key."""
        found: dict[str, str] = {}
        for candidate in candidates if self.library is not None else ():
            if candidate.ids.own and self.library is not None:
                try:
                    found[candidate.key] = (await self.library.paper(candidate.ids.own)).text
                except KeyError:
                    continue
        return found


def drop_unwanted(candidate: Candidate, topic: Topic) -> Candidate:
    """The candidate, out with its reason where it is retracted or against the topic's wishes; in where a person named
    it."""
    reasons, wishes = REASONS[topic.language], topic.wishes
    if candidate.retracted and not wishes.retracted:
        return candidate.judged("exclude", reasons.retracted, "retracted")
    if PASTED in candidate.sources:
        return replace(candidate, relevance=1.0).judged("include", reasons.pasted)
    year = candidate.year
    if year and not (wishes.first_year or year) <= year <= (wishes.last_year or year):
        return candidate.judged("exclude", reasons.year.format(year), "wishes")
    if candidate.citations is not None and candidate.citations < wishes.citations:
        reason = reasons.citations.format(candidate.citations, wishes.citations)
        return candidate.judged("exclude", reason, "wishes")
    return candidate


def screen_by_phrases(candidate: Candidate, relevance: Relevance, topic: Topic) -> Candidate:
    """The candidate in or out by its relevance, with where the closest phrase stands as the reason; what may be about
    the topic is out as uncertain."""
    reasons = REASONS[topic.language]
    if _is_about(relevance):
        if relevance.places:
            return candidate.judged("include", reasons.speaks(relevance.places, relevance.phrase))
        return candidate.judged("include", reasons.close.format(relevance.phrase))
    spoken = relevance.value >= _PERHAPS and relevance.latent >= _DISTANT
    if spoken or (relevance.together and relevance.close >= _FAR):
        return candidate.judged("exclude", reasons.perhaps.format(relevance.phrase), "uncertain")
    if not relevance.direct:
        return candidate.judged("exclude", reasons.nothing, "off-topic")
    sentence = reasons.elsewhere if relevance.places else reasons.touches
    return candidate.judged("exclude", sentence.format(relevance.phrase), "off-topic")


def _is_about(relevance: Relevance) -> bool:
    """Whether a paper is about the topic: very close to it, or less so but with its words side by side; of a topic with
    a telling word also one that uses it much."""
    telling = relevance.telling >= _TELLING and relevance.value >= _SPOKEN and relevance.latent >= _NEAR
    if telling or not relevance.together:
        return telling or relevance.close >= _VERY_CLOSE
    return relevance.close >= (_FAR if relevance.direct >= _NAMED else _CLOSE)
