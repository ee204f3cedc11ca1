"""An answer that is still being written, against the part of the passage that it has reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from pipeline.language.tokens import is_cjk
from pipeline.revision.parts import Part, alike, changes, is_gap, units_of

__all__ = ["SoFar", "so_far"]

_UNFINISHED = re.compile(r"\s*\[[^\[\]]*\Z|\s+\Z")
"""A citation that is not closed yet, or blanks."""
_WORD = re.compile(r"[^\W\u3040-\u9fff\uac00-\ud7af]+|[\u3040-\u9fff\uac00-\ud7af]")
_CITATION = re.compile(r"\[@[^\[\]]*\]")
_SHORTEST = 4
"""Words of the beginning of a sentence from which one can tell whether it is another one changed."""
_AHEAD = 6
"""Sentences and the blanks between them among which the next one is looked for."""


@dataclass(frozen=True)
class SoFar:
    """reached: characters of the passage that the answer has dealt with; parts: what it makes of these."""

    reached: int
    parts: tuple[Part, ...] = ()


def so_far(old: str, answer: str) -> SoFar:
    """How far an answer is. old: the passage; answer: what there is of the text that takes its place.

    Words and citations that are not finished are held back, and so is a sentence of which one cannot tell yet what it
    replaces, so that little is shown that the next words would take back.
    """
    head = old[: len(old) - len(old.lstrip())]
    # What stands last may be half a word, except in scripts without blanks.
    text = answer if is_cjk(answer) else answer[: len(answer) - len(re.split(r"\s", answer)[-1])]
    text = head + _UNFINISHED.sub("", text).lstrip()
    before, after = units_of(old), units_of(text)
    starts = [0, *accumulate(map(len, before))]
    at, known = _followed(before, after[:-1])
    reached = starts[at]
    for unit in after[known:-1]:
        found = _nearest(before, at, unit)
        if found is not None:
            at = found + 1
            reached = starts[at]
    last = after[-1] if after else ""
    into = _into(before, at, last)
    if into is not None:
        found, length = into
        reached = starts[found] + length
    elif len(_words(last)) < _SHORTEST:
        text = text[: len(text) - len(last)]
    parts = (Part(start, end, new) for start, end, new in changes(old[:reached], text))
    return SoFar(reached, tuple(parts))


def _followed(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Where both stand after the last sentence that is in both."""
    blocks = SequenceMatcher(is_gap, before, after).get_matching_blocks()
    last = blocks[-2] if len(blocks) > 1 else blocks[-1]
    return (last.a + last.size, last.b + last.size) if last.size else (0, 0)


def _nearest(before: Sequence[str], at: int, unit: str) -> int | None:
    """Which of the next sentences became `unit`."""
    if is_gap(unit):
        return at if at < len(before) and is_gap(before[at]) else None
    return next((n for n in range(at, min(at + _AHEAD, len(before))) if alike(before[n], unit)), None)


def _into(before: Sequence[str], at: int, beginning: str) -> tuple[int, int] | None:
    """Which of the next sentences `beginning` is the beginning of, perhaps changed, and how many of its characters are
    dealt with."""
    for n in range(at, min(at + _AHEAD, len(before))):
        if before[n].startswith(beginning):
            return n, len(beginning)
    words = [match[0] for match in _words(beginning)]
    if len(words) < _SHORTEST:
        return None
    for n in range(at, min(at + _AHEAD, len(before))):
        found = _words(before[n])[: 2 * len(words)]
        blocks = SequenceMatcher(None, [m[0] for m in found], words).get_matching_blocks()
        same = sum(block.size for block in blocks)
        if same * 2 >= len(words):
            block = blocks[-2]
            return n, found[block.a + block.size - 1].end()
    return None


def _words(text: str) -> list[re.Match[str]]:
    """The words where they stand, without citations, which many sentences share."""
    return list(_WORD.finditer(_CITATION.sub(lambda match: " " * len(match[0]), text)))
