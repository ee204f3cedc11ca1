"""Blocks to text: paragraphs rejoined across columns and pages, page offsets kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.pdf.blocks import Block, Kind, ends_sentence
from pipeline.ingest.pdf.hyphens import Vocabulary, join
from pipeline.ingest.pdf.order import Row


@dataclass
class Paragraph:
    """A paragraph in the making: rows with their page (from 0)."""

    kind: Kind
    rows: list[tuple[Row, int]] = field(default_factory=list)

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
    """The paragraphs of all flows, each given with its page. Notes and floats at the foot of a column go before the
    paragraph that they would cut in two, those at the head of a column behind it."""
    out: list[Paragraph] = []
    for page, found in flows:
        main = [i for i, block in enumerate(found) if block.kind in ("body", "heading")]
        if not main:
            _aside(out, found, page)
            continue
        first, last = main[0], main[-1]
        body = list(found[first : last + 1])
        if body[0].kind == "body" and (before := _open_paragraph(out)) and _goes_on(before, body[0]):
            before.rows.extend((row, page) for row in body.pop(0).rows)
        out.extend(_paragraph(block, page) for block in found[:first])
        for block in body:
            _add(out, block, page)
        _aside(out, found[last + 1 :], page)
    return out


def _add(out: list[Paragraph], block: Block, page: int) -> None:
    """Add a block; one that begins in the middle of the sentence before it goes on with that paragraph."""
    before = _open_paragraph(out)
    if block.kind == "body" and before and block.rows[0].text[:1].islower():
        before.rows.extend((row, page) for row in block.rows)
    else:
        out.append(_paragraph(block, page))


def _paragraph(block: Block, page: int) -> Paragraph:
    return Paragraph(block.kind, [(row, page) for row in block.rows])


def _open_paragraph(out: Sequence[Paragraph]) -> Paragraph | None:
    return out[-1] if out and out[-1].open else None


def _goes_on(before: Paragraph, block: Block) -> bool:
    """Whether `block` continues the sentence at which `before` breaks off."""
    start = block.rows[0].text[:1]
    return (
        before.rows[-1][0].hyphen or not start.isupper() or len(before.rows) > 1 or before.rows[-1][0].text[-1:] == ","
    )


def _aside(out: list[Paragraph], found: Sequence[Block], page: int) -> None:
    """Put what stands beside the text before the paragraph that is still open."""
    made = [_paragraph(block, page) for block in found]
    position = len(out)
    if _open_paragraph(out) and all(p == page for _, p in out[-1].rows[:1]):
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
