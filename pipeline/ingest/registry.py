"""Which reader reads which kind of file: one line a format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import PurePosixPath

from pipeline.ingest.kinds import kind_of
from pipeline.ingest.reading import Progress, Reading, Refused, Source

MAX_BYTES = 200 * 1024 * 1024

Reader = Callable[[Source], Iterable[Reading | Progress]]

# By suffix, the function that reads it. They are imported where they run, in the child: what they need takes long.
FORMATS: dict[str, str] = {
    ".bib": "bibtex.read_bibtex",
    ".json": "jsonl.read_jsonl",
    ".jsonl": "jsonl.read_jsonl",
    ".markdown": "markdown.read_markdown",
    ".md": "markdown.read_markdown",
    ".pdf": "pdf.paper.read_pdf",
    ".rst": "rst.read_rst",
    ".txt": "plain.read_plain",
}
BIBLIOGRAPHIES = frozenset((".bib",))
"""What describes papers whose text may lie in the files beside it; these are read first."""

TEXTS = (".pdf", ".md", ".txt", ".rst")
"""What an entry of a bibliography may have its text from, the best first."""

_NO_PAPER = frozenset(("readme", "license", "licence", "changelog", "contributing"))


def reader(kind: str) -> Reader:
    """The function that reads files of the format `kind`, a suffix."""
    module, _, name = FORMATS[kind].rpartition(".")
    found: Reader = getattr(import_module(f"pipeline.ingest.{module}"), name)
    return found


def suffix_of(source: Source) -> str:
    """The suffix of a file's name, in lower case."""
    return PurePosixPath(source.name).suffix.lower()


def format_of(source: Source) -> str:
    """The format to read a file as: its suffix, or where that says nothing, what it holds.

    Raises:
        Refused: it is empty, too large or of a kind that is not read.
    """
    suffix = suffix_of(source)
    if PurePosixPath(source.name).stem.lower() in _NO_PAPER:
        raise Refused("it is not a paper by its name")
    size = source.path.stat().st_size
    if size == 0:
        raise Refused("it is empty")
    if size > MAX_BYTES:
        raise Refused(f"it is too large ({size // 2**20} MB; the limit is {MAX_BYTES // 2**20} MB)")
    if suffix in FORMATS:
        return suffix
    return kind_of(source.path, suffix, FORMATS)
