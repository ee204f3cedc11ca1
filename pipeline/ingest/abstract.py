"""The abstract within a paper's text."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"^[ \t#]*\*+[ \t]*(?:abstract|summary)[ \t]*[.:—–-]*[ \t]*\*+[ \t]*[.:—–-]*[ \t]*|"  # run in: "*Summary.* We show"
    r"^[ \t#*]*(?:(?:a[ \t]?b[ \t]?s[ \t]?t[ \t]?r[ \t]?a[ \t]?c[ \t]?t|summary)[ \t*]*(?:[.:—–-]+[ \t]*|$)|"
    r"摘[ \t]*要[ \t:：*]*)",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(
    r"^[ \t]*(?:#|(?:\d{1,2}|I)\.?[ \t]+[A-Z\u4e00-\u9fff]|introduction\b|key[ \t-]?words?\b|index terms|ccs concepts|"
    r"general terms|categories and subject|acm reference|关键词|引[ \t]*言)",
    re.IGNORECASE,
)
_SEARCHED = 12_000
_LONGEST = 4_000


def begins_abstract(text: str) -> bool:
    """Whether `text` begins with the word that marks an abstract."""
    return bool(_HEADING.match(text))


def find_abstract(text: str) -> str:
    """The abstract in `text` (paragraphs separated by blank lines), on one line; empty if none is marked as such."""
    heading = _HEADING.search(text[:_SEARCHED])
    if not heading:
        return ""
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text[heading.end() : heading.end() + 2 * _LONGEST]):
        if not paragraph.strip():
            continue
        if _END.match(paragraph) or (parts and len(paragraph) < 80 and not re.search(r"[.!?。]$", paragraph.strip())):
            break
        parts.append(" ".join(paragraph.split()))
        if sum(map(len, parts)) > 1_200:
            break
    return " ".join(parts)[:_LONGEST]
