"""Sentence boundaries, with offsets, for English and Chinese scientific text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import segment

__all__ = ["sentence_spans", "sentences"]

# Abbreviations after which sentencex still splits when a number or a capital follows.
_OPEN_END = re.compile(r"\b(?:Eqs?|Figs?|Secs?|Tabs?|Refs?|Nos?|Alg|Thm|resp|approx|cf|viz|al|vs)\.\s*$")
# A full stop that sentencex takes for that of an abbreviation alone: `(installing software etc.) Tools …`.
_ENDED = re.compile(r"\betc\.\)\s+(?=[A-Z])")


def sentence_spans(text: str, language: str = "en") -> Iterator[tuple[int, int]]:
    """Yield (start, end) character offsets of the sentences of `text`, without surrounding white space."""
    start = position = 0
    for piece in segment(language, text):
        position += len(piece)
        if _OPEN_END.search(piece) and position < len(text):
            continue
        yield from _trimmed(text, start, position)
        start = position
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between two offsets, cut where a sentence ended all the same, without white space around."""
    cuts = [start, *(match.end() for match in _ENDED.finditer(text, start, end)), end]
    for a, b in pairwise(cuts):
        inner = text[a:b].strip()
        if inner:
            begin = a + len(text[a:b]) - len(text[a:b].lstrip())
            yield begin, begin + len(inner)


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of `text` in order, white space inside them folded to single blanks."""
    return [" ".join(text[a:b].split()) for a, b in sentence_spans(text, language)]
