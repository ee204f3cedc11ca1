"""Blocks to text: paragraphs rejoined across columns and pages, page offsets kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf.blocks import Block, Kind, ends_sentence
from pipeline.ingest.pdf.hyphens import Vocabulary, join
from pipeline.ingest.pdf.order import Row


@dataclass
class Paragraph:
    """A paragraph in the making: rows with their page (from 0). aside: a note or float, which text runs around."""

    kind: Kind
    rows: list[tuple[Row, int]] = field(default_factory=list)
    aside: bool = False

    def text(self, vocabulary: Vocabulary) -> tuple[str, list[tuple[int, int]]]:
        """The running text, and (offset, page) of each row."""
        text, offsets = join([(row.text, row.hyphen) for row, _ in self.rows], vocabulary)
        return text, list(zip(offsets, (page for _, page in self.rows), strict=True))

    @property
    def open(self) -> bool:
        """Whether body text breaks off here, to go on in the next column or on the next page."""
        last = self.rows[-1][0]
        return self.kind == "body" and (last.hyphen or not ends_sentence(last.text))


def paragraphs(flows: Sequence[tuple[int, Sequence[Block]]]) -> list[Paragraph]:
    """The paragraphs of all flows, each flow given with its page.

    Notes and floats at the foot of a column go before the paragraph that they would cut in two, those at the head of a
    column behind it. So the pages of the paragraphs, and of the rows in them, never fall.
    """
    out: list[Paragraph] = []
    for page, found in flows:
        main = [i for i, block in enumerate(found) if block.kind in ("body", "heading")]
        if not main:
            _put_aside(out, found, page)
            continue
        head, body, foot = found[: main[0]], list(found[main[0] : main[-1] + 1]), found[main[-1] + 1 :]
        before = _open_paragraph(out) if _is_aside(head) or not head else None
        if body[0].kind == "body" and before and _goes_on(before, body[0]):
            before.rows.extend((row, page) for row in body.pop(0).rows)
        out.extend(_paragraph(block, page, aside=_is_aside(head)) for block in head)
        for block in body:
            _add(out, block, page)
        if _is_aside(foot):
            _put_aside(out, foot, page)
        else:
            out.extend(_paragraph(block, page) for block in foot)
    return out


def _is_aside(found: Sequence[Block]) -> bool:
    """Whether the blocks at the head or foot of a column are floats or notes, and not a formula of the text."""
    return len(found) > 3 or any(block.kind in ("note", "caption") for block in found)


def _add(out: list[Paragraph], block: Block, page: int) -> None:
    """Add a block; one that begins in the middle of the sentence before it goes on with that paragraph."""
    before = out[-1] if out and out[-1].open else None
    if block.kind == "body" and before and block.rows[0].text[:1].islower():
        before.rows.extend((row, page) for row in block.rows)
    else:
        out.append(_paragraph(block, page))


def _paragraph(block: Block, page: int, *, aside: bool = False) -> Paragraph:
    return Paragraph(block.kind, [(row, page) for row in block.rows], aside)


def _open_paragraph(out: Sequence[Paragraph]) -> Paragraph | None:
    """The last paragraph of the text, if it is open; asides behind it do not count."""
    last = next((paragraph for paragraph in reversed(out) if not paragraph.aside), None)
    return last if last and last.open else None


def _goes_on(before: Paragraph, block: Block) -> bool:
    """Whether `block` continues the sentence at which `before` breaks off."""
    last, capital = before.rows[-1][0], block.rows[0].text[:1].isupper()
    if last.hyphen:
        return not capital or last.text[-1:].isupper()
    return not capital or len(before.rows) > 1 or last.text.endswith(",")


def _put_aside(out: list[Paragraph], found: Sequence[Block], page: int) -> None:
    """Put what stands beside the text before the paragraph that is still open, if that began on the same page."""
    made = [_paragraph(block, page, aside=True) for block in found]
    position = len(out)
    if out and out[-1].open and out[-1].rows[0][1] == page:
        position -= 1
    out[position:position] = made


def assemble(found: Sequence[Paragraph], vocabulary: Vocabulary, pages: int) -> tuple[str, tuple[int, ...]]:
    """The text, paragraphs separated by blank lines, and the offset at which each of `pages` pages begins."""
    parts: list[str] = []
    starts: list[int | None] = [None] * pages
    position = 0
    for paragraph in found:
        text, rows = paragraph.text(vocabulary)
        if not text.strip():
            continue
        for offset, page in rows:
            if starts[page] is None:
                starts[page] = position + offset
        parts.append(text)
        position += len(text) + 2
    return "\n\n".join(parts), _filled(starts, position)


def _filled(starts: Sequence[int | None], end: int) -> tuple[int, ...]:
    """Pages without text begin where the next page does; offsets never fall."""
    filled: list[int] = []
    following = end
    for start in reversed(starts):
        following = min(following, start) if start is not None else following
        filled.append(following)
    return tuple(reversed(filled))
