"""PDF files as one of the formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.ingest.clean import clean
from pipeline.ingest.pdf.document import read_document
from pipeline.ingest.reading import Progress, Reading, Source
from pipeline.ingest.references import cut
from pipeline.paper import Paper


def read_pdf(source: Source) -> Iterator[Reading | Progress]:
    """The paper in a PDF."""
    found = yield from read_document(source.path, source.name)
    head = found.head
    text, starts = cut(found.text, found.page_starts)
    title, problem = head.title, found.problem
    if not title:
        title = PurePosixPath(source.name).stem
        problem = problem or "no title was found in it, its file name stands for it"
    paper = Paper(
        bibkey="",
        title=clean(title),
        text=text,
        abstract=found.abstract,
        authors=head.authors,
        year=head.year,
        venue=head.venue,
        doi=head.doi,
        url=head.url,
        page_starts=starts,
        basis="ocr" if found.ocr else "full",
    )
    yield Reading(source.name, (paper,), problem, found.pages)
