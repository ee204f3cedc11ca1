"""PDF files as one of the formats."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.shelf import Shelf


def read_pdf(source: Source, shelf: Shelf) -> Iterator[Reading]:
    """The paper in a PDF."""
    yield shelf.pdf(source).result()
