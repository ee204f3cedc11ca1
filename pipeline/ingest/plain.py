"""Plain text: the first line is the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pipeline.ingest.abstract import find_abstract
from pipeline.ingest.clean import one_line
from pipeline.ingest.encoding import read_text
from pipeline.ingest.kinds import sniff
from pipeline.ingest.reading import Progress, Reading, Refused, Source
from pipeline.ingest.record import paper_of
from pipeline.ingest.registry import BIBLIOGRAPHIES, reader

_LONGEST_TITLE = 250
_LEAST_CHARS = 80


def read_plain(source: Source) -> Iterator[Reading | Progress]:
    """The paper in a text file, or the entries of a bibliography that was saved as text."""
    if (kind := sniff(source.path)) in BIBLIOGRAPHIES:
        yield from reader(kind)(source)
        return
    text = read_text(source.path).strip()
    first, _, rest = text.partition("\n")
    title = one_line(first).lstrip("# ")
    if 1 < len(title) <= _LONGEST_TITLE and rest.strip():
        yield reading_of(source, {"title": title}, rest)
    else:
        yield reading_of(source, {}, text)


def reading_of(source: Source, fields: Mapping[str, object], text: str) -> Reading:
    """The paper with `fields` as in a JSONL record and `text`; the file's name stands in for a missing title.

    Raises:
        Refused: there is next to no text.
    """
    text = re.sub(r"[ \t]+\n", "\n", text).strip()
    if len(text) < _LEAST_CHARS and not fields.get("abstract"):
        raise Refused("it holds next to no text")
    record = {"abstract": find_abstract(text), "txt": text} | {k: v for k, v in fields.items() if v}
    problem = ""
    if not record.get("title"):
        record["title"] = re.sub(r"[_-]+", " ", PurePosixPath(source.name).stem).strip() or "Untitled"
        problem = "no title was found in it, its file name stands for it"
    return Reading(source.name, (paper_of(record, source.name),), problem)
