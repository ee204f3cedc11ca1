"""Zotero's exports: CSV, and RDF with the attached files beside it (https://www.zotero.org/support/kb/exporting)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.ingest.encoding import read_text
from pipeline.ingest.entries import entry_of
from pipeline.ingest.front import year_in
from pipeline.ingest.people import turned
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.record import plain_doi
from pipeline.ingest.xml import Element, name_of, parse, text_of

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_NO_PAPERS = frozenset(("Attachment", "Memo", "Collection", "Journal", "UserItem"))
_MOST_IN_FIELD = 10_000_000


def read_csv(source: Source) -> Iterator[Reading]:
    """The papers of a table with a column for titles, as Zotero, Scopus and others export it."""
    csv.field_size_limit(_MOST_IN_FIELD)
    text = read_text(source.path)
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    names = [(name or "").strip().strip('"').lower() for name in rows.fieldnames or []]
    if not {"title", "article title"} & set(names):
        raise Refused("it is no table of papers: its first line must name the columns, “Title” among them")
    rows.fieldnames = names
    try:
        for row in rows:
            yield _row(source, {name: value for name, value in row.items() if name and isinstance(value, str)})
    except csv.Error as error:
        raise Refused(f"it is no readable table: {error} in line {rows.line_num}") from error


def _row(source: Source, row: dict[str, str]) -> Reading:
    def first(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    fields = {
        "title": first("title", "article title"),
        "abstract": first("abstract note", "abstract"),
        "authors": turned(re.split(r";|\band\b", first("author", "authors", "author full names"))),
        "year": year_in(first("publication year", "year", "date")),
        "venue": first("publication title", "source title", "journal", "conference name"),
        "doi": first("doi"),
        "url": first("url", "link"),
    }
    return entry_of(source, first("key", "citation key"), fields, first("file attachments").split(";"))


def read_rdf(source: Source) -> Iterator[Reading]:
    """The papers of an RDF file as Zotero exports it, each with the files that it names."""
    root = parse(source.path.read_bytes())
    if name_of(root) != "RDF":
        raise Refused("it is no RDF file")
    nodes = {about: node for node in root if (about := node.get(_ABOUT))}
    items = [node for node in root if name_of(node) not in _NO_PAPERS and node.find("{*}title") is not None]
    if not items:
        raise Refused("it holds no entry")
    for item in items:
        yield _item(source, item, nodes)


def _item(source: Source, item: Element, nodes: dict[str, Element]) -> Reading:
    journal = _followed(item.find("{*}isPartOf"), nodes)
    said = [item, *([journal] if journal is not None else [])]
    people = item.iterfind("{*}authors//{*}Person")
    links = [node for link in item.iterfind("{*}link") if (node := nodes.get(link.get(_RESOURCE, ""))) is not None]
    known = " ".join(text_of(found) for node in said for found in node.iterfind("{*}identifier"))
    fields = {
        "title": text_of(item.find("{*}title")),
        "abstract": text_of(item.find("{*}abstract")),
        "authors": [f"{_part(p, 'givenName')} {_part(p, 'surname')}".strip() for p in people],
        "year": year_in(text_of(item.find("{*}date"))),
        "venue": text_of(journal.find("{*}title")) if journal is not None else "",
        "doi": plain_doi(known),
        "url": next(iter(re.findall(r"https?://\S+", known)), ""),
    }
    return entry_of(source, "", fields, _files(links))


def _files(attachments: list[Element]) -> list[str]:
    """The files of attachments, PDFs before the pages that Zotero saved."""
    named = [node.get(_RESOURCE, "") for found in attachments for node in found.iterfind("{*}resource")]
    return sorted(map(unquote, named), key=lambda name: not name.lower().endswith(".pdf"))


def _followed(node: Element | None, nodes: dict[str, Element]) -> Element | None:
    """What a property holds, or names where it stands elsewhere in the file."""
    if node is None:
        return None
    return nodes.get(node.get(_RESOURCE, "")) if node.get(_RESOURCE) else next(iter(node), None)


def _part(person: Element, name: str) -> str:
    return text_of(person.find(f"{{*}}{name}"))
