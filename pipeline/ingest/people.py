"""Names of people: BibTeX's lists of them, and lines of authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.clean import one_line

_INSTITUTION = re.compile(
    r"univers|institut|department|\bdept|laborator|\blabs?\b|school|colleg|research|google|microsoft|facebook|amazon|\bibm\b|"
    r"cent(?:er|re)\b|academ|scien|technolog|corporation|\binc\b|\bltd\b|company|hospital|faculty|group|street|avenue|china|usa|"
    r"germany|france|japan|india|singapore|kong|kingdom|canada|australia|division|foundation|ministry|council|engineering|"
    r"大学|学院|研究|公司|实验室|中心|@|http|www\.|abstract|intelligence|systems|computer|language|processing|member|fellow|student|software",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_][\w'’`´.-]*)(?:\s+[^\W\d_][\w'’`´.-]*){1,4}")
_PARTICLES = frozenset("de da di del della der den van von la le el al bin ibn dos du ter ten y e zu af".split())


def split_names(names: str) -> list[str]:
    """The names in `names`, which are joined by `and`, as `Given Family`; `others` is left out.

    Names are written `Given Family`, `Family, Given` or `Family, Jr, Given`; braces keep a name in one piece.
    """
    return [_turned(name) for name in _split(names, " and ") if name.strip().lower() not in ("others", "")]


def turned(names: Iterable[str]) -> list[str]:
    """Names as `Given Family`, those written `Family, Given` turned; empty ones left out."""
    return [turned for name in names if (turned := one_line(_turned(name)))]


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


def names_in(text: str) -> tuple[str, ...]:
    """The names in a line of authors; none if anything in it is not a name."""
    text = re.sub(r"[\d*∗†‡§¶⋆]|\bby\b", " ", one_line(text))
    parts = [part.strip(" ,.;") for part in re.split(r"[,;，；、&•·|]|\band\b", text)]
    parts = [part for part in parts if part and part.lower() not in ("jr", "phd", "ph.d", "md")]
    if not parts or any(not _is_name(part) for part in parts):
        good = [part for part in parts if _is_name(part)]
        return tuple(good) if len(good) * 3 >= len(parts) * 2 and len(good) > 1 else ()
    return tuple(parts)


def _is_name(text: str) -> bool:
    if _INSTITUTION.search(text) or len(text) > 50:
        return False
    if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text):
        return True
    words = text.split()
    return (
        bool(_NAME.fullmatch(text))
        and all(w[0].isupper() or w.lower() in _PARTICLES for w in words)
        and words[-1][0].isupper()
    )
