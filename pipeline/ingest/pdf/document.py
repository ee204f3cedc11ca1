"""A PDF file to a paper's fields. Runs in the child process only."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
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
from pipeline.ingest.pdf.lines import Line, page_lines
from pipeline.ingest.pdf.ocr import evened, installed, languages_of, recognise
from pipeline.ingest.pdf.order import page_flows
from pipeline.ingest.reading import Progress, Refused
from pipeline.language.tokens import is_cjk

MAX_PAGES = 2_000
MAX_PICTURES = 500
_INTRODUCTION = re.compile(r"(?:1|I)\.?\s+(?:introduction|引\s*言).{0,40}", re.IGNORECASE)
_NO_CHARS = 20
_FEW_CHARS = 500
_ADVICE = "run text recognition (OCR) on it first, or have Tesseract installed here"


@dataclass(frozen=True)
class PdfPaper:
    """What a PDF gave.

    page_starts: see Paper. pages: in the file. problem: what is missing, for its owner. ocr: whether most of the text
    was recognised in pictures.
    """

    head: Head
    abstract: str
    text: str
    page_starts: tuple[int, ...]
    pages: int
    problem: str
    ocr: bool


def read_document(path: Path, name: str) -> Generator[Progress, None, PdfPaper]:
    """Read a PDF, telling of pages that take long because their text has to be recognised.

    Raises:
        Refused: it is no PDF, encrypted, damaged, or has no text that can be read here.
    """
    document = _open(path)
    total = len(document)
    pages = [_page(document, i) for i in range(min(total, MAX_PAGES))]
    problem, ocr = f"only the first {MAX_PAGES} of its {total} pages were read" if total > MAX_PAGES else "", False
    unreadable = _unreadable(pages)
    pictures = [i for i, page in enumerate(pages) if page.drawn and (unreadable or _chars(page) < _NO_CHARS)]
    if pictures and installed():
        yield from _recognised(document, pages, pictures, name)
        ocr = len(pictures) * 2 > len(pages)
        problem = problem or _told(pictures, total)
        unreadable = "its pages are scans in which no text could be recognised" if _unreadable(pages) else ""
    elif pictures and not unreadable:
        verb = "has" if len(pictures) == 1 else "have"
        problem = problem or f"{len(pictures)} of its {total} pages {verb} no text layer"
    if unreadable:
        raise Refused(unreadable)
    chars = sum(map(_chars, pages))
    problem = problem or (f"it holds only {chars} characters of text" if chars < _FEW_CHARS else "")
    return _paper(pages, _metadata(document), total, problem, ocr)


def _paper(pages: Sequence[Page], metadata: dict[str, str], total: int, problem: str, ocr: bool) -> PdfPaper:
    pages = without_furniture(pages)
    found = [(i, flow) for i, flows in enumerate(page_flows([page.lines for page in pages])) for flow in flows]
    style = style_of([flow for _, flow in found])
    vocabulary = Vocabulary(row.text for _, flow in found for row in flow.rows)
    made = paragraphs([(i, blocks(flow, style)) for i, flow in found])
    text, starts = assemble(_without_front(made), vocabulary, len(pages))
    cited = [int(year) for year in re.findall(r"\b(?:19[6-9]|20[0-4])\d\b", text)]
    return PdfPaper(read_head(pages[0], metadata, cited), find_abstract(text), text, starts, total, problem, ocr)


def _unreadable(pages: Sequence[Page]) -> str:
    """Why the pages' own text cannot be used; empty if it can."""
    blank = sum(1 for page in pages if page.drawn and _chars(page) < _NO_CHARS)
    if sum(map(_chars, pages)) < _NO_CHARS or (blank * 10 > len(pages) * 9 and len(pages) > 3):
        return f"it has no text layer (scanned pages?): {_ADVICE}"
    sample = "".join(line.text for page in pages for line in page.lines[:50])
    # Fonts without a map to Unicode give private-use characters or none.
    odd = sum(1 for c in sample if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    return f"its fonts do not say which letters they show: {_ADVICE}" if odd * 3 > len(sample) else ""


def _chars(page: Page) -> int:
    return sum(len(line.text) for line in page.lines)


def _recognised(
    document: pdfium.PdfDocument, pages: list[Page], pictures: Sequence[int], name: str
) -> Generator[Progress, None, None]:
    """Put the lines that are recognised in pictures of pages into the pages."""
    languages = languages_of(document[pictures[0]])
    lines: list[tuple[Line, ...]] = []
    for done, index in enumerate(pictures[:MAX_PICTURES], 1):
        lines.append(recognise(document[index], languages))
        yield Progress(name, done, min(len(pictures), MAX_PICTURES))
    for index, found in zip(pictures, evened(lines), strict=False):
        pages[index] = replace(pages[index], lines=found)


def _told(pictures: Sequence[int], total: int) -> str:
    """What the owner of a file with scanned pages should know."""
    count = f"its {total}" if len(pictures) == total else f"{len(pictures)} of its {total}"
    limit = f"; of these only the first {MAX_PICTURES} were read" if len(pictures) > MAX_PICTURES else ""
    return f"{count} pages are scans, whose text was recognised (OCR) and may hold errors{limit}"


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
