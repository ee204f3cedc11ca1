"""What a page carries besides its text: running heads, page numbers, stamps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.pdf.lines import Line

_ZONE = 0.13  # of the page's height, at the top and at the bottom
_SHARE = 0.3  # of the pages on which a running head stands; heads of left and right pages differ
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_STAMP = re.compile(
    r"proceedings of|\bpages? \d+|\bpp\. ?\d+|©|\(c\)|copyright|arxiv:|\bdoi\b|doi\.org|\bissn\b|\bisbn\b|"
    r"permission to make|"
    r"all rights reserved|licen[cs]ed? under|creativecommons|association for computational|preprint|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b.{0,20}\d{4}|"
    r"(?:received|accepted|published|submitted)\b.{0,20}\d{4}|\bvol(?:ume|\.)? ?\d+",
    re.IGNORECASE,
)
_HEAD_STAMP = re.compile(
    r"published (?:as|in|at)|to appear|under review|conference|workshop|symposium|transactions on|journal of",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"licen[cs]ed under|licen[cs]e details|creativecommons", re.IGNORECASE)
_LINE_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Page:
    """A page's own lines, its height, and the furniture taken off it. drawn: whether anything is on it at all."""

    lines: tuple[Line, ...]
    height: float
    furniture: tuple[Line, ...] = ()
    drawn: bool = True


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages with running heads and feet, page numbers, line numbers and the first page's stamps set apart."""
    running: Counter[tuple[str, int]] = Counter()
    for page in pages:
        running.update({_key(line) for line in page.lines if _in_zone(line, page)})
    often = max(2, round(_SHARE * len(pages)))
    repeated = {key for key, count in running.items() if count >= often}
    return [_stripped(page, repeated, first=index == 0) for index, page in enumerate(pages)]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.y / 6)


def _in_zone(line: Line, page: Page) -> bool:
    return line.y < _ZONE * page.height or line.y > (1 - _ZONE) * page.height


def _stripped(page: Page, repeated: set[tuple[str, int]], *, first: bool) -> Page:
    kept: list[Line] = []
    taken: list[Line] = []
    others = _line_numbers(page) | _page_number(page)
    for line in page.lines:
        zone = _in_zone(line, page)
        stamp = first and zone and line.height < 14 and _is_stamp(line, page)
        licence = first and line.y < 0.3 * page.height and _LICENCE.search(line.text)
        again = zone and _key(line) in repeated
        (taken if stamp or licence or again or line in others or not line.upright else kept).append(line)
    if sum(len(n.text) for n in kept) * 3 < sum(len(n.text) for n in page.lines if not n.upright):
        return Page(_turned(page), page.height)
    return Page(tuple(kept), page.height, tuple(taken))


def _is_stamp(line: Line, page: Page) -> bool:
    in_head = line.y > page.height / 2 and _HEAD_STAMP.search(line.text)
    return bool(in_head or _STAMP.search(line.text))


def _page_number(page: Page) -> set[Line]:
    """The page number, and the head or foot of the page that stands on one line with it."""
    bottom = min((n.y for n in page.lines), default=0.0)
    top = max((n.y for n in page.lines), default=0.0)
    found: set[Line] = set()
    for line in page.lines:
        if not (_in_zone(line, page) and _PAGE_NUMBER.fullmatch(line.text)):
            continue
        row = [n for n in page.lines if abs(n.y - line.y) < 2]
        alone = all(n is line or len(n.text) <= 12 for n in row)
        if alone and (line.y - bottom < 40 or top - line.y < 20):
            found.add(line)
        elif _is_apart(line, row, page) and (line.x0 <= min(n.x0 for n in row) or line.x1 >= max(n.x1 for n in row)):
            found.update(row)
    return found


def _is_apart(line: Line, row: Sequence[Line], page: Page) -> bool:
    """Whether a row is the first or the last of the page and well apart from the others."""
    distances = [n.y - line.y for n in page.lines if n not in row]
    outermost = all(d > 0 for d in distances) or all(d < 0 for d in distances)
    return outermost and min((abs(d) for d in distances), default=0.0) > 1.8 * line.height


def _line_numbers(page: Page) -> set[Line]:
    """Numbers at equal distances in a margin, as in manuscripts under review."""
    numbers = [n for n in page.lines if _LINE_NUMBER.fullmatch(n.text)]
    edges = Counter(round(n.x1) for n in numbers)
    margins = {x for x, count in edges.items() if count >= 20}
    left = min((n.x0 for n in page.lines if len(n.text) > 20), default=0.0)
    right = max((n.x1 for n in page.lines if len(n.text) > 20), default=0.0)
    return {n for n in numbers if round(n.x1) in margins and (n.x1 < left or n.x0 > right)}


def _turned(page: Page) -> tuple[Line, ...]:
    """The lines of a page turned by 90 degrees, laid out below each other in the order they are written."""
    return tuple(
        Line(n.text, 0.0, 100.0, page.height - i * 12.0, 10.0, n.bold, n.all_bold, n.hyphen)
        for i, n in enumerate(page.lines)
    )
