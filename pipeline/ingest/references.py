"""The list of references at the end of a paper, which is not the paper's own text."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?(?:\d{1,2}\.?[ \t]+)?\*{0,2}"
    r"(?:(?:references?|literature)(?:[ \t]+cited)?|works[ \t]+cited|bibliography|参考文献|參考文獻)"
    r"[ \t]*:?[ \t]*\*{0,2}$",
    re.IGNORECASE | re.MULTILINE,
)
# What may follow a list of references and belongs to the paper again.
_APPENDIX = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?"
    r"(?:appendix\b.{0,80}|appendices|supplementa\w+(?:[ \t].{0,60})?|A\.?[ \t]+[A-Z][a-z].{2,70}|附录.{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b|https?:|\bdoi\b|\barxiv\b|\bpp?\. ?\d|\bin press\b", re.IGNORECASE)
_DENSE = 500  # characters in which a list of references shows at least one sign of one
_LOOKED_AT = 1_500


def reference_span(text: str) -> tuple[int, int] | None:
    """(start, end) offsets of the reference list at the end of `text`, or None.

    The last heading of that name counts if it stands behind two fifths of the text and what follows it looks like
    references: a year, an address or the like in every 500 characters. An appendix behind the list is not part of it.
    """
    headings = [m for m in _HEADING.finditer(text) if m.start() * 5 >= len(text) * 2]
    if not headings:
        return None
    begin = headings[-1].end()
    end = next(
        (m.start() for m in _APPENDIX.finditer(text, begin) if not _dense(text[m.end() : m.end() + _LOOKED_AT])), None
    )
    end = len(text) if end is None else end
    return (headings[-1].start(), end) if _dense(text[begin:end]) else None


def _dense(text: str) -> bool:
    return len(_SIGN.findall(text)) * _DENSE >= len(text.strip())


def body(text: str) -> str:
    """`text` without the reference list at its end; an appendix behind the list stays."""
    return cut(text, ())[0]


def cut(text: str, page_starts: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """`body` of a text with pages: the text, and where each page begins in it."""
    span = reference_span(text)
    if span is None:
        return text, page_starts
    before, after = text[: span[0]].rstrip(), text[span[1] :].rstrip()
    kept = f"{before}\n\n{after}" if before and after else before or after
    shift = len(text.rstrip()) - len(kept)
    starts = (start if start < len(before) else max(start - shift, len(before)) for start in page_starts)
    return kept, tuple(min(start, len(kept)) for start in starts)
