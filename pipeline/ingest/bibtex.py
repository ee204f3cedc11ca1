"""BibTeX: one paper an entry, its text from the file it names or that lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry

from pipeline.ingest.encoding import read_text
from pipeline.ingest.latex import to_text
from pipeline.ingest.names import split_names
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.record import paper_of
from pipeline.ingest.shelf import Shelf
from pipeline.paper import Paper

_FILES = re.compile(r"[^;:{}]+\.(?:pdf|md|txt|rst)\b", re.IGNORECASE)
_TEXTS = (".pdf", ".md", ".txt", ".rst")


@dataclass(frozen=True)
class _Item:
    """An entry's key and its paper without full text, and the file with the text."""

    key: str
    paper: Paper
    file: Source | None


def read_bibtex(source: Source, shelf: Shelf) -> Iterator[Reading]:
    """The papers of a BibTeX file, one reading an entry."""
    library = parse_string(read_text(source.path))
    entries = [block for block in library.blocks if isinstance(block, Entry | DuplicateBlockKeyBlock)]
    if not entries:
        raise Refused("it holds no BibTeX entry")
    items: list[_Item | Reading] = []
    for block in entries:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            items.append(_item(entry, source, shelf))
    for item in items:
        if isinstance(item, _Item) and item.file:
            shelf.take(item.file)
            if item.file.name.lower().endswith(".pdf"):
                shelf.pdf(item.file)
    for item in items:
        yield item if isinstance(item, Reading) else _reading(item, source, shelf)
    for failed in library.failed_blocks:
        if not isinstance(failed, DuplicateBlockKeyBlock):
            line = (failed.start_line or 0) + 1
            yield Reading(f"{source.name}: line {line}", problem="this entry is broken: check its braces and commas")


def _item(entry: Entry, source: Source, shelf: Shelf) -> _Item | Reading:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    name = f"{source.name}: {entry.key}"
    title = to_text(fields.get("title", ""))
    if not title:
        return Reading(name, problem="the entry has no title")
    return _Item(entry.key, _paper(entry.key, title, fields, name), _file(entry.key, title, fields, shelf))


def _paper(key: str, title: str, fields: dict[str, str], where: str) -> Paper:
    year = re.search(r"(?:1[5-9]|20|21)\d\d", fields.get("year", "") or fields.get("date", ""))
    venue = fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle") or ""
    doi = fields.get("doi", "").replace("\\_", "_")
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
        "url": url or (f"https://doi.org/{doi}" if doi.startswith("10.") else ""),
    }
    return paper_of(record, where)


def _file(key: str, title: str, fields: dict[str, str], shelf: Shelf) -> Source | None:
    """The entry's file: named by its `file` field, by its key, or by its title."""
    for wanted in _FILES.findall(fields.get("file", "").replace("\\:", "").replace("\\_", "_").replace("\\", "/")):
        if found := shelf.find(wanted.strip()):
            return found
    found = shelf.find_named(key) or shelf.find_titled(title)
    return found if found and found.name.lower().endswith(_TEXTS) else None


def _reading(item: _Item, source: Source, shelf: Shelf) -> Reading:
    name = f"{source.name}: {item.key}"
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
