"""A PDF file to a paper's fields. Runs in the child process only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from pipeline.ingest.abstract import begins_abstract, find_abstract
from pipeline.ingest.clean import clean
from pipeline.ingest.kinds import is_not
from pipeline.ingest.pdf.assemble import Paragraph, assemble, paragraphs
from pipeline.ingest.pdf.blocks import NAMED, blocks, style_of
from pipeline.ingest.pdf.furniture import Page, without_furniture
from pipeline.ingest.pdf.glyphs import PageText
from pipeline.ingest.pdf.head import Head, read_head
from pipeline.ingest.pdf.hyphens import Vocabulary
from pipeline.ingest.pdf.lines import page_lines
from pipeline.ingest.pdf.order import page_flows
from pipeline.ingest.reading import Refused
from pipeline.language.tokens import is_cjk

MAX_PAGES = 2_000
_INTRODUCTION = re.compile(r"(?:1|I)\.?\s+(?:introduction|引\s*言).{0,40}", re.IGNORECASE)
_NO_CHARS = 20
_FEW_CHARS = 500


@dataclass(frozen=True)
class PdfPaper:
    """What a PDF gave. page_starts: see Paper. pages: in the file. problem: what is missing, for its owner."""

    head: Head
    abstract: str
    text: str
    page_starts: tuple[int, ...]
    pages: int
    problem: str


def read_document(path: Path) -> PdfPaper:
    """Read a PDF.

    Raises:
        Refused: it is no PDF, encrypted, damaged or has no text layer.
    """
    document = _open(path)
    total = len(document)
    pages = [_page(document, i) for i in range(min(total, MAX_PAGES))]
    chars = sum(len(line.text) for page in pages for line in page.lines)
    blank = sum(1 for page in pages if page.drawn and sum(len(n.text) for n in page.lines) < 20)
    if chars < _NO_CHARS or (blank * 10 > len(pages) * 9 and len(pages) > 3):
        raise Refused("it has no text layer (scanned pages?): run text recognition (OCR) on it first")
    _check_readable("".join(line.text for page in pages for line in page.lines[:50]))
    pages = without_furniture(pages)
    found = [(i, flow) for i, flows in enumerate(page_flows([page.lines for page in pages])) for flow in flows]
    style = style_of([flow for _, flow in found])
    vocabulary = Vocabulary(row.text for _, flow in found for row in flow.rows)
    made = paragraphs([(i, blocks(flow, style)) for i, flow in found])
    text, starts = assemble(_without_front(made), vocabulary, len(pages))
    cited = [int(year) for year in re.findall(r"\b(?:19[6-9]|20[0-4])\d\b", text)]
    head = read_head(pages[0], _metadata(document), cited)
    return PdfPaper(head, find_abstract(text), text, starts, total, _problem(total, blank, chars))


def _problem(total: int, blank: int, chars: int) -> str:
    if total > MAX_PAGES:
        return f"only the first {MAX_PAGES} of its {total} pages were read"
    if blank:
        return f"{blank} of its {total} pages {'has' if blank == 1 else 'have'} no text layer"
    return f"it holds only {chars} characters of text" if chars < _FEW_CHARS else ""


def _open(path: Path) -> pdfium.PdfDocument:
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise is_not(path, "a PDF")
    try:
        document = pdfium.PdfDocument(path)
        if len(document) == 0:
            raise Refused("it is damaged: no page can be read")
    except pdfium.PdfiumError as error:
        # PDFium may report the error of the file before, so the file itself must say that it is encrypted.
        if getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD and b"/Encrypt" in path.read_bytes():
            raise Refused("it is encrypted: save it without a password first") from error
        raise Refused("it is damaged: no page can be read") from error
    return document


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    """One page; a page that cannot be loaded is empty."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page((), 842.0)
    text = PageText(page)
    lines = tuple(line for line in page_lines(text) if line.text)
    height, drawn = page.get_height(), pdfium.raw.FPDFPage_CountObjects(page) > 0
    text.close()
    page.close()
    return Page(lines, height, drawn=drawn)


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    return {key: clean(value) for key, value in document.get_metadata_dict().items()}


def _check_readable(sample: str) -> None:
    """Fonts without a map to Unicode give private-use characters or none."""
    odd = sum(1 for c in sample if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    if odd * 3 > len(sample):
        raise Refused("its fonts do not say which letters they show: run text recognition (OCR) on it first")


def _without_front(made: list[Paragraph]) -> list[Paragraph]:
    """Without title, authors and addresses: the text begins with the abstract or the first real paragraph."""
    for i, paragraph in enumerate(made[:40]):
        text = " ".join(row.text for row, _ in paragraph.rows)
        if paragraph.rows[0][1] > 0:
            break
        heading = paragraph.kind == "heading" and (
            NAMED.fullmatch(text.strip()) or _INTRODUCTION.fullmatch(text.strip())
        )
        prose = paragraph.kind == "body" and len(text) > (100 if is_cjk(text) else 300)
        if heading or prose or begins_abstract(text):
            return made[i:]
    return made
