"""In-text references to other works, taken out of a sentence so that it stays a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_NAME = r"(?:(?:van|von|de|der|den|di|la|le|Van|De|El)\s+){0,2}[A-ZÀ-ÞŁŠŽ][\w’'`´\-]+"
_PEOPLE = rf"{_NAME}(?:(?:\s*,\s*{_NAME})*,?\s+(?:and|&)\s+{_NAME}|\s+et\s+al\.?(?:,)?)?"
_PIECE = re.compile(
    rf"^[^\d;]{{0,90}}?[\s,(]{_YEAR}\)?(?:\s*[,;&]\s*(?:and\s)?(?:\(?{_YEAR}\)?|[a-z]\b))*(?:,?\s*(?:pp?\."
    rf"|inter alia|among others).*)?\s*$|^[^\d;]{{2,40}}et al\.?$"
)
_DATED = re.compile(
    r"^\s*(?:in|since|until|before|after|between|by|as of|as at|during|circa|ca\.?|c\.|born|died|published"
    r"|released|founded|version|early|mid|late|"
    r"[A-Z][a-z]+ \d|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|spring|summer|autumn|fall|winter|\d)\b",
    re.I,
)
_HINT = re.compile(rf"\b{_YEAR}\b|et\s+al|inter alia")
_PAREN = re.compile(r"\s*\(([^()]*)\)")
_NUMBERS = re.compile(r"\s*\[\s*\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*\s*\]")
_KEYS = re.compile(r"(\s*)\[([^\[\]]{1,120})\](?:_(?=\W|$))?")
_KEY = re.compile(r"[A-Za-z][\w.+:&'/-]{0,40}(?: et al\.?)?(?:,? ?\d{2,4}[a-z]?)?")
_TEXTUAL = re.compile(rf"\b({_PEOPLE})\s*[,]?\s*[(\[]\s*{_YEAR}(?:\s*[,;]\s*{_YEAR})*\s*[)\]]")
_NOUN_BEFORE = re.compile(
    r"(?:^|[;(]|\b(?:of|in|by|from|to|with|as|and|or|the|a|an|see|via|using|use|uses|on|for|like|than|is|are"
    r"|was|were|both|"
    r"through|following|follow|extends?|implements?|called|named|including|between|while|whereas|but|that"
    r"|because|if|when))\s*$",
    re.I,
)
_BARE_YEAR = re.compile(rf"(\bet al\.),? {_YEAR}\b")
_MIXED = re.compile(rf"\([^()]*{_NAME}(?: et al\.?)?, {_YEAR}\b[^()]*\)")
_SPACES = re.compile(r"\s+([,.;:)\]])")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A sentence without marks. others: whether it speaks of works of others; early: whether a mark stood near its
    start; whole: False where taking a mark out left a hole."""

    text: str
    others: bool = False
    early: bool = False
    whole: bool = True


def without_marks(text: str) -> Unmarked:
    """`text` without citation marks in the author-year, numeric and key styles."""
    text = _BARE_YEAR.sub(r"\1", text)
    if not ("(" in text or "[" in text):
        return Unmarked(text, "et al." in text)
    marks: list[int] = []
    text, whole = _nested(text, marks)
    whole = whole and not _MIXED.search(text)
    textual = bool(_TEXTUAL.search(text))
    text = _TEXTUAL.sub(r"\1", text)

    def number(match: re.Match[str]) -> str:
        nonlocal whole
        whole = whole and not _noun_before(text, match.start())
        marks.append(match.start())
        return ""

    text = _NUMBERS.sub(number, text)

    def key(match: re.Match[str]) -> str:
        nonlocal whole
        keys = [piece.strip().lstrip("@").strip("_") for piece in re.split(r"[,;]", match[2])]
        if not all(_KEY.fullmatch(piece) for piece in keys):
            return match.group()
        marks.append(match.start())
        if not _noun_before(text, match.start()):
            return ""
        named = len(keys) == 1 and re.fullmatch(r"[A-Z][A-Za-z.+-]+|[a-z]+\.?[a-z]+", keys[0])
        whole = whole and bool(named)
        return match[1] + keys[0]

    text = _KEYS.sub(key, text)
    tidy = re.sub(r",\s*\)", ")", _SPACES.sub(r"\1", re.sub(r"\s{2,}", " ", text))).strip()
    return Unmarked(tidy, bool(marks) or textual or "et al." in tidy, any(at < 60 for at in marks), whole)


def _noun_before(text: str, at: int) -> bool:
    """Whether what stands before `at` wants a noun, so that a mark there is read as one."""
    return bool(_NOUN_BEFORE.search(text[max(0, at - 14) : at]))


def _nested(text: str, marks: list[int]) -> tuple[str, bool]:
    """`text` with citations in parentheses removed from the inside out, and what else a parenthesis said kept."""

    whole = True

    def paren(match: re.Match[str]) -> str:
        nonlocal whole
        inside = match[1]
        if not _HINT.search(inside):
            return match.group().replace("(", "\ue000").replace(")", "\ue001")
        kept = [
            piece.strip() for piece in re.split(r";", inside) if _DATED.match(piece) or not _PIECE.match(f" {piece}")
        ]
        if len(kept) == inside.count(";") + 1:
            return match.group().replace("(", "\ue000").replace(")", "\ue001")
        marks.append(match.start())
        whole = whole and bool(kept or not _noun_before(match.string, match.start()))
        return f" \ue000{'; '.join(kept)}\ue001" if kept else ""

    before = ""
    while before != text:
        before = text
        text = _PAREN.sub(paren, text)
    text = text.replace("\ue000", "(").replace("\ue001", ")")
    return re.sub(r"\s*\(\s*\)", "", text), whole
