"""The list of references at the end of a paper, which is not the paper's own text."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?(?:\d{1,2}\.?[ \t]+)?"
    r"(?:(?:references?|works|literature)(?:[ \t]+cited)?|bibliography|参考文献|參考文獻)[ \t]*:?[ \t]*\*{0,2}$",
    re.IGNORECASE | re.MULTILINE,
)
# What may follow a list of references and belongs to the paper again.
_AFTER = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*)?"
    r"(?:appendix\b.{0,80}|appendices|supplementa\w+(?:[ \t].{0,60})?|[A-H]\.?[ \t]+[A-Z][a-z].{2,70}|附录.{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")


def reference_span(text: str) -> tuple[int, int] | None:
    """(start, end) offsets of the reference list at the end of `text`, or None.

    The last heading of that name in the second half counts, if what follows it looks like references (a year in every
    500 characters); an appendix after the list is not part of it.
    """
    headings = [m for m in _HEADING.finditer(text) if m.start() * 5 >= len(text) * 2]
    if not headings:
        return None
    start = headings[-1].start()
    after = _AFTER.search(text, headings[-1].end())
    end = after.start() if after else len(text)
    entries = text[headings[-1].end() : end]
    if len(_YEAR.findall(entries)) * 500 < len(entries):
        return None
    return start, end


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
