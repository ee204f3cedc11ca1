"""Text from outside made safe to store: one normal form, no control characters, no lone surrogates."""

from __future__ import annotations

import re
import unicodedata

# Everything below a blank but tab and line feed, C1 controls, direction overrides, lone surrogates, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Italic, bold and other letters of formulas that Unicode has as characters of their own.
_MATHS = re.compile("[\U0001d400-\U0001d7ff]+")
_LIGATURES = {ord(char): unicodedata.normalize("NFKC", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"}


def clean(text: str) -> str:
    """`text` in NFC with line feeds only, ligatures spelled out, without soft hyphens and what no store accepts."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _UNWANTED.sub("", text.replace("\xad", "").replace("\xa0", " "))
    text = _MATHS.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def one_line(text: str) -> str:
    """`text` cleaned, white space folded to single blanks."""
    return " ".join(clean(text).split())
