"""NBIB, PubMed's export (https://www.nlm.nih.gov/bsd/mms/medlineelements.html), read by nbib."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import nbib
from nbib.exceptions import MalformedLine, UnknownTagFormat

from pipeline.ingest.encoding import read_text
from pipeline.ingest.entries import entry_of
from pipeline.ingest.front import year_in
from pipeline.ingest.people import turned
from pipeline.ingest.reading import Reading, Refused, Source


def read_nbib(source: Source) -> Iterator[Reading]:
    """The papers of a PubMed file, one reading an entry."""
    # The library takes DOIs from `AID` alone; newer records have them in `LID`.
    text = re.sub(r"^LID -(.*\[doi\])", r"AID -\1", read_text(source.path), flags=re.MULTILINE)
    try:
        entries = nbib.read(text)
    except (MalformedLine, UnknownTagFormat, ValueError, KeyError, AttributeError) as error:
        raise Refused("it is no PubMed file: entries begin with “PMID- ”, and each line has a tag") from error
    if not entries:
        raise Refused("it holds no entry")
    for entry in entries:
        yield _reading(source, entry)


def _reading(source: Source, entry: dict[str, Any]) -> Reading:
    number = entry.get("pubmed_id")
    authors = entry.get("authors") or []
    names = [str(author.get("author") or author.get("author_abbreviated") or "") for author in authors]
    fields = {
        "title": str(entry.get("title") or "").removesuffix("."),
        "abstract": str(entry.get("abstract") or ""),
        "authors": turned([*names, *str(entry.get("corporate_author") or "")]),
        "year": year_in(str(entry.get("publication_date") or "")),
        "venue": str(entry.get("journal") or entry.get("journal_abbreviated") or ""),
        "doi": str(entry.get("doi") or ""),
        "url": f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else "",
    }
    return entry_of(source, f"PMID {number}" if number else "", fields)
