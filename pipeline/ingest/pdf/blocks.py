"""Rows to blocks: where a paragraph, a heading, a caption or a note begins and ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from pipeline.ingest.pdf.order import Flow, Row

Kind = Literal["heading", "body", "caption", "note", "display"]

NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-H](?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?\s+[A-Z\u4e00-\u9fff].{1,120}"
)
NAMED = re.compile(
    r"(?:abstract|summary|introduction|related work|background|methods?|results|discussion|conclusions?|limitations|"
    r"references|bibliography|acknowledge?ments?|appendix.{0,60}|appendices|ethics statement|broader impact|"
    r"摘\s*要|引\s*言|参考文献|结\s*论)[:.]?",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|FIGURE|Table|TABLE|Algorithm|Listing|Scheme)\s*[A-Z]?\.?\d+[a-z]?\s*[.:|]|[图表]\s*\d+"
)
_BULLET = re.compile(r"[•▪‣◦●■–]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
_SMALL_WORDS = frozenset(
    "a an and are as at be by for from in is it of on or that the this to was we were which with".split()
)
_TERMINAL = re.compile(r"[.!?:;。！？：；][\"'”’)\]]*$")


@dataclass(frozen=True)
class Style:
    """What is usual in a document.

    height: of its body text. ratio: of the line distance to the height. numbered: whether its headings are.
    """

    height: float
    ratio: float
    numbered: bool


@dataclass(frozen=True)
class Block:
    """Rows that belong together, of one flow."""

    kind: Kind
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The rows' text, hyphens not yet mended."""
        return " ".join(row.text for row in self.rows)


def style_of(flows: Sequence[Flow]) -> Style:
    """What is usual in the document."""
    heights: Counter[float] = Counter()
    ratios: list[float] = []
    numbered = 0
    for flow in flows:
        for row in flow.rows:
            heights[round(row.height * 4) / 4] += len(row.text)
            numbered += row.bold and NUMBERED.fullmatch(row.text) is not None
        for above, below in zip(flow.rows, flow.rows[1:], strict=False):
            if abs(above.height - below.height) < 0.05 * below.height and below.height > 0:
                ratios.append((above.y - below.y) / below.height)
    height = heights.most_common(1)[0][0] if heights else 10.0
    return Style(max(height, 1.0), max(median(ratios), 0.8) if ratios else 1.3, numbered >= 3)


def blocks(flow: Flow, style: Style) -> list[Block]:
    """The blocks of a flow from top to bottom."""
    return [Block(_kind(rows, flow, style), rows) for rows in _groups(flow, style)]


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with a mark that ends a sentence or clause."""
    return bool(_TERMINAL.search(text.rstrip()))


def _groups(flow: Flow, style: Style) -> Iterator[tuple[Row, ...]]:
    left, right = _edges(flow, style)
    group: list[Row] = []
    for row in flow.rows:
        if group and _begins(group, row, left, right, style):
            yield tuple(group)
            group = []
        group.append(row)
    if group:
        yield tuple(group)


def _edges(flow: Flow, style: Style) -> tuple[float, float]:
    """Where most lines of body text begin and end."""
    rows = [r for r in flow.rows if abs(r.height - style.height) < 0.1 * style.height and len(r.text) > 15] or flow.rows
    left = Counter(round(r.x0 / 2) for r in rows).most_common(1)[0][0] * 2.0
    right = Counter(round(r.x1 / 2) for r in rows).most_common(1)[0][0] * 2.0
    return left, right


def _begins(group: Sequence[Row], row: Row, left: float, right: float, style: Style) -> bool:
    """Whether `row` begins a new block below `group`."""
    above = group[-1]
    height = max(row.height, 1.0)
    if above.y - row.y > 1.3 * style.ratio * min(height, max(above.height, 1.0)) + 1:
        return True
    if abs(above.height - row.height) > 0.1 * max(above.height, row.height):
        return True
    if above.bold != row.bold and (all(r.bold for r in group) or (row.bold and _is_heading_text(row.text))):
        return True
    ended = ends_sentence(above.text)
    short = above.x1 < right - 2.5 * height
    if (short and _is_name(row)) or (len(group) == 1 and _is_name(above)):
        return True
    if _CAPTION.match(row.text) and (ended or short or above.y - row.y > 1.1 * style.ratio * height):
        return True
    if row.cells[0].mark and height < 0.93 * style.height:
        return True
    if _BULLET.match(row.text) and (ended or short):
        return True
    indented = 0.6 * height < row.x0 - above.x0 < 5 * height
    back = 0.6 * height < above.x0 - row.x0 and len(group) > 1 and abs(row.x0 - left) < 2
    if (indented or back) and (ended or short):
        return not (back and len(group) == 1)
    return short and ended and row.text[:1].isupper() and abs(row.x0 - above.x0) < 2 and above.x1 < right - 6 * height


def _is_name(row: Row) -> bool:
    """Whether a row is nothing but the name of a section, as it is set where no type tells (in scans, for example)."""
    return row.text[:1].isupper() and not row.text.endswith(".") and bool(NAMED.fullmatch(row.text))


def _is_heading_text(text: str) -> bool:
    return len(text) < 130 and bool(NUMBERED.fullmatch(text) or NAMED.fullmatch(text.strip()))


def _kind(rows: Sequence[Row], flow: Flow, style: Style) -> Kind:
    text = " ".join(row.text for row in rows)
    if _CAPTION.match(text):
        return "caption"
    if _heading(rows, text, style):
        return "heading"
    height = median(row.height for row in rows)
    if height < 0.93 * style.height:
        return "note"
    return "body" if _prose(rows, text, flow) and height < 1.15 * style.height else "display"


def _heading(rows: Sequence[Row], text: str, style: Style) -> bool:
    letters = sum(map(str.isalpha, text))
    if (
        letters < 3
        or letters < 0.6 * len(text)
        or "=" in text
        or len(text) > 160
        or len(rows) > 3
        or text.rstrip().endswith((",", ";"))
    ):
        return False
    height = rows[0].height
    strong = all(row.bold for row in rows) or height > 1.08 * style.height
    if height < 0.9 * style.height:
        return False
    if NAMED.fullmatch(text.strip()):
        return strong or text.isupper() or len(rows) == 1
    if NUMBERED.fullmatch(text):
        return (strong or (len(rows) == 1 and text.upper() == text)) and not re.search(r"[a-z]\.$", text)
    single = all(len(row.cells) == 1 for row in rows)
    return single and strong and not text.endswith(".") and (not style.numbered or height > 1.08 * style.height)


def _prose(rows: Sequence[Row], text: str, flow: Flow) -> bool:
    """Running text, not a formula, the cells of a table or the labels of a figure."""
    words = text.split()
    letters = sum(map(str.isalpha, text))
    if len(text) < 25:
        return ends_sentence(text) and letters > 0.6 * len(text) and abs(rows[0].x0 - flow.x0) < 3
    if letters < 0.6 * len(text.replace(" ", "")) or (len(words) > 3 and letters / len(words) < 2.4):
        return False
    cells = sum(len(row.cells) for row in rows)
    if cells > 2 * len(rows) or (cells > len(rows) and len(rows) < 3 and not ends_sentence(text)):
        return False
    if text.isascii() and not _SMALL_WORDS.intersection(text.lower().split()):
        return ends_sentence(text) and len(rows) > 1
    wide = max(row.x1 - row.x0 for row in rows) > 0.6 * (flow.x1 - flow.x0)
    return wide or ends_sentence(text) or text[:1].islower()
