"""JSON Lines: collections in the reference's format, one a line, or one paper a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.ingest.clean import one_line
from pipeline.ingest.csl import csl_entries, is_csl
from pipeline.ingest.encoding import decode
from pipeline.ingest.reading import Reading, Source
from pipeline.ingest.record import kind, paper_of


def read_jsonl(source: Source) -> Iterator[Reading]:
    """The collection in a JSONL file; the source's line (from 1) picks one where the file holds several.

    Raises:
        BadInput: the JSON is broken, a field has the wrong type, or nothing is in it.
    """
    line = source.line
    records = list(_records(source.path, source.name))
    if not records:
        raise BadInput(f"{source.name} is empty: expected one collection as JSON.")
    values = [record for _, record in records]
    if is_csl(values):
        yield from csl_entries(source, values)
        return
    collections = [(number, record) for number, record in records if "papers" in record]
    if not collections:
        if line is not None:
            raise BadInput(f"{source.name} holds one paper per line, not several collections: leave the line out.")
        papers = [paper_of(record, f"line {number} of {source.name}") for number, record in records]
        yield Reading(source.name, tuple(papers))
        return
    if len(collections) < len(records):
        number = next(number for number, record in records if "papers" not in record)
        raise BadInput(f'Line {number} of {source.name} has no "papers", the other lines do: keep one kind of record.')
    yield _collection(*_choose(collections, line, source.name), source.name)


def _choose(collections: list[tuple[int, dict[str, Any]]], line: int | None, name: str) -> tuple[int, dict[str, Any]]:
    if line is None and len(collections) == 1:
        return collections[0]
    chosen = [pair for pair in collections if pair[0] == line]
    if chosen:
        return chosen[0]
    listed = [
        f"{number}: {one_line(str(record.get('title') or 'untitled'))[:80]}" for number, record in collections[:20]
    ]
    titles = "; ".join(listed)
    more = f"; and {len(collections) - 20} more" if len(collections) > 20 else ""
    wanted = "choose one by its line" if line is None else f"there is none in line {line}, choose another"
    raise BadInput(f"{name} holds {len(collections)} collections ({titles}{more}): {wanted}.")


def _collection(number: int, record: dict[str, Any], name: str) -> Reading:
    where = f"line {number} of {name}"
    papers = record["papers"]
    if not isinstance(papers, list):
        raise BadInput(f'"papers" of {where} must be a list, not {kind(papers)}.')
    if not papers:
        raise BadInput(f"The collection in {where} is empty: it needs at least one paper.")
    title = record.get("title")
    if title is not None and not isinstance(title, str):
        raise BadInput(f'"title" of {where} must be a string, not {kind(title)}.')
    found = tuple(paper_of(paper, f"paper {i} in {where}") for i, paper in enumerate(papers, 1))
    return Reading(name, found, title=one_line(title or ""))


def _records(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    text = decode(path)
    lines = text.split("\n")
    filled = [(number, content) for number, content in enumerate(lines, 1) if content.strip()]
    if filled and filled[0][1].strip() in ("{", "["):
        # JSON over several lines is one value, not JSON Lines.
        filled = [(1, text)]
    for number, content in filled:
        value = _load(content, number, name)
        for record in value if isinstance(value, list) else [value]:
            if not isinstance(record, dict):
                raise BadInput(f"Line {number} of {name} must be a JSON object, not {kind(record)}.")
            yield number, record


def _load(content: str, number: int, name: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        line = number + error.lineno - 1
        raise BadInput(f"{name} is not valid JSON at line {line}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise BadInput(f"{name} is nested too deeply in line {number}.") from error
