"""BibTeX: one paper an entry, its text from the file it names or that lies beside it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry

from pipeline.ingest.encoding import read_text
from pipeline.ingest.latex import to_text
from pipeline.ingest.names import split_names
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.record import paper_of, plain_doi
from pipeline.ingest.shelf import Shelf
from pipeline.paper import Paper

_FILES = re.compile(r"[^;:{}]+\.(?:pdf|md|txt|rst)\b", re.IGNORECASE)


@dataclass
class _Item:
    """An entry's name in reports, its paper without full text, and the file with the text."""

    name: str
    paper: Paper
    file: Source | None


def read_bibtex(source: Source, shelf: Shelf) -> Iterator[Reading]:
    """The papers of a BibTeX file, one reading an entry."""
    with _quiet():
        library = parse_string(read_text(source.path))
    entries = [block for block in library.blocks if isinstance(block, Entry | DuplicateBlockKeyBlock)]
    if not entries:
        raise Refused("it holds no BibTeX entry")
    items: list[_Item | Reading] = []
    for block in entries:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            items.append(_item(entry, source, shelf))
    _take(items, shelf)
    for item in items:
        yield item if isinstance(item, Reading) else _reading(item, shelf)
    for failed in library.failed_blocks:
        if not isinstance(failed, DuplicateBlockKeyBlock):
            line = (failed.start_line or 0) + 1
            yield Reading(f"{source.name}: line {line}", problem="this entry is broken: check its braces and commas")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the parser's warnings: what is broken is reported to the file's owner."""
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _take(items: Sequence[_Item | Reading], shelf: Shelf) -> None:
    """Take the entries' files; entries without one look for it by the titles inside of the files that are left."""
    found = [item for item in items if isinstance(item, _Item)]
    for item in found:
        if item.file:
            shelf.take(item.file)
            if item.file.name.lower().endswith(".pdf"):
                shelf.pdf(item.file)
    for item in found:
        if not item.file and (file := shelf.find_inside(item.paper.title)):
            item.file = file
            shelf.take(file)


def _item(entry: Entry, source: Source, shelf: Shelf) -> _Item | Reading:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    name = f"{source.name}: {entry.key}"
    title = to_text(fields.get("title", ""))
    if not title:
        return Reading(name, problem="the entry has no title")
    return _Item(name, _paper(entry.key, title, fields, name), _file(entry.key, title, fields, shelf))


def _paper(key: str, title: str, fields: dict[str, str], where: str) -> Paper:
    year = re.search(r"(?:1[5-9]|20|21)\d\d", fields.get("year", "") or fields.get("date", ""))
    venue = fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle") or ""
    doi = plain_doi(fields.get("doi", "").replace("\\_", "_"))
    url = fields.get("url", "").replace("\\_", "_").replace("\\%", "%").replace("\\#", "#")
    if not url and fields.get("archiveprefix", fields.get("eprinttype", "")).lower() == "arxiv":
        url = f"https://arxiv.org/abs/{fields.get('eprint', '')}"
    record = {
        "bibkey": key,
        "title": title,
        "abstract": to_text(fields.get("abstract", "")),
        "authors": [to_text(name) for name in split_names(fields.get("author", "") or fields.get("editor", ""))],
        "year": int(year.group()) if year else None,
        "venue": to_text(venue),
        "doi": doi,
        "url": url or (f"https://doi.org/{doi}" if doi else ""),
    }
    return paper_of(record, where)


def _file(key: str, title: str, fields: dict[str, str], shelf: Shelf) -> Source | None:
    """The entry's file: named by its `file` field, by its key, or by its title."""
    for wanted in _FILES.findall(fields.get("file", "").replace("\\:", "").replace("\\_", "_").replace("\\", "/")):
        if found := shelf.find(wanted.strip()):
            return found
    return shelf.find_named(key) or shelf.find_titled(title)


def _reading(item: _Item, shelf: Shelf) -> Reading:
    name = item.name
    why = "no full text was found"
    if item.file:
        try:
            return _with_text(name, item, item.file, shelf)
        except Refused as reason:
            why = f"its file {item.file.name} cannot be used: {reason}"
    if not item.paper.abstract:
        return Reading(name, problem=f"{why} and the entry has no abstract: put its PDF beside the BibTeX file")
    return Reading(name, (item.paper,), f"{why}, the abstract is used")


def _with_text(name: str, item: _Item, file: Source, shelf: Shelf) -> Reading:
    """The entry's fields, with the text (and what else is missing) from its file."""
    found = shelf.read(file)
    text = found.papers[0]
    paper = replace(
        item.paper,
        text=text.text,
        page_starts=text.page_starts,
        abstract=item.paper.abstract or text.abstract,
        authors=item.paper.authors or text.authors,
        year=item.paper.year or text.year,
        doi=item.paper.doi or text.doi,
    )
    return Reading(name, (paper,), found.problem if text.page_starts else "", found.pages)
