"""CSL-JSON, the items of citation processors: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.ingest.entries import entry_of
from pipeline.ingest.front import year_in
from pipeline.ingest.reading import Reading, Source

_OF_CSL = ("issued", "container-title", "DOI", "author")


def is_csl(records: Sequence[Any]) -> bool:
    """Whether JSON records are items of CSL: typed, and with fields that only these have in their form."""
    return bool(records) and all(
        isinstance(r, dict)
        and isinstance(r.get("type"), str)
        and "title" in r
        and (not {"txt", "text", "papers"} & r.keys())
        and any(name in r for name in _OF_CSL)
        for r in records
    )


def csl_entries(source: Source, records: Sequence[dict[str, Any]]) -> Iterator[Reading]:
    """The papers of CSL items, one reading an item."""
    for record in records:
        key = _text(record.get("citation-key") or record.get("id"))
        # Ids may be addresses; a key is a word.
        key = key if re.fullmatch(r"[\w.:+-]{1,80}", key) else ""
        fields = {
            "bibkey": key if re.search(r"[^\W\d]", key) else "",
            "title": _plain(record.get("title")),
            "abstract": _plain(record.get("abstract")),
            "authors": _people(record.get("author") or record.get("editor")),
            "year": _year(record.get("issued")),
            "venue": _plain(record.get("container-title") or record.get("event-title")),
            "doi": _text(record.get("DOI")),
            "url": _text(record.get("URL")),
        }
        yield entry_of(source, key, fields)


def _text(value: Any) -> str:
    """A field's text; Crossref's items keep some of them in lists."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int) else ""


def _plain(value: Any) -> str:
    """A field's text without the tags of HTML or JATS it may have."""
    return re.sub(r"</?[a-zA-Z][\w:]{0,20}(?:\s[^<>]{0,200})?/?>", " ", _text(value))


def _people(value: Any) -> list[str]:
    names = []
    for person in value if isinstance(value, list) else []:
        if isinstance(person, dict):
            parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            name = " ".join(_text(person[part]) for part in parts if person.get(part))
            names.append(name or _text(person.get("literal") or person.get("name")))
    return [name for name in names if name]


def _year(issued: Any) -> int | None:
    if not isinstance(issued, dict):
        return year_in(_text(issued))
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0] else []
    return year_in(_text(first[0]) if first else _text(issued.get("raw") or issued.get("literal")))
