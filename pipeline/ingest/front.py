"""What stands above the text of a document without fields of its own: title, authors, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.ingest.abstract import begins_abstract
from pipeline.ingest.clean import one_line
from pipeline.ingest.people import names_in

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s,;\"'<>]*[^\s,;\"'<>.)]")
_LOOKED_AT = 12
_LONGEST = 250


def year_in(text: str) -> int | None:
    """The first year that `text` names."""
    found = YEAR.search(text)
    return int(found.group()) if found else None


def take_front(paragraphs: Sequence[str], fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields, with what the first paragraphs say and they lack; and the paragraphs without those that said it.

    The front ends with the abstract, the first numbered heading or long paragraph. Its first line is the title,
    lines of names are the authors, a short line with a year is the date.
    """
    fields = {name: value for name, value in fields.items() if value}
    kept: list[str] = []
    found: list[str] = []
    front = _front(paragraphs)
    for place, paragraph in enumerate(paragraphs[:front]):
        line = one_line(paragraph.lstrip("# "))
        if _says(line, str(fields.get("title", ""))):
            continue
        if "title" not in fields and 3 < len(line) <= _LONGEST:
            fields["title"] = line
        elif names := _names(paragraph):
            found.extend(names)
        elif place and len(line) < 60 and (year := year_in(line)):
            fields.setdefault("year", year)
        else:
            kept.append(paragraph)
    if found:
        fields.setdefault("authors", found)
    if "doi" not in fields and (doi := _DOI.search(" ".join(paragraphs[:front]))):
        fields["doi"] = doi.group()
    return fields, [*kept, *paragraphs[front:]]


def _front(paragraphs: Sequence[str]) -> int:
    """How many paragraphs stand above the text."""
    for place, paragraph in enumerate(paragraphs[:_LOOKED_AT]):
        heading = place > 0 and paragraph.startswith("#")
        if heading or begins_abstract(paragraph) or len(paragraph) > _LONGEST:
            return place
    return min(len(paragraphs), _LOOKED_AT)


def _names(paragraph: str) -> list[str]:
    """The authors that a paragraph lists, a line or a comma each; none if it holds other things."""
    found = [names_in(line) for line in paragraph.split("\n") if line.strip()]
    return [name for names in found for name in names] if found and found[0] else []


def _says(line: str, title: str) -> bool:
    return bool(title) and re.sub(r"\W+", "", line).casefold() == re.sub(r"\W+", "", title).casefold()
