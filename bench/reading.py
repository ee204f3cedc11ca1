"""Pages of PDF read a second."""

from __future__ import annotations

import time

from bench.collections import DATA
from bench.writing import say
from pipeline.ingest import FileReport, read_files


def report() -> None:
    """Read the shared PDFs once and print pages a second, start of the reading processes included."""
    files = sorted((DATA / "pdfs").glob("*.pdf"))
    pages: list[int] = []

    def on_file(found: FileReport) -> None:
        pages.append(found.pages or 0)

    began = time.perf_counter()
    read_files(files, on_file=on_file)
    seconds = time.perf_counter() - began
    say(f"{len(files)} PDFs, {sum(pages)} pages in {seconds:.2f} s: {sum(pages) / seconds:.0f} pages/s (goal: ≥ 100)")
