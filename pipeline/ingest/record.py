"""One record of a collection, as JSON gives it, to a Paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.errors import BadInput
from pipeline.ingest.clean import clean, one_line
from pipeline.ingest.references import body
from pipeline.paper import Paper

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")


def paper_of(record: Any, where: str) -> Paper:
    """The paper that `record` describes; `where` names it in errors.

    Takes `title`, and any of `abstract`, `txt` or `text`, `authors` (a list, or names joined by "and" or ";"), `year`,
    `venue`, `doi`, `url`, `bibkey` or `bibtex_key`.

    Raises:
        BadInput: a field has the wrong type, or there is no title.
    """
    if not isinstance(record, Mapping):
        raise BadInput(f"{where} must be an object with a title and a text, not {kind(record)}.")
    title = one_line(_string(record, "title", where))
    if not title:
        raise BadInput(f'{where} has no title: add a "title".')
    abstract = one_line(_string(record, "abstract", where))
    text = body(clean(_string(record, "txt", where) or _string(record, "text", where)).strip())
    return Paper(
        bibkey=_string(record, "bibkey", where) or _string(record, "bibtex_key", where),
        title=title,
        text=text or abstract,
        abstract=abstract,
        authors=_authors(record, where),
        year=_year(record, where),
        venue=one_line(_string(record, "venue", where)),
        doi=plain_doi(_string(record, "doi", where)),
        url=web_address(_string(record, "url", where)),
        basis="full" if text else "abstract",
    )


def kind(value: Any) -> str:
    """The JSON type of `value`, with its article, as a person would say it."""
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}
    return names.get(type(value), "something else")


def plain_doi(doi: str) -> str:
    """`doi` without resolver or prefix, in lower case; empty if it is none."""
    found = re.search(r"10\.\d{4,9}/\S+", doi)
    return found.group().rstrip(".,;").lower() if found else ""


def web_address(url: str) -> str:
    """`url` if it is an http or https address without white space, else nothing."""
    url = clean(url).strip()
    return url if re.fullmatch(r"https?://\S+", url, re.IGNORECASE) else ""


def _string(record: Mapping[str, Any], field: str, where: str) -> str:
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f'"{field}" of {where} must be a string, not {kind(value)}.')
    return value


def _authors(record: Mapping[str, Any], where: str) -> tuple[str, ...]:
    value = record.get("authors")
    if value is None:
        return ()
    names = re.split(r"\s+and\s+|;", value) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput(f'"authors" of {where} must be a list of names, each a string.')
    return tuple(name for name in map(one_line, names) if name)


def _year(record: Mapping[str, Any], where: str) -> int | None:
    value = record.get("year")
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise BadInput(f'"year" of {where} must be a year such as 2024, not {kind(value)}.')
    found = _YEAR.fullmatch(str(value).strip()[:4])
    if not found:
        raise BadInput(f'"year" of {where} must be a year such as 2024, not "{str(value)[:40]}".')
    return int(found.group())
