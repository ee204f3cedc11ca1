"""Entries of a bibliography joined with the files that hold their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.shelf import Shelf


def with_texts(entries: Sequence[Reading], shelf: Shelf) -> Iterator[Reading]:
    """The readings of one file, each entry that describes a paper with its text, where a file on the shelf holds it.

    First each entry takes the file that it names, or that has its key or title as name; then those without look into
    the PDFs that are left.
    """
    found = [_file(entry, shelf) for entry in entries]
    for entry, file in zip(entries, found, strict=True):
        if file:
            shelf.take(file, entry.name)
            shelf.begin(file)
    for index, entry in enumerate(entries):
        if not found[index] and _is_entry(entry) and (inside := shelf.find_inside(entry.papers[0].title)):
            found[index] = inside
            shelf.take(inside, entry.name)
    for entry, file in zip(entries, found, strict=True):
        yield _joined(entry, file, shelf) if _is_entry(entry) else entry


def _is_entry(reading: Reading) -> bool:
    return reading.files is not None and len(reading.papers) == 1


def _file(entry: Reading, shelf: Shelf) -> Source | None:
    """The entry's file, by the names it gives, its paper's key or its title."""
    if not _is_entry(entry):
        return None
    for wanted in entry.files or ():
        if found := shelf.find(wanted):
            return found
    paper = entry.papers[0]
    return shelf.find_named(paper.bibkey) or shelf.find_titled(paper.title)


def _joined(entry: Reading, file: Source | None, shelf: Shelf) -> Reading:
    why = "no full text was found"
    if file:
        text = shelf.read(file)[0]
        if text.papers:
            return _with_text(entry, text)
        why = f"its file {file.name} cannot be used: {text.problem}"
    if entry.papers[0].basis == "full":
        return entry
    if not entry.papers[0].abstract:
        return Reading(entry.name, problem=f"{why} and the entry has no abstract: put its PDF beside it")
    return replace(entry, problem=f"{why}, the abstract is used")


def _with_text(entry: Reading, found: Reading) -> Reading:
    """The entry's fields, with the text (and what else is missing) from its file."""
    paper, text = entry.papers[0], found.papers[0]
    joined = replace(
        paper,
        text=text.text,
        page_starts=text.page_starts,
        basis=text.basis,
        abstract=paper.abstract or text.abstract,
        authors=paper.authors or text.authors,
        year=paper.year or text.year,
        venue=paper.venue or text.venue,
        doi=paper.doi or text.doi,
        url=paper.url or text.url,
    )
    return Reading(entry.name, (joined,), found.problem if found.pages else "", found.pages)
