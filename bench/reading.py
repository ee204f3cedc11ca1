"""Pages of PDF read a second, and how well they are read."""

from __future__ import annotations

import resource
import time
from dataclasses import asdict

from bench.collections import DATA
from bench.writing import say
from pipeline.ingest import Ingested, read_files
from tests.pipeline.measure_pdf import quality, records_with_files


def report() -> None:
    """Read the shared PDFs once; print pages a second, start of the reading processes included, and the agreement."""
    records = records_with_files(DATA)
    files = [DATA / record["file"] for record in records]
    began, used = time.perf_counter(), _seconds()
    found = read_files(files, on_file=lambda report: None)
    seconds, used = time.perf_counter() - began, _seconds() - used
    pages = sum(report.pages or 0 for report in found.reports)
    say(f"{len(files)} PDFs, {pages} pages in {seconds:.2f} s: {pages / seconds:.0f} pages/s (goal: ≥ 100);")
    say(f"{used:.2f} s of processor time: {pages / used:.0f} pages a second and core")
    _compare(records, found)


def _compare(records: list[dict[str, object]], found: Ingested) -> None:
    shares = asdict(quality(list(zip(records, found.papers, strict=True))))
    for name, share in shares.items():
        say(f"{name.replace('_', ' '):13}{share:7.1%}")


def _seconds() -> float:
    """Processor time used so far by this process and its children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
