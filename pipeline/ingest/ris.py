"""RIS, the exchange format of reference managers: https://en.wikipedia.org/wiki/RIS_(file_format), read by rispy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rispy

from pipeline.ingest.encoding import read_text
from pipeline.ingest.entries import entry_of
from pipeline.ingest.front import year_in
from pipeline.ingest.people import turned
from pipeline.ingest.reading import Reading, Refused, Source

_FILES = ("file_attachments1", "file_attachments2", "link_to_pdf")


def read_ris(source: Source) -> Iterator[Reading]:
    """The papers of a RIS file, one reading an entry."""
    text = read_text(source.path)
    try:
        # Some programs end entries without the blank behind the tag, or leave the last one open.
        entries = rispy.loads(f"{text.strip()}\nER  - \n" if not text.rstrip().endswith("ER  -") else text)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise Refused("it is no RIS file: entries begin with “TY  - ” and end with “ER  - ”") from error
    if not entries:
        raise Refused("it holds no entry")
    for entry in entries:
        yield _reading(source, entry)


def _reading(source: Source, entry: dict[str, Any]) -> Reading:
    def first(*names: str) -> str:
        return next((str(entry[name]) for name in names if entry.get(name)), "")

    links = [str(link) for link in entry.get("urls") or []]
    fields = {
        "bibkey": first("id", "label"),
        "title": first("title", "primary_title", "short_title"),
        "abstract": first("abstract", "notes_abstract"),
        "authors": turned(map(str, entry.get("authors") or entry.get("first_authors") or [])),
        "year": year_in(first("year", "publication_year", "date")),
        "venue": first("journal_name", "secondary_title", "alternate_title3", "alternate_title1", "alternate_title2"),
        "doi": first("doi"),
        "url": next((link for link in links if link.startswith("http")), ""),
    }
    files = [value for name in _FILES for value in _values(entry.get(name))]
    return entry_of(source, str(fields["bibkey"]), fields, [*files, *(link for link in links if "://" not in link)])


def _values(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
