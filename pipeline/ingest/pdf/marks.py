"""Footnote marks and exponents: raised characters beside the text."""

from __future__ import annotations

import re

from pipeline.ingest.clean import one_line
from pipeline.ingest.pdf.accents import REMOVED, Box
from pipeline.ingest.pdf.glyphs import PageText

_MARK = re.compile(
    r"(?<=[^\s\d(\[-])[\d*∗†‡§¶⋆]{1,3}(?:,[\d*∗†‡§¶⋆])*|(?<=\b10)[-−–]?\d{1,2}\b|(?<=\b20\d\d)\d{1,2}\b|^[\d∗*†‡§¶⋆]{1,2}(?=\S)"
)
_SIGN = re.compile(r"[\d*∗†‡§¶⋆]")


def without_marks(page: PageText, start: int, end: int) -> tuple[str, bool]:
    """The text without raised footnote marks, exponents as `10^-3`; and whether it began with a mark."""
    text = page.text[start:end]
    if not _SIGN.search(text):
        return one_line(text.replace(REMOVED, "")), False
    parts: list[str] = []
    position, mark = start, False
    for match in _MARK.finditer(text):
        a, b = match.start() + start, match.end() + start
        base = b if a == start else a - 1
        found = re.search(r"\w*$", page.text[max(start, a - 12) : a])
        word = found.group() if found else ""
        sign = match.group()[0] in "∗†‡§¶⋆" and len(word) > 2
        if base >= end or not (sign or _raised(page.box(a), page.box(base), word, page.text[base])):
            continue
        exponent = (word == "10" or len(word) == 1) and a > start
        parts.append(page.text[position:a] + (f"^{match.group()}" if exponent else ""))
        position, mark = b, mark or a == start
    return one_line(("".join(parts) + page.text[position:end]).replace(REMOVED, "")), mark


def _raised(box: Box, base: Box, word: str, neighbour: str) -> bool:
    height = base[3] - base[1]
    if box[1] - base[1] > 0.12 * height and box[3] - box[1] < 0.92 * height:
        return True
    # Fonts may have raised figures of their own: as high as the line, but narrow.
    beside = (len(word) > 2 and word.isalpha()) or neighbour in '.,;:)”"' or (not word and neighbour.isupper())
    return beside and neighbour != "D" and 0 < box[2] - box[0] < 0.36 * height
