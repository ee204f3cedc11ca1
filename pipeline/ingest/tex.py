"""TeX in fields of BibTeX to plain text."""

from __future__ import annotations

import re
from contextlib import suppress

from pylatexenc.latex2text import LatexNodes2Text

from pipeline.ingest.clean import one_line

_LONGEST = 20_000
_DEEPEST = 40
_CONVERTER = LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


def to_text(tex: str) -> str:
    """`tex` on one line: accents composed, commands and braces gone, formulas as text."""
    tex = tex[:_LONGEST]
    if re.search(r"[\\$~]|--|``|''", tex) and _depth(tex) < _DEEPEST:
        # An unescaped % is meant as a per cent sign, not as a comment.
        with suppress(RecursionError):
            tex = _CONVERTER.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", tex))
    return one_line(re.sub(r"[{}]", "", tex))


def _depth(tex: str) -> int:
    depth = deepest = 0
    for char in tex:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest
