"""The lines of a page with their geometry, from PDFium's characters."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.ingest.pdf.accents import REMOVED, with_accents

# PDFium puts U+FFFE where a line ends in a hyphen.
_SEGMENT = re.compile("[^\r\n\ufffe]+")
_WORD = re.compile(r"\S+")
_PLAIN_WORD = re.compile(r"[^\W\d_]{3,}")
_MARK = re.compile(
    r"(?<=[^\s\d(\[-])[\d*∗†‡§¶⋆]{1,3}(?:,[\d*∗†‡§¶⋆])*|(?<=\b10)[-−–]?\d{1,2}\b|(?<=\b20\d\d)\d{1,2}\b|^[\d∗*†‡§¶⋆]{1,2}(?=\S)"
)
_BOLD = re.compile(r"bold|medi|black|heavy|cmbx|semib|demi|-b\d*$", re.IGNORECASE)
_MARK_AT_END = re.compile(r"[^\W\d_.][\d∗*†‡§¶⋆]+$")
_LONE_MARK = re.compile(r"[\d*∗†‡§¶⋆]{1,2}")
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


class PageText:
    """The characters of one page; lengths are in points."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._raw = self._page.raw
        self._rect = raw.FS_RECTF()
        self._ref = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(128)
        count = raw.FPDFText_CountChars(self._raw)
        text = self._page.get_text_range() if count > 0 else ""
        if len(text) != count:
            # Characters without Unicode or outside of the basic plane: offsets differ, so ask one by one.
            text = "".join(_char(raw.FPDFText_GetUnicode(self._raw, i)) for i in range(count))
        self.text = with_accents(text, self.box)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the character's font box."""
        raw.FPDFText_GetLooseCharBox(self._raw, index, self._ref)
        rect = self._rect
        return rect.left, rect.bottom, rect.right, rect.top

    def bold(self, index: int) -> bool:
        """Whether the character's font is called bold."""
        size = raw.FPDFText_GetFontInfo(self._raw, index, self._name, 128, None)
        return bool(_BOLD.search(self._name.raw[: max(min(size, 128) - 1, 0)].decode("latin-1")))

    def close(self) -> None:
        """Give PDFium's memory back."""
        self._page.close()


def _char(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x01"


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
    """The segment from start to end, cut at wide gaps."""
    words = [(m.start() + start, m.end() + start) for m in _WORD.finditer(page.text[start:end])]
    if not words:
        return
    begin, last = words[0]
    edge = page.box(last - 1)[2]
    for first, after in words[1:]:
        left, bottom, _, top = page.box(first)
        # PDFium does not see every new line: where the text jumps back, there is one.
        if left - edge > _CELL_GAP * (top - bottom) > 0 or edge - left > 2 * (top - bottom) > 0:
            yield _line(page, begin, last)
            begin = first
        last = after
        edge = page.box(last - 1)[2]
    yield _line(page, begin, last)


def _line(page: PageText, start: int, end: int) -> Line:
    boxes = [page.box(i) for i in _samples(page.text, start, end)]
    first, last = boxes[0], boxes[-1]
    # Generated characters have no height; of the others the middle one is neither raised nor, mostly, lowered.
    levels = sorted((b[1], b[3]) for b in boxes[1:-1] or boxes if b[3] > b[1]) or [(first[1], first[3])]
    bottom, top = levels[(len(levels) - 1) // 2]
    upright = abs(last[0] - first[0]) >= abs(last[1] - first[1]) or end - start < 3
    text, mark = _without_marks(page, start, end)
    bold = page.bold(start)
    return Line(
        text,
        min(b[0] for b in boxes),
        max(b[2] for b in boxes),
        bottom,
        top - bottom,
        bold=bold,
        all_bold=bold and page.bold(end - 1),
        hyphen=page.text[end : end + 1] == "\ufffe",
        mark=mark,
        mark_at_end=bool(_MARK_AT_END.search(page.text[start:end])),
        upright=upright,
    )


def _samples(text: str, start: int, end: int) -> list[int]:
    """The first character, some that show the line's font, and the last."""
    words = [m.start() for m in _PLAIN_WORD.finditer(text, start, end)]
    inner = (
        [words[len(words) * i // 5] for i in range(5)] if words else [(2 * start + end) // 3, (start + 2 * end) // 3]
    )
    return [start, *inner, end - 1] if end - start > 2 else list(range(start, end))


def _without_marks(page: PageText, start: int, end: int) -> tuple[str, bool]:
    """The text without raised footnote marks, exponents as `10^-3`; and whether it began with a mark."""
    parts: list[str] = []
    position, mark = start, False
    for match in _MARK.finditer(page.text[start:end]):
        a, b = match.start() + start, match.end() + start
        base = b if a == start else a - 1
        found = re.search(r"\w*$", page.text[max(start, a - 12) : a])
        word = found.group() if found else ""
        sign = match.group()[0] in "∗†‡§¶⋆" and len(word) > 2
        if base >= end or not (sign or _raised(page.box(a), page.box(base))):
            continue
        exponent = (word == "10" or len(word) == 1) and a > start
        parts.append(page.text[position:a] + (f"^{match.group()}" if exponent else ""))
        position, mark = b, mark or a == start
    return " ".join(("".join(parts) + page.text[position:end]).replace(REMOVED, "").split()), mark


def _raised(box: tuple[float, float, float, float], base: tuple[float, float, float, float]) -> bool:
    height = base[3] - base[1]
    return box[1] - base[1] > 0.12 * height and box[3] - box[1] < 0.92 * height


def _join(line: Line, following: Line) -> Line | None:
    """The two as one if PDFium cut a line at a raised or lowered character."""
    height = max(line.height, following.height)
    gap = following.x0 - line.x1
    if not (line.upright and following.upright and -0.3 * height < gap < _CELL_GAP * height) or line.hyphen:
        return None
    if _LONE_MARK.fullmatch(line.text) and line.height < 0.85 * following.height and 0 <= line.y - following.y < height:
        return replace(following, x0=line.x0, mark=True)
    if abs(following.y - line.y) >= 0.35 * height:
        return None
    words = line.text[-1:].isalpha() and following.text[:1].isalpha() and following.height > 0.9 * line.height
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
