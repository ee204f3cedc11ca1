"""Any number of files, of any kind, to papers and a report on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.ingest.jsonl import read_jsonl
from pipeline.ingest.reading import FileReport, Reading, Refused, Source
from pipeline.paper import Paper


@dataclass(frozen=True)
class Ingested:
    """The papers of some files in their order, a report on each file, and the title where one file names it."""

    papers: tuple[Paper, ...]
    reports: tuple[FileReport, ...]
    title: str = ""


def read_files(paths: Sequence[Path], *, on_file: Callable[[FileReport], None], line: int | None = None) -> Ingested:
    """Read every file of `paths`, calling `on_file` as each is done; one that cannot be used stops none of the others.

    line: which collection of a JSONL file of several.
    """
    papers: list[Paper] = []
    reports: list[FileReport] = []
    title = ""
    for reading in _readings(paths, line):
        papers.extend(reading.papers)
        reports.append(FileReport.of(reading))
        on_file(reports[-1])
        title = title or reading.title
    return Ingested(tuple(papers), tuple(reports), title)


def _readings(paths: Sequence[Path], line: int | None) -> Iterator[Reading]:
    for path in paths:
        try:
            yield read_jsonl(Source(path.name, path), line)
        except (BadInput, Refused) as problem:
            yield Reading(path.name, problem=str(problem))
