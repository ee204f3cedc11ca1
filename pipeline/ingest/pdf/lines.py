"""The lines of a page with their geometry, from PDFium's characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.ingest.pdf.accents import Box
from pipeline.ingest.pdf.glyphs import HYPHEN, PageText
from pipeline.ingest.pdf.marks import without_marks

_SEGMENT = re.compile(f"[^\r\n{HYPHEN}]+")
_WORD = re.compile(r"\S+")
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,}")
_MARK_AT_END = re.compile(r"[^\W\d_.][\d∗*†‡§¶⋆]+$")
_LONE_MARK = re.compile(r"[\d*∗†‡§¶⋆]{1,2}")
_EXPONENT = re.compile(r"[−–-]?\d{1,2}")
_CELL_GAP = 1.25  # a gap wider than this many line heights separates columns or cells
_BLANK_GAP = 0.12


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline, between wide gaps. Coordinates in points, the origin at the bottom left.

    height: of the font's box. bold: at its start; all_bold: also at its end. hyphen: a hyphen at its end was taken off.
    mark: it begins with a raised footnote mark. mark_at_end: it may end with one, taken off. upright: not turned by 90
    degrees.
    """

    text: str
    x0: float
    x1: float
    y: float
    height: float
    bold: bool = False
    all_bold: bool = False
    hyphen: bool = False
    mark: bool = False
    mark_at_end: bool = False
    upright: bool = True


def page_lines(page: PageText) -> list[Line]:
    """The lines of a page in the order of its content stream."""
    lines: list[Line] = []
    for match in _SEGMENT.finditer(page.text):
        for line in _pieces(page, match.start(), match.end()):
            if lines and (joined := _join(lines[-1], line)):
                lines[-1] = joined
            else:
                lines.append(line)
    return lines


def _pieces(page: PageText, start: int, end: int) -> Iterator[Line]:
    """The segment from start to end, cut at wide gaps, and where PDFium did not see that a new line begins."""
    words = [m.span() for m in _WORD.finditer(page.text, start, end)]
    if not words:
        return
    begin, last = words[0]
    if page.right_to_left or _is_turned(page.box(begin), page.box(words[-1][1] - 1)):
        yield _line(page, begin, words[-1][1])
        return
    box = page.box
    edge: float | None = None
    indent: float | None = None
    for first, after in words:
        left, bottom, _, top = box(first)
        height = top - bottom
        if edge is None:
            begin = first
        elif not -2 * height < left - edge < _CELL_GAP * height and height > 0:
            yield _line(page, begin, last, indent)
            begin, indent = first, None
        last = after
        final = box(after - 1)
        edge = final[2]
        if final[0] < left - 2 * height:
            # A word that is cut by a hyphen ends on the line below. It stays whole; the line below begins with its end.
            rest = next(i for i in range(first + 1, last) if box(i)[0] < left - height)
            yield replace(_line(page, begin, last, indent), x1=box(rest - 1)[2], upright=True)
            begin, indent, edge = last, box(rest)[0], None
    if begin < words[-1][1]:
        yield _line(page, begin, last, indent)


def _is_turned(first: Box, last: Box) -> bool:
    """Whether text that begins and ends with these characters runs up or down the page."""
    rise = abs(last[1] - first[1])
    return rise > abs(last[0] - first[0]) and rise > 4 * max(first[3] - first[1], first[2] - first[0])


def _line(page: PageText, start: int, end: int, indent: float | None = None) -> Line:
    """The characters from start to end as a line; indent: where it really begins, if not there."""
    boxes = [page.box(i) for i in _samples(page.text, start, end)]
    first, last = boxes[0], boxes[-1]
    # Generated characters have no height; of the others the middle one is neither raised nor, mostly, lowered.
    levels = sorted([(b[1], b[3]) for b in boxes[1:-1] or boxes if b[3] > b[1]]) or [(first[1], first[3])]
    bottom, top = levels[(len(levels) - 1) // 2]
    upright = abs(last[0] - first[0]) >= abs(last[1] - first[1]) or end - start < 3
    text, mark = without_marks(page, start, end)
    bold = page.bold(start)
    return Line(
        text,
        min([b[0] for b in boxes]) if indent is None else indent,
        max([b[2] for b in boxes]),
        bottom,
        top - bottom,
        bold=bold,
        all_bold=bold and page.bold(end - 1),
        hyphen=page.text[end : end + 1] == HYPHEN,
        mark=mark,
        mark_at_end=bool(_MARK_AT_END.search(page.text[max(start, end - 4) : end])),
        upright=upright,
    )


def _samples(text: str, start: int, end: int) -> list[int]:
    """The first character, some that show the line's font, and the last."""
    words = [m.start() for m in _PLAIN_WORD.finditer(text, start, end)]
    inner = (
        [words[len(words) * i // 5] for i in range(5)] if words else [(2 * start + end) // 3, (start + 2 * end) // 3]
    )
    return [start, *inner, end - 1] if end - start > 2 else list(range(start, end))


def _is_above(small: Line, line: Line) -> bool:
    """Whether `small` is set right behind `line`, smaller and raised."""
    raised = 0.15 * line.height < small.y - line.y < line.height
    return raised and small.height < 0.8 * line.height and abs(small.x0 - line.x1) < 0.3 * line.height


def _join(line: Line, following: Line) -> Line | None:
    """The two as one if PDFium cut a line at a raised or lowered character."""
    height = max(line.height, following.height)
    gap = following.x0 - line.x1
    if not (line.upright and following.upright and -0.3 * height < gap < _CELL_GAP * height) or line.hyphen:
        return None
    if _LONE_MARK.fullmatch(line.text) and line.height < 0.85 * following.height and 0 <= line.y - following.y < height:
        return replace(following, x0=line.x0, mark=True)
    if _EXPONENT.fullmatch(following.text) and _is_above(following, line):
        shown = (
            f"^{following.text}"
            if line.text[-1:].isdigit() or not re.search(r"[^\W\d_]{2}$|[.,;:)]$", line.text)
            else ""
        )
        return replace(line, text=line.text + shown, x1=following.x1, mark_at_end=True)
    if abs(following.y - line.y) >= 0.35 * height:
        return None
    words = line.text[-1:].isalnum() and following.text[:1].isalpha() and following.height > 0.9 * line.height
    wide = gap > _BLANK_GAP * height or (words and (gap > 0.02 * height or line.mark_at_end))
    blank = " " if wide and following.text[:1] not in ",.;:)" else ""
    taller = line if line.height >= following.height else following
    return replace(
        line,
        text=line.text + blank + following.text,
        x1=max(line.x1, following.x1),
        y=taller.y,
        height=taller.height,
        all_bold=line.all_bold and following.all_bold,
        hyphen=following.hyphen,
        mark_at_end=following.mark_at_end,
    )
