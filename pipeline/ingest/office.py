"""Documents of word processors (Word, OpenDocument, RTF) and EPUB books, read by pandoc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.ingest.front import take_front, year_in
from pipeline.ingest.kinds import is_not
from pipeline.ingest.packed import check_packed, member, names
from pipeline.ingest.pandoc import tree_of
from pipeline.ingest.people import names_in
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.tree import TreeText, meta_lines
from pipeline.ingest.xml import parse, text_of


def read_word(source: Source) -> Iterator[Reading]:
    """The paper in a Word document (.docx)."""
    check_packed(source.path, ".docx")
    yield _reading(source, "docx", _properties(source.path, "docProps/core.xml"))


def read_opendocument(source: Source) -> Iterator[Reading]:
    """The paper in an OpenDocument text."""
    check_packed(source.path, ".odt")
    yield _reading(source, "odt", _properties(source.path, "meta.xml"))


def read_epub(source: Source) -> Iterator[Reading]:
    """The text of an EPUB book, as one paper."""
    check_packed(source.path, ".epub")
    # Pandoc gives the authors in reverse.
    yield _reading(source, "epub", {}, _creators(source.path))


def read_rtf(source: Source) -> Iterator[Reading]:
    """The paper in an RTF document."""
    if not source.path.read_bytes().lstrip().startswith(b"{\\rtf"):
        raise is_not(source.path, "an RTF document")
    yield _reading(source, "rtf", {})


def _reading(source: Source, kind: str, properties: dict[str, Any], authors: Sequence[str] = ()) -> Reading:
    """The fields that the document's styles mark, then those that its first lines show, then its properties."""
    tree = tree_of(source.path.read_bytes(), kind)
    meta = tree["meta"]
    fields = {
        "title": " ".join(meta_lines(meta.get("title"))),
        "authors": authors or [name for line in meta_lines(meta.get("author")) for name in names_in(line) or (line,)],
        "abstract": " ".join(meta_lines(meta.get("abstract"))),
        "year": year_in(" ".join(meta_lines(meta.get("date")))),
        "doi": " ".join(meta_lines(meta.get("doi"))),
    }
    fields, paragraphs = take_front(list(TreeText().paragraphs(tree["blocks"])), fields)
    return reading_of(source, properties | fields, "\n\n".join(paragraphs))


def _properties(path: Path, name: str) -> dict[str, Any]:
    """Title and year as the program that wrote the file noted them; the names it notes are of users, not authors."""
    data = member(path, name)
    if not data:
        return {}
    root = parse(data)
    title = text_of(root.find(".//{*}title"))
    dates = [text_of(root.find(f".//{{*}}{name}")) for name in ("created", "creation-date", "modified")]
    return {"title": title, "year": year_in(" ".join(dates))}


def _creators(path: Path) -> list[str]:
    """The authors of a book in the order of its package document."""
    package = next((name for name in names(path) if name.endswith(".opf")), "")
    return [text_of(creator) for creator in parse(member(path, package)).iter("{*}creator")] if package else []
