"""Reading fields of answers that may lack them or hold anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from pipeline.errors import SourceError
from pipeline.ingest.clean import one_line
from pipeline.ingest.record import plain_doi, web_address

_TAG = re.compile(r"<[^<>]{0,200}>")
_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV = re.compile(rf"(?:\barxiv\s?[:./]\s?|arxiv\.org/(?:abs|pdf|html)/|^){_ID}(?=$|[\s,;)\].#?]|\.pdf)", re.I)
_MOST_AUTHORS = 100

__all__ = ["answered", "arxiv_id", "mapping", "names", "number", "plain_doi", "rows", "text", "web_address", "year"]


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The objects in `value` where it is a list."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def answered(value: Any, field: str, source: str) -> list[Mapping[str, Any]]:
    """The objects of the list that an answer must have.

    Raises:
        SourceError: it has no such list.
    """
    found = mapping(value).get(field)
    if not isinstance(found, list):
        raise SourceError(f"{source} answered in a form that is not understood.")
    return rows(found)


def text(value: Any) -> str:
    """`value` as one clean line without tags, empty where it is no string."""
    if not isinstance(value, str):
        return ""
    bare = _TAG.sub(" ", value) if "<" in value else value
    return one_line(_TAG.sub(" ", unescape(bare)) if "&" in bare else bare)


def names(values: Any) -> tuple[str, ...]:
    """The names in a list of strings."""
    found = map(text, values) if isinstance(values, list) else ()
    return tuple(name for name in found if name)[:_MOST_AUTHORS]


def number(value: Any) -> int | None:
    """`value` where it is a whole number of at least 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def year(value: Any) -> int | None:
    """A year in a number or at the beginning of a date."""
    found = re.match(r"(1[5-9]\d\d|20\d\d)(?!\d)", str(value)) if isinstance(value, int | str) else None
    return int(found.group(1)) if found else None


def arxiv_id(value: Any) -> str:
    """The arXiv id in an id, DOI or address, without version; empty where there is none."""
    if not isinstance(value, str):
        return ""
    found = _ARXIV.search(value.strip())
    return found.group(1) if found else ""
