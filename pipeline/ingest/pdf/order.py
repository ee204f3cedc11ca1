"""Reading order: one column or two, bands between what spans both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.ingest.pdf.lines import Line

_SIDE_SHARE = 0.15  # each column of a two-column page holds at least this share of its text
_CROSSING_SHARE = 0.45  # and at most this share of its text crosses the gutter


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What stands on one baseline of a column: its cells from left to right.

    text: the cells joined by blanks, without characters that have no Unicode. x0, x1: its edges. y, height: of
    the longest cell. bold: whether all of it is. hyphen: whether one at its end was taken off.
    """

    cells: tuple[Line, ...]
    text: str
    x0: float
    x1: float
    y: float
    height: float
    bold: bool
    hyphen: bool


def row_of(cells: Sequence[Line]) -> Row:
    """The row of cells that stand on one baseline."""
    if len(cells) == 1:
        (n,) = cells
        return Row((n,), n.text.replace("\ufffd", ""), n.x0, n.x1, n.y, n.height, n.all_bold, n.hyphen)
    ordered = tuple(sorted(cells, key=lambda n: n.x0))
    longest = max(ordered, key=lambda n: len(n.text))
    return Row(
        ordered,
        " ".join(n.text for n in ordered).replace("\ufffd", ""),
        ordered[0].x0,
        max(n.x1 for n in ordered),
        longest.y,
        longest.height,
        all(n.all_bold for n in ordered),
        ordered[-1].hyphen,
    )


@dataclass(frozen=True)
class Flow:
    """Rows that are read from top to bottom: a column of a band. full: as wide as the page's text."""

    rows: tuple[Row, ...]
    x0: float
    x1: float
    full: bool


def page_flows(pages: Sequence[Sequence[Line]]) -> list[list[Flow]]:
    """The flows of each page in reading order."""
    gutters = [_gutter(lines) for lines in pages]
    found = [x for x in gutters if x is not None]
    usual = median(found) if len(found) * 2 >= len(pages) and found else None
    return [_flows(lines, usual if x is None else x) for lines, x in zip(pages, gutters, strict=True)]


def _flows(lines: Sequence[Line], x: float | None) -> list[Flow]:
    if not lines:
        return []
    if x is None or _crossing(lines, x) > _CROSSING_SHARE * sum(n.x1 - n.x0 for n in lines):
        return [_flow(lines, full=True)]
    return list(_bands(sorted(lines, key=lambda n: -n.y), x))


def _crossing(lines: Sequence[Line], x: float) -> float:
    return sum(n.x1 - n.x0 for n in lines if n.x0 < x - 1 and n.x1 > x + 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x of the gutter between two columns, or None where one column is as likely."""
    if not lines:
        return None
    left, right = min(n.x0 for n in lines), max(n.x1 for n in lines)
    spans = [(n.x0, n.x1) for n in lines]
    total = sum(b - a for a, b in spans)
    best: tuple[float, int, float] | None = None
    for step in range(36, 65, 2):
        x = left + (right - left) * step / 100
        before = sum(b - a for a, b in spans if b <= x + 1)
        crossing = sum(b - a for a, b in spans if a < x - 1 and b > x + 1)
        if min(before, total - before - crossing) >= _SIDE_SHARE * total and crossing <= _CROSSING_SHARE * total:
            found = (round(crossing / total, 2), abs(step - 50), x)
            best = min(best, found) if best else found
    if best is None:
        return None
    # Columns have many lines that fill them; the cells of a one-column page's tables do not.
    full = sum(1 for n in lines if n.x1 <= best[2] + 1 and n.x1 - n.x0 > 0.7 * (best[2] - left))
    return best[2] if full >= 5 else None


def _bands(lines: Sequence[Line], x: float) -> Iterator[Flow]:
    """Columns between lines that span both, from the top."""
    band: list[Line] = []
    spanning: list[Line] = []
    for line in lines:
        crosses = line.x0 < x - 3 and line.x1 > x + 3
        beside = any(abs(line.y - other.y) < 0.5 * line.height for other in spanning)
        if crosses or (beside and not band):
            yield from _columns(band, x)
            band = []
            spanning.append(line)
        else:
            if spanning:
                yield _flow(spanning, full=True)
                spanning = []
            band.append(line)
    if spanning:
        yield _flow(spanning, full=True)
    yield from _columns(band, x)


def _columns(band: Sequence[Line], x: float) -> Iterator[Flow]:
    for side in ([n for n in band if n.x0 < x - 3], [n for n in band if n.x0 >= x - 3]):
        if side:
            yield _flow(side, full=False)


def _flow(lines: Sequence[Line], *, full: bool) -> Flow:
    rows: list[list[Line]] = []
    small: list[Line] = []
    usual = median(n.height for n in lines)
    for line in sorted(lines, key=lambda n: -n.y):
        if rows and abs(rows[-1][0].y - line.y) < 0.35 * max(line.height, rows[-1][0].height):
            rows[-1].append(line)
        elif line.height < 0.85 * usual and len(line.text) < 12:
            small.append(line)
        else:
            rows.append([line])
    for line in small:
        _attach(line, rows)
    ordered = sorted(map(row_of, rows), key=lambda row: -row.y)
    return Flow(tuple(ordered), min(n.x0 for n in lines), max(n.x1 for n in lines), full)


def _attach(line: Line, rows: list[list[Line]]) -> None:
    """Put an exponent or index into the row that it belongs to, or make it a row of its own."""
    for row in rows:
        base = max(row, key=lambda n: n.height)
        within = min(n.x0 for n in row) < line.x0 < max(n.x1 for n in row) + base.height
        if within and -0.4 * base.height < line.y - base.y < 0.8 * base.height:
            row.append(line)
            return
    rows.append([line])
