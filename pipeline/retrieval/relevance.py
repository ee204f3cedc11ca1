"""How close candidates are to a topic: by the words of its phrases in title, abstract and text, and by what else they
speak of (latent semantic analysis), so that a paper that shares a word by chance is told from one that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.bm25 import BM25
from pipeline.language.latent import closeness
from pipeline.language.words import content_words
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.phrases import Phrases

_TITLE, _ABSTRACT, _TEXT = 0.4, 0.4, 0.4
_WINDOW = 20  # words
_DENSE = 0.08  # share of windows that name a phrase from which on a text speaks of it as its subject
_FEWEST = 25  # windows; a shorter text is not dense because a phrase stands in it once
_TOGETHER = 0.6  # share of a phrase's weight that names it
_ALSO = 0.3
_EVEN = 0.1  # added to every word's weight: in what a search found, the topic's own words are common
_WITHOUT_CONTEXT, _CONTEXT_UNSEEN = 0.1, 0.5
_LATENT = 0.5
_TEXT_CHARS = 20_000
_PLACES = 0.5  # share of a phrase's weight from which on it counts as standing in a place


@dataclass(frozen=True)
class Relevance:
    """A candidate's closeness. value: 0 to 1; direct: by words alone; latent: by what else it speaks of, 1 for the
    closest of all candidates; phrase: the subject it is closest to; named: how much of that stands in its title and
    abstract, or how densely in its text; places: where it stands."""

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
    parts = [
        tuple(text.replace("-", " ") for text in (c.title, c.abstract, texts.get(c.key, "")[:_TEXT_CHARS]))
        for c in candidates
    ]
    read = [_Read(*(content_words(text, language) for text in part)) for part in parts]
    weigh = _Weights(read, phrases, language)
    weighted = [f"{f'{title} ' * 4}{f'{abstract} ' * 3}{text}" for title, abstract, text in parts]
    near = closeness(weighted, weigh.query, language)
    nearest = max(near, default=0.0) or 1.0
    return [weigh.relevance(one, round(value / nearest, 6)) for one, value in zip(read, near, strict=True)]


class _Read:
    """The stems of a candidate's title, abstract and text, and the text in windows of about a sentence."""

    def __init__(self, title: Sequence[str], abstract: Sequence[str], text: Sequence[str]) -> None:
        self.title, self.abstract = frozenset(title), frozenset(abstract)
        self.windows = [frozenset(text[start : start + _WINDOW]) for start in range(0, len(text), _WINDOW)]


class _Weights:
    """The topic's phrases as stems with weights: rare words of the candidates tell more than common ones."""

    def __init__(self, read: Sequence[_Read], phrases: Phrases, language: str) -> None:
        self._language = language
        self._index = BM25([dict.fromkeys(one.title.union(one.abstract, *one.windows), 1.0) for one in read])
        self._subjects = [(phrase, self._weights(phrase)) for phrase in phrases.subject]
        self._context = [self._weights(phrase) for phrase in phrases.context]
        self.query = {
            stem: _EVEN + self._index.idf(stem)
            for phrase in (*phrases.subject, *phrases.context)
            for stem in self._stems(phrase)
        }
        for stem in (s for phrase in phrases.also for s in self._stems(phrase)):
            self.query.setdefault(stem, _ALSO * self._index.idf(stem))

    def _stems(self, phrase: str) -> list[str]:
        return content_words(phrase.replace("-", " "), self._language)

    def _weights(self, phrase: str) -> dict[str, float]:
        raw = {stem: _EVEN + self._index.idf(stem) for stem in self._stems(phrase)}
        total = sum(raw.values()) or 1.0
        return {stem: weight / total for stem, weight in raw.items()}

    def relevance(self, one: _Read, latent: float) -> Relevance:
        """The relevance of a candidate by its title, abstract and text."""
        best, named, phrase = 0.0, 0.0, ""
        places: tuple[str, ...] = ()
        for name, weights in self._subjects:
            shares = {"title": _share(weights, one.title), "abstract": _share(weights, one.abstract)}
            shares["text"] = _density(weights, one.windows)
            value = _TITLE * shares["title"] + _ABSTRACT * shares["abstract"] + _TEXT * shares["text"]
            if value > best:
                best, phrase = value, name
                named = max(_share(weights, one.title | one.abstract), shares["text"])
                places = tuple(place for place, share in shares.items() if share >= _PLACES)
        direct = round(min(1.0, best), 6)
        value = round((direct + _LATENT * latent) / (1 + _LATENT) * self._in_context(one), 6)
        return Relevance(value, direct, latent, round(named, 6), phrase, places)

    def _in_context(self, one: _Read) -> float:
        """1 where a candidate speaks of all the context, less where not, less still where its full text shows that."""
        if not self._context:
            return 1.0
        least = _WITHOUT_CONTEXT if one.windows else _CONTEXT_UNSEEN
        spoken = [
            max(_share(weights, one.title | one.abstract), _density(weights, one.windows)) for weights in self._context
        ]
        return least + (1 - least) * sum(spoken) / len(spoken)


def _share(weights: Mapping[str, float], stems: frozenset[str]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in stems)


def _density(weights: Mapping[str, float], windows: Sequence[frozenset[str]]) -> float:
    """How densely a text names a phrase, most of its weight within a window, as a share of what makes it a subject."""
    named = sum(1 for window in windows if _share(weights, window) >= _TOGETHER)
    return min(1.0, named / max(_FEWEST, len(windows)) / _DENSE)
