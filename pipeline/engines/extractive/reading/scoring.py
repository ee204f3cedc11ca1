"""How much a sentence matters to a survey."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from pipeline.engines.extractive.reading import sections
from pipeline.engines.extractive.reading.candidates import Candidate
from pipeline.engines.extractive.reading.cues import CONTRIBUTION, HEDGED, TELLING

_SECTION = {
    sections.ABSTRACT: 1.0,
    sections.CONCLUSION: 0.85,
    sections.INTRODUCTION: 0.7,
    sections.RESULTS: 0.6,
    sections.DISCUSSION: 0.6,
    sections.METHOD: 0.45,
    sections.EXPERIMENTS: 0.45,
    sections.OTHER: 0.4,
    sections.RELATED: 0.25,
}
# `The database can be …`: which one, only the sentences before could tell.
_BARE_SUBJECT = re.compile(
    r"The [a-z]+ (?:is|are|was|were|has|have|had|can|could|may|must|should|will|then|[a-z]+(?:s|ed))\b"
)
_WEIGHTS = {"cue": 0.2, "section": 0.24, "central": 0.22, "alone": 0.16, "telling": 0.08, "length": 0.1}


def prior(section: str) -> float:
    """How much a survey wants from a part of a paper."""
    return _SECTION.get(section, _SECTION[sections.OTHER])


class Centre:
    """What a paper is about, as weights of its words: TF-IDF over its own sentences, after title and abstract
    (Luhn 1958; Edmundson 1969)."""

    def __init__(self, title: Sequence[str], abstract: Sequence[str], sentences: Sequence[Sequence[str]]) -> None:
        """Each argument: content words; sentences: of the whole paper."""
        held = Counter(word for sentence in sentences for word in set(sentence))
        total = len(sentences) + 1
        self._rarity = {word: math.log(1 + total / (1 + count)) for word, count in held.items()}
        self._default = math.log(1 + total)
        wanted = Counter(title) + Counter(title) + Counter(abstract)
        self._centre = {w: (1 + math.log(n)) * self._rarity.get(w, self._default) for w, n in wanted.items()}
        self._norm = math.sqrt(sum(v * v for v in self._centre.values())) or 1.0

    def near(self, terms: Sequence[str]) -> float:
        """Cosine of a sentence with the centre, stretched to fill 0 to 1."""
        own = {word: self._rarity.get(word, self._default) for word in terms}
        norm = math.sqrt(sum(v * v for v in own.values())) or 1.0
        dot = sum(value * self._centre.get(word, 0.0) for word, value in own.items())
        return min(1.0, 2.0 * dot / (norm * self._norm))


def salience(
    text: str,
    candidate: Candidate,
    cue: float,
    central: float,
    *,
    named: bool,
    own: bool,
    others: bool,
    early: bool,
) -> float:
    """The score of a claim. named: its subject is the authors; own: it speaks of their work; others, early: it cites
    others, and near its start."""
    count = len(text.split())
    length = 1.0 if 12 <= count <= 30 else 0.6 if count < 12 else max(0.2, 1 - (count - 30) / 20)
    alone = 0.55 + (0.3 if named else 0.15 if own else 0.0) - (0.2 if others else 0.0) - (0.3 if early else 0.0)
    alone -= 0.1 * min(3, len(HEDGED.findall(text))) + (
        0.2 if text.startswith(("The ", "Each ", "All ", "Some ")) and not own else 0.0
    )
    alone -= 0.15 if " this " in text or " these " in text or " such " in text or " it " in text else 0.0
    alone -= 0.3 if _BARE_SUBJECT.match(text) and candidate.section != sections.ABSTRACT else 0.0
    parts = {
        "cue": min(1.0, cue + (0.4 if CONTRIBUTION.search(candidate.source) else 0.0)),
        "section": prior(candidate.section),
        "central": central,
        "alone": min(1.0, max(0.0, alone + 0.15)),
        "telling": min(1.0, len(TELLING.findall(text)) / 4),
        "length": length,
    }
    return round(sum(_WEIGHTS[name] * value for name, value in parts.items()), 6)
