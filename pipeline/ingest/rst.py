"""reStructuredText: the field list at the head, underlined headings, markup that is not text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.clean import one_line
from pipeline.ingest.encoding import read_text
from pipeline.ingest.plain import reading_of
from pipeline.ingest.reading import Reading, Source

_FIELD = re.compile(r"^:(\w+):[ \t]*(.*)\n?", re.MULTILINE)
_HEADING = re.compile(
    r"^(?:([=\-~^\"'#*+])\1{2,}[ \t]*\n)?[ \t]*(\S[^\n]*)\n([=\-~^\"'#*+])\3{2,}[ \t]*$", re.MULTILINE
)
_ABSTRACT = re.compile(
    r"^\.\. (?:class:: abstract|topic:: Abstract|abstract::)[ \t]*\n\n?((?:[ \t]+[^\n]*\n|[ \t]*\n)+)", re.MULTILINE
)
_DIRECTIVE = re.compile(
    r"^\.\.(?:[ \t][^\n]*)?(?:\n(?=[ \t]*\n*[ \t]+\S)(?:[ \t]+[^\n]*|[ \t]*)(?=\n|\Z))*", re.MULTILINE
)
_CITE = re.compile(r":cite\w*:`([^`]+)`|\[([\w-]+)\]_")
_ROLE = re.compile(
    r":\w+:`([^`<]+?)(?:\s*<[^`]*>)?`|``([^`]+)``|`([^`<]+?)(?:\s*<[^`]*>)?`_{0,2}|"
    r"\*\*([^*]{1,300})\*\*|(?<!\w)\*([^*\s][^*]{0,300})\*(?!\w)"
)


def read_rst(source: Source) -> Iterator[Reading]:
    """The paper in a reStructuredText file."""
    text = read_text(source.path)
    fields: dict[str, object] = {
        "authors": [one_line(v) for k, v in _FIELD.findall(text[:5_000]) if k == "author" and v.strip()]
    }
    text = _FIELD.sub("", text[:5_000]) + text[5_000:]
    if abstract := _ABSTRACT.search(text):
        fields["abstract"] = one_line(_inline(abstract[1]))
    if title := _HEADING.search(text[:8_000]):
        fields["title"] = one_line(_inline(title[2]))
        text = text[: title.start()] + text[title.end() :]
    text = _DIRECTIVE.sub("", text)
    text = _HEADING.sub(lambda m: f"\n\n{m[2].strip()}\n\n", text)
    yield reading_of(source, fields, re.sub(r"\n{3,}", "\n\n", _inline(text)))


def _inline(text: str) -> str:
    text = _CITE.sub(lambda m: f"[{m[1] or m[2]}]", text)
    return _ROLE.sub(lambda m: next(group for group in m.groups() if group is not None), text)
