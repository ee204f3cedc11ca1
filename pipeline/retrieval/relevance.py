"""How close candidates are to a topic, by the words of its phrases in title, abstract and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.bm25 import BM25
from pipeline.language.words import content_words
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.phrases import Phrases

_TITLE, _ABSTRACT, _TEXT = 0.4, 0.4, 0.4
_DENSE = 4.0  # times in a thousand words from which on a text speaks of a word as its subject


@dataclass(frozen=True)
class Relevance:
    """A candidate's closeness: value, 0 to 1; phrase: the subject it is closest to; places: where that stands."""

    value: float
    phrase: str
    places: tuple[str, ...]


def measure(
    candidates: Sequence[Candidate], phrases: Phrases, texts: Mapping[str, str], language: str
) -> list[Relevance]:
    """One relevance a candidate, in order. texts: full texts by candidate key, where there are any."""
    fields = [
        tuple(Counter(content_words(text, language)) for text in (c.title, c.abstract, texts.get(c.key, "")))
        for c in candidates
    ]
    index = BM25([sum(bags, Counter()) for bags in fields])
    subjects = [(phrase, tuple(dict.fromkeys(content_words(phrase, language)))) for phrase in phrases.subject]
    return [_of(bags, subjects, index) for bags in fields]


def _of(bags: Sequence[Counter[str]], subjects: Sequence[tuple[str, tuple[str, ...]]], index: BM25) -> Relevance:
    best = Relevance(0.0, "", ())
    for phrase, stems in subjects:
        weights = {stem: index.idf(stem) for stem in stems}
        total = sum(weights.values()) or 1.0
        title, abstract = (sum(weights[s] for s in stems if s in bag) / total for bag in bags[:2])
        text, length = bags[2], max(1, sum(bags[2].values()))
        dense = sum(weights[s] * min(1.0, text[s] * 1000 / length / _DENSE) for s in stems) / total
        value = round(min(1.0, _TITLE * title + _ABSTRACT * abstract + _TEXT * dense), 6)
        if value > best.value:
            where = (("title", title), ("abstract", abstract), ("text", dense))
            best = Relevance(value, phrase, tuple(place for place, share in where if share >= 0.5))
    return best
