"""How close candidates are to a topic: by the words of its phrases in title, abstract and text, and by what else they
speak of (latent semantic analysis), so that a paper that shares a word by chance is told from one that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.bm25 import BM25
from pipeline.language.latent import closeness
from pipeline.language.words import content_words
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.generic import generic_stems
from pipeline.retrieval.phrases import Phrases

_TITLE, _ABSTRACT, _TEXT = 0.4, 0.4, 0.4
_WINDOW = 20  # words
_DENSE = 0.08  # share of windows that name a phrase from which on a text speaks of it as its subject
_FEWEST = 25  # windows; a shorter text is not dense because a phrase stands in it once
_TOGETHER = 0.6  # share of a phrase's weight that names it
_SLACK = 4  # words that may stand between those of a phrase
_ALSO, _SHARED = 0.3, 0.5  # weights of the instructions' words, and of a word that another phrase completes
_EVEN = 0.1  # added to every word's weight: in what a search found, the topic's own words are common
_GENERIC = 0.35
_RARE, _FEW = 0.06, 3  # share and number of candidates that a telling word stands in at most
_WITHOUT_CONTEXT = 0.3
_BY_TITLE, _BY_WHOLE, _BY_BRIEF = 0.3, 0.3, 0.4  # of being close: title, latent closeness with and without full texts
_LATENT = 0.5
_TEXT_CHARS = 20_000
_PLACES = 0.5  # share of a phrase's weight from which on it counts as standing in a place


@dataclass(frozen=True)
class Relevance:
    """A candidate's closeness, 0 to 1. value: by `direct`, the words of a subject in title, abstract and text, and
    `latent`, what else it speaks of, 1 for the closest of all candidates; close: more strictly, by its title and what
    else it speaks of, in all and in the abstract; phrase: the subject it is closest to; telling: how much of that
    phrase's weight is in words that few candidates have; together: whether its words stand side by side in title or
    abstract; places: where it stands."""

    value: float
    close: float
    direct: float
    latent: float
    phrase: str
    telling: float
    together: bool
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
    whole = _near([f"{f'{title} ' * 4}{f'{abstract} ' * 3}{text}" for title, abstract, text in parts], weigh, language)
    brief = _near([f"{f'{title} ' * 3}{abstract}" for title, abstract, _ in parts], weigh, language)
    return [weigh.relevance(one, *near) for one, *near in zip(read, whole, brief, strict=True)]


def _near(texts: Sequence[str], weigh: _Weights, language: str) -> list[float]:
    """The latent closeness of each text to the topic, as a share of the closest one's."""
    near = closeness(texts, weigh.query, language)
    nearest = max(near, default=0.0) or 1.0
    return [round(value / nearest, 6) for value in near]


class _Read:
    """The stems of a candidate's title, abstract and text, and the text in windows of about a sentence."""

    def __init__(self, title: Sequence[str], abstract: Sequence[str], text: Sequence[str]) -> None:
        self.order = (title, abstract)
        self.title, self.abstract = frozenset(title), frozenset(abstract)
        self.windows = [frozenset(text[start : start + _WINDOW]) for start in range(0, len(text), _WINDOW)]


@dataclass(frozen=True)
class _Subject:
    """A subject. weights: of its stems, 1 in all; needed: those that must stand together; telling: see Relevance."""

    phrase: str
    weights: Mapping[str, float]
    needed: frozenset[str]
    telling: float


