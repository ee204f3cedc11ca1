"""What is asked of the sources: planned by a model, or by key phrases where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.calls.ask import Asker
from pipeline.errors import StepFailed
from pipeline.events import Notice
from pipeline.retrieval.phrases import Phrases, find_phrases
from pipeline.retrieval.topic import Topic
from pipeline.steps.search import PlanSearch

BY_PHRASES = "key phrases"
_MOST_QUERIES, _MOST_WORDS, _LONGEST = 5, 16, 200


@dataclass(frozen=True)
class SearchPlan:
    """queries: keywords, the broadest first; phrases: of the topic; criteria: what a paper must be about, where a model
    said so; by: who planned."""

    queries: tuple[str, ...]
    phrases: Phrases
    criteria: tuple[str, ...] = ()
    by: str = BY_PHRASES


async def plan_search(topic: Topic, asker: Asker | None, tell: Callable[[Notice], None]) -> SearchPlan:
    """The plan of a search: the model's, where there is one that answers."""
    if asker is None:
        return plan_by_phrases(topic)
    try:
        words = await asker.ask("search", PlanSearch(topic.brief))
    except StepFailed as error:
        message = f"The search was planned by key phrases instead of the model: {error}"
        tell(Notice("planning-failed", "search", message))
        return plan_by_phrases(topic)
    phrases = Phrases(words.subjects, words.context)
    return SearchPlan(words.queries, phrases, words.criteria, asker.engine.label)


def plan_by_phrases(topic: Topic) -> SearchPlan:
    """All subjects with their context in one query, then each subject with the context, then by itself."""
    phrases = find_phrases(topic.title, topic.instructions)
    context = " ".join(phrases.context[:2])
    each = [f"{subject} {context}".strip() for subject in phrases.subject]
    queries = [" ".join((*phrases.subject, context)).strip(), *each, *phrases.subject]
    short = (" ".join(query.split()[:_MOST_WORDS])[:_LONGEST] for query in queries)
    return SearchPlan(tuple(dict.fromkeys(short))[:_MOST_QUERIES], phrases)
