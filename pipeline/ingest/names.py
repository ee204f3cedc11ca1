"""BibTeX's lists of names."""

from __future__ import annotations

import re


def split_names(names: str) -> list[str]:
    """The names in `names`, which are joined by `and`, as `Given Family`; `others` is left out.

    Names are written `Given Family`, `Family, Given` or `Family, Jr, Given`; braces keep a name in one piece.
    """
    return [_turned(name) for name in _split(names, " and ") if name.strip().lower() not in ("others", "")]


def _turned(name: str) -> str:
    parts = [part.strip() for part in _split(name, ",")]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}".strip()
    if len(parts) == 3:
        return f"{parts[2]} {parts[0]} {parts[1]}".strip()
    return name.strip()


def _split(text: str, separator: str) -> list[str]:
    """Split at `separator` outside of braces."""
    text = re.sub(r"\s+", " ", text)
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth <= 0 and text.startswith(separator, index) and index >= start:
            parts.append(text[start:index])
            start = index + len(separator)
    return [*parts, text[start:]]
