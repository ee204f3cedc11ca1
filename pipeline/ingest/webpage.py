"""Saved web pages: the main content by trafilatura, the fields from what pages tell search engines and libraries.

The names of the fields are Highwire's (`citation_title`, …, https://scholar.google.com/intl/en/scholar/inclusion.html)
and Dublin Core's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import html

from pipeline.ingest.clean import one_line
from pipeline.ingest.encoding import read_text
from pipeline.ingest.front import take_front, year_in
from pipeline.ingest.markdown import without_markup
from pipeline.ingest.people import turned
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.record import plain_doi

_NAMES = {
    "title": ("citation_title", "dc.title", "og:title"),
    "abstract": ("citation_abstract", "dc.description", "dcterms.abstract"),
    "authors": ("citation_author", "citation_authors", "dc.creator", "author"),
    "year": ("citation_publication_date", "citation_date", "citation_online_date", "dc.date", "dcterms.date",
             "article:published_time", "date"),
    "venue": ("citation_journal_title", "citation_conference_title", "citation_inbook_title", "og:site_name"),
    "doi": ("citation_doi", "dc.identifier", "prism.doi"),
    "url": ("citation_abstract_html_url", "og:url"),
}  # fmt: skip


def read_webpage(source: Source) -> Iterator[Reading]:
    """The paper or article in a saved web page."""
    text = read_text(source.path)
    page = _parsed(text)
    fields = _fields(page)
    content = trafilatura.extract(text, output_format="markdown", include_comments=False, favor_recall=True)
    paragraphs = re.split(r"\n\s*\n", without_markup(content or ""))
    fields, paragraphs = take_front(paragraphs, fields)
    yield reading_of(source, fields, "\n\n".join(paragraphs))


def _parsed(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        # A declaration of the encoding speaks of the bytes, which are decoded here.
        return html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (ValueError, html.etree.ParserError) as error:
        raise Refused("it holds no web page") from error


def _fields(page: html.HtmlElement) -> dict[str, Any]:
    """The page's fields from its meta tags, the title else from its first heading or its name."""
    said: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower().replace("dcterms.creator", "dc.creator")
        if content := one_line(meta.get("content") or ""):
            said.setdefault(name, []).append(content)
    found = {field: next((said[name] for name in names if name in said), []) for field, names in _NAMES.items()}
    headings = [one_line(heading.text_content()) for name in ("h1", "title") for heading in page.iter(name)]
    names = [name for value in found["authors"] for name in re.split(r";|\band\b", value)]
    return {
        "title": (found["title"] or [h for h in headings if h] or [""])[0],
        "abstract": " ".join(found["abstract"][:1]),
        "authors": turned(names),
        "year": year_in(" ".join(found["year"])),
        "venue": " ".join(found["venue"][:1]),
        "doi": plain_doi(" ".join(found["doi"])),
        "url": " ".join(found["url"][:1]),
    }
