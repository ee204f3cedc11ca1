"""How close candidates are to a topic: by the words of its phrases in title, abstract and text, and by what else they
speak of (latent semantic analysis), so that a paper that shares a word by chance is told from one that is about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.bm25 import BM25
from pipeline.language.latent import closeness
from pipeline.language.words import content_words
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.phrases import Phrases

_TITLE, _ABSTRACT, _TEXT = 0.4, 0.4, 0.4
_DENSE = 4.0  # times in a thousand words from which on a text speaks of a word as its subject
_SHORTEST = 500  # words; a shorter text is not dense because a word stands in it once
_ALSO = 0.3
_EVEN = 0.1  # added to every word's weight: in what a search found, the topic's own words are common
_WITHOUT_CONTEXT, _CONTEXT_UNSEEN = 0.5, 0.75
_LATENT = 0.5
_TEXT_CHARS = 20_000
_PLACES = 0.5  # share of a phrase's weight from which on it counts as standing in a place


@dataclass(frozen=True)
class Relevance:
    """A candidate's closeness. value: 0 to 1; direct: by words alone; latent: by what else it speaks of, 1 for the
    closest of all candidates; named: how much of the phrase stands anywhere in it, by weight; phrase: the subject it is
    closest to; places: where that stands."""

    value: float
    direct: float
    latent: float
    named: float
    phrase: str
    places: tuple[str, ...]


def measure(
    candidates: Sequence[Candidate], phrases: Phrases, texts: Mapping[str, str], language: str
) -> list[Relevance]:
    """One relevance a candidate, in order. texts: full texts by candidate key, where there are any."""
    parts = [(c.title, c.abstract, texts.get(c.key, "")[:_TEXT_CHARS]) for c in candidates]
    bags = [tuple(Counter(content_words(text, language)) for text in part) for part in parts]
    weigh = _Weights(bags, phrases, language)
    weighted = [f"{f'{title} ' * 4}{f'{abstract} ' * 3}{text}" for title, abstract, text in parts]
    near = closeness(weighted, weigh.query, language)
    nearest = max(near, default=0.0) or 1.0
    return [weigh.relevance(bag, round(value / nearest, 6)) for bag, value in zip(bags, near, strict=True)]


class _Weights:
    """The topic's phrases as stems with weights: rare words of the candidates tell more than common ones."""

    def __init__(self, bags: Sequence[tuple[Counter[str], ...]], phrases: Phrases, language: str) -> None:
        index = BM25([sum(bag, Counter()) for bag in bags])
        stems = (s for phrase in (*phrases.subject, *phrases.context) for s in content_words(phrase, language))
        self.query = {stem: _EVEN + index.idf(stem) for stem in stems}
        for stem in (s for phrase in phrases.also for s in content_words(phrase, language)):
            self.query.setdefault(stem, _ALSO * index.idf(stem))
        self._subjects = [(phrase, self._weights(phrase, index, language)) for phrase in phrases.subject]
        self._context = [self._weights(phrase, index, language) for phrase in phrases.context]

    @staticmethod
    def _weights(phrase: str, index: BM25, language: str) -> dict[str, float]:
        raw = {stem: _EVEN + index.idf(stem) for stem in content_words(phrase, language)}
        total = sum(raw.values()) or 1.0
        return {stem: weight / total for stem, weight in raw.items()}

    def relevance(self, bags: tuple[Counter[str], ...], latent: float) -> Relevance:
        """The relevance of a candidate by its title, abstract and text."""
        best, named, phrase = 0.0, 0.0, ""
        places: tuple[str, ...] = ()
        for name, weights in self._subjects:
            shares = {"title": _share(weights, bags[0]), "abstract": _share(weights, bags[1])}
            shares["text"] = _density(weights, bags[2])
            value = _TITLE * shares["title"] + _ABSTRACT * shares["abstract"] + _TEXT * shares["text"]
            if value > best:
                best, named, phrase = value, _share(weights, bags[0] | bags[1] | bags[2]), name
                places = tuple(place for place, share in shares.items() if share >= _PLACES)
        direct = round(min(1.0, best) * self._in_context(bags), 6)
        value = round((direct + _LATENT * latent) / (1 + _LATENT), 6)
        return Relevance(value, direct, latent, round(named, 6), phrase, places)

    def _in_context(self, bags: tuple[Counter[str], ...]) -> float:
        """1 where a candidate speaks of all the context, less where not, less still where its full text shows that."""
        if not self._context:
            return 1.0
        least = _WITHOUT_CONTEXT if bags[2] else _CONTEXT_UNSEEN
        whole = bags[0] | bags[1] | bags[2]
        return least + (1 - least) * sum(_share(weights, whole) for weights in self._context) / len(self._context)


def _share(weights: Mapping[str, float], bag: Counter[str]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in bag)


def _density(weights: Mapping[str, float], bag: Counter[str]) -> float:
    length = max(_SHORTEST, bag.total())
    return sum(weight * min(1.0, bag[stem] * 1000 / length / _DENSE) for stem, weight in weights.items())
