"""Scanned PDFs: read by Tesseract where it is installed, else refused in a sentence that says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.ingest import FileReport, read_files
from pipeline.ingest.reading import Progress
from tests.pipeline import pdfs

with_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed: apt install tesseract-ocr to run these tests."
)
SOURCE = f"""
#set page(width: 14cm, height: 16cm)
#set text(size: 11pt, hyphenate: false)
#text(18pt)[*Reading what was Scanned*]

Alice Alpha, Bob Beta

*Abstract*

{pdfs.WORDS}

*1 Introduction*

{pdfs.WORDS * 2}
#pagebreak()
*2 Method*

{pdfs.WORDS * 3} In 2019 it was done.
"""


def scanned(path: Path, *, first: int = 0) -> Path:
    """The paper with its pages, from the one at `first`, as pictures."""
    drawn = pdfium.PdfDocument(pdfs.paper(path.with_name("drawn.pdf"), SOURCE))
    path.with_name("drawn.pdf").unlink()
    out = pdfium.PdfDocument.new()
    for index, page in enumerate(drawn):
        if index < first:
            out.import_pages(drawn, [index])
            continue
        picture = pdfium.PdfImage.new(out)
        picture.set_bitmap(page.render(scale=200 / 72, grayscale=True))
        picture.set_matrix(pdfium.PdfMatrix().scale(*page.get_size()))
        copy = out.new_page(*page.get_size())
        copy.insert_obj(picture)
        copy.gen_content()
    out.save(path)
    return path


@with_tesseract
def test_a_scan_is_read_page_by_page_and_marked(tmp_path: Path) -> None:
    pages: list[Progress] = []
    reports: list[FileReport] = []
    found = read_files([scanned(tmp_path / "scan.pdf")], on_file=reports.append, on_page=pages.append)
    (paper,) = found.papers
    assert pages == [Progress("scan.pdf", 1, 2), Progress("scan.pdf", 2, 2)]
    assert (paper.title, paper.authors, paper.basis) == ("Reading what was Scanned", ("Alice Alpha", "Bob Beta"), "ocr")
    assert paper.year == 2019 and paper.abstract == pdfs.WORDS.strip()
    assert f"1 Introduction\n\n{(pdfs.WORDS * 2).strip()}" in paper.text
    assert len(paper.page_starts) == 2 and paper.text[paper.page_starts[1] :].startswith("2 Method")
    assert reports[0].status == "partly"
    assert reports[0].reason == "its 2 pages are scans, whose text was recognised (OCR) and may hold errors"


@with_tesseract
def test_scanned_pages_among_others_are_read_too(tmp_path: Path) -> None:
    found = read_files([scanned(tmp_path / "scan.pdf", first=1)], on_file=lambda report: None)
    (paper,) = found.papers
    assert "2 Method" in paper.text and (pdfs.WORDS * 3).strip() in paper.text and paper.basis == "full"
    assert found.reports[0].reason.startswith("1 of its 2 pages are scans")


def test_without_tesseract_a_scan_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    scan, half = scanned(tmp_path / "scan.pdf"), scanned(tmp_path / "half.pdf", first=1)
    reports = read_files([scan, half], on_file=lambda report: None).reports
    advice = "run text recognition (OCR) on it first, or have Tesseract installed here"
    assert reports[0].status == "refused"
    assert reports[0].reason == f"it has no text layer (scanned pages?): {advice}"
    assert (reports[1].status, reports[1].reason) == ("partly", "1 of its 2 pages has no text layer")


@with_tesseract
def test_a_picture_without_text_is_refused(tmp_path: Path) -> None:
    path = pdfs.paper(tmp_path / "blank.pdf", "#rect(width: 9cm, height: 5cm, fill: blue)")
    (report,) = read_files([path], on_file=lambda report: None).reports
    assert report.reason == "its pages are scans in which no text could be recognised"
