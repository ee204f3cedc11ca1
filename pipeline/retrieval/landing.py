"""From a work's page to its PDF: the address that pages give in `citation_pdf_url`.

Documentation: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (the tags that publishers set).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from lxml import html

_MOST_BYTES = 2**21


def pdf_address(page: Path, url: str) -> str:
    """The PDF's address in a saved page that came from `url`; empty where it names none."""
    try:
        tree = html.document_fromstring(page.read_bytes()[:_MOST_BYTES])
    except (ValueError, html.etree.LxmlError):
        return ""
    found = tree.xpath("//meta[translate(@name, 'CITAONPDFURL', 'citaonpdfurl')='citation_pdf_url']/@content")
    return urljoin(url, str(found[0]).strip()) if found else ""