class _Weights:
    """The topic's phrases as stems with weights: rare words of the candidates tell more than common ones, and those
    that much of science uses tell little."""

    def __init__(self, read: Sequence[_Read], phrases: Phrases, language: str) -> None:
        self._language = language
        self._index = BM25([dict.fromkeys(one.title.union(one.abstract, *one.windows), 1.0) for one in read])
        self._briefs = [one.title | one.abstract for one in read]
        whole = dict(phrases.shared)
        self._subjects = [self._subject(phrase, whole.get(phrase, "")) for phrase in phrases.subject]
        self._context = [self._weights(whole.get(phrase, phrase)) for phrase in phrases.context]
        asked = [whole.get(phrase, phrase) for phrase in (*phrases.subject, *phrases.context)]
        self.query = {stem: self._weight(stem) for phrase in asked for stem in self._stems(phrase)}
        for stem in {s for phrase in whole if phrase in phrases.subject for s in self._stems(phrase)}:
            self.query[stem] *= _SHARED
        for stem in (s for phrase in phrases.also for s in self._stems(phrase)):
            self.query.setdefault(stem, _ALSO * self._index.idf(stem))

    def _stems(self, phrase: str) -> list[str]:
        return content_words(phrase.replace("-", " "), self._language)

    def _weight(self, stem: str) -> float:
        return (_EVEN + self._index.idf(stem)) * (_GENERIC if stem in generic_stems() else 1)

    def _weights(self, phrase: str) -> dict[str, float]:
        raw = {stem: self._weight(stem) for stem in self._stems(phrase)}
        total = sum(raw.values()) or 1.0
        return {stem: weight / total for stem, weight in raw.items()}

    def _subject(self, phrase: str, whole: str) -> _Subject:
        """whole: the phrase with the word that it shares with another one; such a phrase is never a telling one."""
        weights = self._weights(whole or phrase)
        special = frozenset(weights) - generic_stems()
        telling = 0.0 if whole else sum(weights[stem] for stem in special if self._is_rare(stem))
        return _Subject(phrase, weights, special if len(special) > 1 else frozenset(weights), telling)

    def _is_rare(self, stem: str) -> bool:
        return sum(1 for brief in self._briefs if stem in brief) <= max(_FEW, _RARE * len(self._briefs))

    def relevance(self, one: _Read, latent: float, brief: float) -> Relevance:
        """The relevance of a candidate. latent, brief: its latent closeness with its full text, and without."""
        best, direct, shares = None, 0.0, dict.fromkeys(("title", "abstract", "text"), 0.0)
        for subject in self._subjects:
            found = {name: _share(subject.weights, getattr(one, name)) for name in ("title", "abstract")}
            found["text"] = _density(subject.weights, one.windows)
            value = _TITLE * found["title"] + _ABSTRACT * found["abstract"] + _TEXT * found["text"]
            if value > direct:
                best, direct, shares = subject, value, found
        direct, context = round(min(1.0, direct), 6), self._in_context(one)
        close = (_BY_TITLE * shares["title"] + _BY_WHOLE * latent + _BY_BRIEF * brief) * context
        return Relevance(
            value=round((direct + _LATENT * latent) / (1 + _LATENT) * context, 6),
            close=round(close, 6),
            direct=direct,
            latent=latent,
            phrase=best.phrase if best else "",
            telling=best.telling if best else 0.0,
            together=best is not None and any(_stand_together(best.needed, words) for words in one.order),
            places=tuple(place for place, share in shares.items() if share >= _PLACES),
        )

    def _in_context(self, one: _Read) -> float:
        """1 where a candidate speaks of all the context, less where not."""
        if not self._context:
            return 1.0
        spoken = [
            max(_share(weights, one.title | one.abstract), _density(weights, one.windows)) for weights in self._context
        ]
        return _WITHOUT_CONTEXT + (1 - _WITHOUT_CONTEXT) * sum(spoken) / len(spoken)


def _share(weights: Mapping[str, float], stems: frozenset[str]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in stems)


def _density(weights: Mapping[str, float], windows: Sequence[frozenset[str]]) -> float:
    """How densely a text names a phrase, most of its weight within a window, as a share of what makes it a subject."""
    named = sum(1 for window in windows if _share(weights, window) >= _TOGETHER)
    return min(1.0, named / max(_FEWEST, len(windows)) / _DENSE)


def _stand_together(needed: frozenset[str], words: Sequence[str]) -> bool:
    """Whether all the stems stand among a few words in a row."""
    span = len(needed) + _SLACK
    return bool(needed) and any(needed <= set(words[at : at + span]) for at, word in enumerate(words) if word in needed)
