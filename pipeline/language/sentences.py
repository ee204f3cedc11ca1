"""Sentence boundaries, with offsets, for English and Chinese scientific text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import segment

__all__ = ["sentence_spans", "sentences"]

# Abbreviations after which sentencex still splits when a number or a capital follows.
_OPEN_END = re.compile(r"\b(?:Eqs?|Figs?|Secs?|Tabs?|Refs?|Nos?|Alg|Thm|resp|approx|cf|viz|al|vs)\.\s*$")


def sentence_spans(text: str, language: str = "en") -> Iterator[tuple[int, int]]:
    """Yield (start, end) character offsets of the sentences of `text`, without surrounding white space."""
    start = position = 0
    for piece in segment(language, text):
        position += len(piece)
        if _OPEN_END.search(piece) and position < len(text):
            continue
        whole = text[start:position]
        inner = whole.strip()
        if inner:
            begin = start + len(whole) - len(whole.lstrip())
            yield begin, begin + len(inner)
        start = position
    rest = text[start:]
    if rest.strip():
        begin = start + len(rest) - len(rest.lstrip())
        yield begin, begin + len(rest.strip())


def sentences(text: str, language: str = "en") -> list[str]:
    """The sentences of `text` in order, white space inside them folded to single blanks."""
    return [" ".join(text[a:b].split()) for a, b in sentence_spans(text, language)]
