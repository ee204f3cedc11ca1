"""Rows of text to running text: line-end hyphens, blanks between rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐][^\W_]+)*", re.UNICODE)
_TAIL = re.compile(r"[\w‐-]+$")
# Chinese and Japanese characters and punctuation stand without blanks between them.
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_START = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_SMALL = frozenset("a an and at by for in of on or the to up".split())
# Second halves that nearly always keep their hyphen.
_KEPT = frozenset(
    "based level art end wise aware specific of to the free like related driven trained dimensional scale shot step "
    "term time oriented dependent independent supervised order hand world quality grained sequence domain task "
    "word".split()
)


class Vocabulary:
    """The document's own words: how often each is written, with and without hyphens."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for text in texts:
            # The first and the last word of a row may be halves.
            self._counts.update(word.lower() for word in _TOKEN.findall(text)[1:-1])

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether `before-after` is a compound rather than one word cut at the end of a line."""
        a, b = before.lower(), after.lower()
        joined, hyphened = self._counts[a + b], self._counts[f"{a}-{b}"]
        if joined or hyphened:
            return hyphened > joined
        last = a.split("-")[-1]
        if not before[-1:].isalpha() or not after[:1].islower() or before.split("-")[-1].isupper():
            return True
        if "-" in a and last in _SMALL:
            return True
        if b in _KEPT and len(last) > 2:
            return True
        return min(len(last), len(b)) > 3 and self._counts[last] > 0 and self._counts[b] > 0


def join(rows: Sequence[tuple[str, bool]], vocabulary: Vocabulary) -> tuple[str, list[int]]:
    """The rows as running text, and the offset of each in it. A row is its text and whether a hyphen was cut off."""
    text, offsets, cut = "", [], False
    for row, hyphen in rows:
        if not hyphen and re.search(r"[^\W\d_][-‐]$", row):
            row, hyphen = row[:-1], True
        if text and cut:
            tail, head = _TAIL.search(text), _START.match(row)
            keep = tail is None or head is None or vocabulary.keeps_hyphen(tail.group(), head.group())
            text += "-" if keep else ""
        elif text and not (text[-1] in "–/" and row[:1].isdigit()) and not (_WIDE.match(text[-1]) and _WIDE.match(row)):
            text += " "
        offsets.append(len(text))
        text += row
        cut = hyphen
    return text + ("-" if cut else ""), offsets
