"""Comparison tables: short spans lifted from claims, one row a paper, every cell with its passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.digest import Point
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.figures import Cell, Row, Table
from pipeline.skeleton import Section

LEAST_ROWS, MOST_ROWS, MOST_WORDS = 3, 12, 12
_COLUMNS = {"en": ("Approach", "Data", "Reported result"), "zh": ("方法", "数据", "结果")}
_CAPTION = {
    "en": "Works on {title}: what they propose, on which data, and what they report",
    "zh": "{title}相关工作的方法、数据与结果",
}
_PROPOSAL = re.compile(
    r"\b(?:propos|introduc|present|develop|describ|design|employ|appl)\w*\s+((?:an?|the|two|three|several)\s+[^.;:]+)",
    re.I,
)
_CUT = re.compile(
    r",|;|:|\(|\b(?:that|which|to|for|by|with|where|when|in order|based on|using|using|and|on|from|whose|termed|called|named|through|"
    r"of which|in which|via|as)\b"
)
_DATA = re.compile(
    r"\b((?:[A-Z][\w/+-]*[A-Z0-9][\w/+-]*|SemEval|Gigaword|Twitter|Penn Treebank|Wikipedia)(?:[ -](?:20\d\d|\d\.\d|[A-Z][\w/-]+|v?\d))*)"
    r"(?=(?:['’]s)? (?:data ?sets?|corpus|corpora|benchmarks?|collections?|tasks?)\b)"
)
_RESULT = re.compile(
    r"(?:[\w-]+ ){0,4}(?:\d+(?:\.\d+)?\s?%|\d+\.\d+)(?: (?:accuracy|F1|F-score|ROUGE(?:-\w+)?|BLEU|points?|improvement|absolute|on average|"
    r"error|recall|precision|MAP|AUC|in [\w-]+|on (?:the )?[\w-]+))*"
)


def make_table(section: Section, points: Sequence[tuple[str, Point]], library: Library) -> Table | None:
    """The table of a section's papers, or None where fewer than three rows would be filled."""
    rows = []
    for key in dict.fromkeys(key for key, _ in points):
        cells = _cells(key, library)
        if sum(bool(c.text) for c in cells) >= 2 and cells[0].text:
            rows.append(Row(key, cells))
    rows = sorted(rows, key=lambda r: (-sum(bool(c.text) for c in r.cells), r.bibkey))[:MOST_ROWS]
    if len(rows) < LEAST_ROWS:
        return None
    rows.sort(key=lambda r: (library.paper(r.bibkey).year or 0, r.bibkey))
    columns = _COLUMNS[library.language]
    kept = [i for i in range(len(columns)) if sum(bool(r.cells[i].text) for r in rows) * 2 >= len(rows)]
    if len(kept) < 2:
        return None
    lean = tuple(Row(r.bibkey, tuple(r.cells[i] for i in kept)) for r in rows)
    caption = _CAPTION[library.language].format(title=inline(section.title))
    return Table(caption, tuple(columns[i] for i in kept), lean)


def _cells(key: str, library: Library) -> tuple[Cell, ...]:
    claims = library.claims(key)
    return (
        _first(claims, ("method",), _proposal),
        _first(claims, ("data", "result", "method", "comparison"), _data),
        _first(claims, ("result", "comparison"), _result),
    )


def _first(claims: Sequence[Claim], kinds: Sequence[str], lift: object) -> Cell:
    for claim in claims:
        if claim.kind in kinds:
            text = lift(claim.text)  # type: ignore[operator]
            if text:
                return Cell(text, (claim.passage,))
    return Cell("")


def _proposal(text: str) -> str:
    match = _PROPOSAL.search(text)
    if not match:
        return ""
    words = match.group(1)
    cut = _CUT.search(words, 12)
    phrase = re.sub(r"^(?:an?|the) ", "", words[: cut.start()] if cut else words, flags=re.I).strip(" ,")
    count = len(phrase.split())
    return phrase[:1].upper() + phrase[1:] if 2 <= count <= MOST_WORDS else ""


def _data(text: str) -> str:
    names = list(dict.fromkeys(m.group(1).strip() for m in _DATA.finditer(text)))
    joined = ", ".join(names[:3])
    return joined if joined and len(joined.split()) <= MOST_WORDS else ""


def _result(text: str) -> str:
    match = _RESULT.search(text)
    if not match:
        return ""
    phrase = match.group().strip(" ,")
    return phrase if 2 <= len(phrase.split()) <= MOST_WORDS else ""
