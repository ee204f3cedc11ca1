"""Which candidates are about the topic, with one reason each; without a model, by the topic's phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.relevance import Relevance
from pipeline.retrieval.topic import Topic, Wishes

_LEAST = 0.3  # relevance from which on a paper is about the topic
_PLACES = {
    "en": {"title": "title", "abstract": "abstract", "text": "text"},
    "zh": {"title": "标题", "abstract": "摘要", "text": "正文"},
}


def drop_unwanted(candidate: Candidate, topic: Topic) -> Candidate:
    """The candidate, out with its reason where it is retracted or against the topic's wishes."""
    english, wishes = topic.language == "en", topic.wishes
    if candidate.retracted and not wishes.retracted:
        reason = "It was retracted." if english else "该文已被撤稿。"
        return candidate.judged("exclude", reason, "retracted")
    if candidate.year and not _in_years(candidate.year, wishes):
        reason = (
            f"It is of {candidate.year}, outside the years wished for."
            if english
            else f"发表于 {candidate.year} 年，不在所要求的年份之内。"
        )
        return candidate.judged("exclude", reason, "wishes")
    if candidate.citations is not None and candidate.citations < wishes.citations:
        reason = (
            f"It is cited {candidate.citations} times, fewer than the {wishes.citations} wished for."
            if english
            else f"被引 {candidate.citations} 次，少于所要求的 {wishes.citations} 次。"
        )
        return candidate.judged("exclude", reason, "wishes")
    return candidate


def _in_years(year: int, wishes: Wishes) -> bool:
    return (wishes.first_year or year) <= year <= (wishes.last_year or year)


def screen_by_phrases(candidate: Candidate, relevance: Relevance, topic: Topic) -> Candidate:
    """The candidate in or out by its relevance, with where the closest phrase stands as the reason."""
    names = _PLACES[topic.language]
    places = [names[place] for place in relevance.places]
    if relevance.value >= _LEAST and places:
        reason = (
            f"“{relevance.phrase}” is what its {_and(places)} {'speaks' if len(places) == 1 else 'speak'} of."
            if topic.language == "en"
            else f"其{'、'.join(places)}谈到“{relevance.phrase}”。"
        )
        return candidate.judged("include", reason)
    if relevance.value > 0:
        reason = (
            f"It only touches on “{relevance.phrase}”."
            if topic.language == "en"
            else f"只是顺带提到“{relevance.phrase}”。"
        )
    else:
        reason = "No phrase of the topic stands in it." if topic.language == "en" else "其中没有该主题的任何词语。"
    return candidate.judged("exclude", reason, "off-topic")


def _and(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def take_best(candidates: Sequence[Candidate], topic: Topic) -> tuple[Candidate, ...]:
    """Included candidates first, each part by score; those beyond the number wished for are out as surplus."""
    order = sorted(candidates, key=lambda c: (not c.included, -c.score, c.key))
    most = topic.wishes.papers
    reason = (
        f"It is about the topic, but {most} papers that rank higher were wanted."
        if topic.language == "en"
        else f"与主题相关，但只需要排在前面的 {most} 篇。"
    )
    kept = sum(1 for c in order if c.included)
    return tuple(c.judged("exclude", reason, "surplus") if most <= place < kept else c for place, c in enumerate(order))


def scored(candidate: Candidate, relevance: float, topic: Topic) -> Candidate:
    """The candidate with its relevance, and the score by which the list is ordered: the relevance, raised by up to a
    tenth for a preferred venue."""
    venue = candidate.venue.casefold()
    liked = any(part.casefold() in venue for part in topic.wishes.venues if part)
    return replace(candidate, relevance=relevance, score=round(relevance + (0.1 if liked else 0.0), 6))
