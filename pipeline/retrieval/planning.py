"""What is asked of the sources: by key phrases, where no model plans."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.retrieval.phrases import Phrases, find_phrases
from pipeline.retrieval.topic import Topic

BY_PHRASES = "key phrases"
_MOST_QUERIES = 5


@dataclass(frozen=True)
class SearchPlan:
    """queries: keywords, the broadest first; phrases: of the topic; criteria: what a paper must be about, where a model
    said so; by: who planned."""

    queries: tuple[str, ...]
    phrases: Phrases
    criteria: tuple[str, ...] = ()
    by: str = BY_PHRASES


def plan_by_phrases(topic: Topic) -> SearchPlan:
    """All subjects with their context in one query, then each subject with the context, then by itself."""
    phrases = find_phrases(topic.title, topic.instructions)
    context = " ".join(phrases.context[:2])
    each = [f"{subject} {context}".strip() for subject in phrases.subject]
    queries = [" ".join((*phrases.subject, context)).strip(), *each, *phrases.subject]
    return SearchPlan(tuple(dict.fromkeys(queries))[:_MOST_QUERIES], phrases)
