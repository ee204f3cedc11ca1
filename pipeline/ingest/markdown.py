"""Markdown, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.clean import one_line
from pipeline.ingest.encoding import read_text
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Source

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_TITLE = re.compile(r"\A\s*(?:#[ \t]+(?P<hash>.+?)[ \t]*#*|(?P<underlined>[^\n]+)\n=+)[ \t]*(?:\n|\Z)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\((?:https?:|mailto:|#|\.{0,2}/)[^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})([^*\s](?:[^*\n]{0,500}[^*\s])?)\1(?![\w*])")
_NAMES = {"author": "authors", "date": "year", "journal": "venue", "booktitle": "venue"}
_TAKEN = ("title", "abstract", "authors", "year", "venue", "doi", "url", "bibkey")


def read_markdown(source: Source) -> Iterator[Reading]:
    """The paper in a Markdown file: fields from the front matter, the title else from the first heading."""
    text = read_text(source.path)
    fields: dict[str, object] = {}
    if front := _FRONT.match(text):
        fields = _fields(front[1])
        text = text[front.end() :]
    if heading := _TITLE.match(text):
        fields.setdefault("title", one_line(heading["hash"] or heading["underlined"]))
        text = text[heading.end() :]
    yield reading_of(source, fields, without_markup(text))


def without_markup(text: str) -> str:
    """The text without images, comments, emphasis and the targets of links; headings and code stay."""
    text = _COMMENT.sub("", _IMAGE.sub("", text))
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))


def _fields(front: str) -> dict[str, object]:
    """The fields that a paper has, from `name: value` lines, lists and folded lines of YAML's simple subset."""
    values: dict[str, list[str]] = {}
    current: list[str] = []
    for line in front.split("\n"):
        if found := _FIELD.match(line):
            name = found[1].lower()
            current = values.setdefault(_NAMES.get(name, name), [])
            value = found[2].strip()
            current.extend(re.split(r"\s*,\s*", value[1:-1]) if value.startswith("[") else [value])
        elif line.strip():
            current.append(re.sub(r"^\s*-\s+(?:name:\s*)?", "\n", line).rstrip())
    fields: dict[str, object] = {}
    for name in _TAKEN:
        parts = [part.strip(" \"'\n|>") for part in values.get(name, [])]
        parts = [part for part in parts if part]
        if parts:
            fields[name] = parts if name == "authors" else " ".join(parts)
    if isinstance(authors := fields.get("authors"), list):
        fields["authors"] = [name for part in authors for name in re.split(r"\s+and\s+|;", part)]
    return _with_year(fields)


def _with_year(fields: dict[str, object]) -> dict[str, object]:
    year = re.search(r"(?:1[5-9]|20|21)\d\d", str(fields.pop("year", "")))
    return fields | ({"year": int(year.group())} if year else {})
