"""Accents that a PDF draws beside their letters, put back on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Box = tuple[float, float, float, float]

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327", "ˇ": "\u030c",
    "˘": "\u0306", "¯": "\u0304", "˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "˛": "\u0328",
}  # fmt: skip
REMOVED = "\x00"
_REACH = 14


def with_accents(text: str, box: Callable[[int], Box]) -> str:
    """`text` of the same length: a letter under (or over) an accent carries it, the accent itself is `REMOVED`.

    box: left, bottom, right, top of the character at an index.
    """
    if not any(accent in text for accent in _COMBINING):
        return text
    chars = list(text)
    for index, char in enumerate(text):
        if char in _COMBINING and (base := _base(chars, index, box)) is not None:
            letter = {"ı": "i", "ȷ": "j"}.get(chars[base], chars[base])
            composed = unicodedata.normalize("NFC", letter + _COMBINING[char])
            if len(composed) == 1:
                chars[base], chars[index] = composed, REMOVED
                _close_gap(chars, base, index, box)
    return "".join(chars)


def _base(chars: list[str], index: int, box: Callable[[int], Box]) -> int | None:
    """The nearest letter whose box holds the middle of the accent's."""
    left, bottom, right, _ = box(index)
    middle = (left + right) / 2
    near = [i for i in range(max(index - _REACH, 0), min(index + _REACH, len(chars))) if chars[i].isalpha()]
    for i in sorted(near, key=lambda i: abs(i - index)):
        a, b, c, d = box(i)
        if a <= middle <= c and abs(b - bottom) < 0.6 * (d - b):
            return i
    return None


def _close_gap(chars: list[str], base: int, index: int, box: Callable[[int], Box]) -> None:
    """Remove the blank that PDFium saw behind an accent, where the letters beside it touch."""
    behind = index + 1
    if base == index - 1 and behind + 1 < len(chars) and chars[behind] == " " and chars[behind + 1].isalpha():
        _, bottom, right, top = box(base)
        if box(behind + 1)[0] - right < 0.1 * (top - bottom):
            chars[behind] = REMOVED
