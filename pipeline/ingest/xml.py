"""XML from outside: parsed without entities of its own, without network, within limits."""

from __future__ import annotations

from html.entities import html5
from typing import Any

from lxml import etree

from pipeline.ingest.clean import one_line
from pipeline.ingest.reading import Refused

Element = Any


def parse(data: bytes) -> Element:
    """The root of an XML document. Entities are not expanded, nothing is loaded; libxml2 limits depth and size.

    Raises:
        Refused: it is not XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("it is not well-formed XML") from error
    if root is None:
        raise Refused("it is not well-formed XML")
    return root


def name_of(element: Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: Element | None, skipped: frozenset[str] = frozenset()) -> str:
    """All text in an element on one line, but for that in elements called like one of `skipped`."""
    return "" if element is None else one_line("".join(_texts(element, skipped)))


def _texts(element: Element, skipped: frozenset[str]) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            found.append(html5.get(f"{child.name};", ""))
        elif name_of(child) not in skipped:
            found.extend(_texts(child, skipped))
        found.append(child.tail or "")
    return found
