"""Which reader reads which kind of file: one line a format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.errors import BadInput
from pipeline.ingest.bibtex import read_bibtex
from pipeline.ingest.jsonl import read_jsonl
from pipeline.ingest.markdown import read_markdown
from pipeline.ingest.pdf.read import read_pdf
from pipeline.ingest.plain import read_plain
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.rst import read_rst
from pipeline.ingest.shelf import Reader, Shelf, check_size

FORMATS: dict[str, Reader] = {
    ".bib": read_bibtex,
    ".json": read_jsonl,
    ".jsonl": read_jsonl,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".pdf": read_pdf,
    ".rst": read_rst,
    ".txt": read_plain,
}
_NO_PAPER = frozenset(("readme", "license", "licence", "changelog", "contributing"))


def read(source: Source, shelf: Shelf) -> Iterable[Reading]:
    """What is in a file, by its suffix; a file that cannot be used is a reading without papers that says why."""
    try:
        yield from reader_of(source)(source, shelf)
    except Refused as reason:
        yield Reading(source.name, problem=str(reason))
    except OSError as error:
        yield Reading(source.name, problem=f"it cannot be opened ({error.strerror})")
    except BadInput as reason:
        yield Reading(source.name, problem=str(reason).rstrip("."))


def reader_of(source: Source) -> Reader:
    """The reader for a file.

    Raises:
        Refused: it is empty, too large or of a kind that is not read.
    """
    path = PurePosixPath(source.name)
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted({*FORMATS, ".zip"}))
        raise Refused(f"files of type {path.suffix[:20] or 'unknown'} are not read (only {kinds})")
    if path.stem.lower() in _NO_PAPER:
        raise Refused("it is not a paper by its name")
    check_size(source)
    return reader
