"""The difference between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph that changed, or a run of `skipped` paragraphs that did not."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def word_diff(old: str, new: str) -> list[Block]:
    """Blocks in reading order; paragraphs that are the same are only counted."""
    before, after = _paragraphs(old), _paragraphs(new)
    blocks: list[Block] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            blocks.append(Block(skipped=b - a))
            continue
        pairs = max(b - a, d - c)
        for n in range(pairs):
            was = before[a + n] if a + n < b else ""
            now = after[c + n] if c + n < d else ""
            blocks.append(Block(tuple(words(was, now))))
    return blocks


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part]


def words(old: str, new: str) -> Iterator[Piece]:
    """The difference between two stretches, word by word. Words beside each other that were exchanged make one change:
    the space between them is nothing that was kept."""
    before, after = re.findall(r"\w+|\s+|[^\w\s]", old), re.findall(r"\w+|\s+|[^\w\s]", new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    gone = came = ""
    for n, (tag, a, b, c, d) in enumerate(steps):
        around = {step[0] for step in steps[max(n - 1, 0) : n + 2]}
        inside = 0 < n < len(steps) - 1 and "replace" in around and "insert" not in around
        if tag != "equal" or (inside and not "".join(before[a:b]).strip()):
            gone, came = gone + "".join(before[a:b]), came + "".join(after[c:d])
            continue
        yield from _change(gone, came)
        gone = came = ""
        yield Piece("same", "".join(before[a:b]))
    yield from _change(gone, came)


def _change(gone: str, came: str) -> Iterator[Piece]:
    if gone:
        yield Piece("removed", gone)
    if came:
        yield Piece("added", came)
