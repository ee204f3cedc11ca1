"""BibTeX: one paper an entry, its text from the file it names or that lies beside it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry

from pipeline.ingest.encoding import read_text
from pipeline.ingest.people import split_names
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.record import paper_of, plain_doi
from pipeline.ingest.tex import to_text
from pipeline.paper import Paper

_FILES = re.compile(r"[^;:{}]+\.(?:pdf|md|txt|rst)\b", re.IGNORECASE)


def read_bibtex(source: Source) -> Iterator[Reading]:
    """The papers of a BibTeX file, one reading an entry."""
    with _quiet():
        library = parse_string(read_text(source.path))
    entries = [block for block in library.blocks if isinstance(block, Entry | DuplicateBlockKeyBlock)]
    if not entries:
        raise Refused("it holds no BibTeX entry")
    for block in entries:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(entry, Entry):
            yield _reading(entry, source)
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


def _reading(entry: Entry, source: Source) -> Reading:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    name = f"{source.name}: {entry.key}"
    title = to_text(fields.get("title", ""))
    if not title:
        return Reading(name, problem="the entry has no title")
    return Reading(name, (_paper(entry.key, title, fields, name),), files=_files(fields.get("file", "")))


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


def _files(field: str) -> tuple[str, ...]:
    """The files that a field `file` names: paths, or `description:path:type` of several."""
    return tuple(name.strip() for name in _FILES.findall(re.sub(r"\\([:_])", r"\1", field).replace("\\", "/")))
