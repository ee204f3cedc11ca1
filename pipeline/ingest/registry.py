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
    ".csv": "zotero.read_csv",
    ".docx": "office.read_word",
    ".epub": "office.read_epub",
    ".htm": "webpage.read_webpage",
    ".html": "webpage.read_webpage",
    ".json": "jsonl.read_jsonl",
    ".jsonl": "jsonl.read_jsonl",
    ".ltx": "latex.read_latex",
    ".markdown": "markdown.read_markdown",
    ".md": "markdown.read_markdown",
    ".nbib": "nbib.read_nbib",
    ".nxml": "jats.read_xml",
    ".odt": "office.read_opendocument",
    ".pdf": "pdf.paper.read_pdf",
    ".rdf": "zotero.read_rdf",
    ".ris": "ris.read_ris",
    ".rst": "rst.read_rst",
    ".rtf": "office.read_rtf",
    ".tex": "latex.read_latex",
    ".tsv": "zotero.read_csv",
    ".txt": "plain.read_plain",
    ".xhtml": "webpage.read_webpage",
    ".xml": "jats.read_xml",
}
BIBLIOGRAPHIES = frozenset((".bib", ".csv", ".json", ".nbib", ".rdf", ".ris", ".tsv"))
"""What describes papers whose text may lie in the files beside it; these are read first."""

TEXTS = (
    ".pdf", ".nxml", ".xml", ".tex", ".docx", ".odt", ".epub", ".html", ".htm", ".xhtml", ".md", ".rst", ".rtf", ".txt",
)  # fmt: skip
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
