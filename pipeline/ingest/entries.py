"""Entries of bibliographies, in whatever format, as readings that look for their text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.ingest.clean import one_line
from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.record import paper_of, plain_doi


def entry_of(source: Source, key: str, fields: Mapping[str, Any], files: Iterable[str] = ()) -> Reading:
    """The reading of one entry, whose `fields` are named as in `paper_of`. key: what the entry is called in reports."""
    title = one_line(str(fields.get("title") or ""))
    name = f"{source.name}: {one_line(key) or title[:80] or 'an entry'}"
    if not title:
        return Reading(name, problem="the entry has no title")
    doi = plain_doi(str(fields.get("doi") or ""))
    url = fields.get("url") or (f"https://doi.org/{doi}" if doi else "")
    paper = paper_of({**fields, "title": title, "doi": doi, "url": url}, name)
    return Reading(name, (paper,), files=tuple(file.strip() for file in files if file.strip()))
