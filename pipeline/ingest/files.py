"""Any number of files, of any kind, to papers and a report on each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.ingest.attach import with_texts
from pipeline.ingest.duplicates import Duplicates
from pipeline.ingest.expand import expand
from pipeline.ingest.projects import PARTS, gathered
from pipeline.ingest.readers import Readers
from pipeline.ingest.reading import FileReport, Progress, Reading, Source
from pipeline.ingest.registry import BIBLIOGRAPHIES, TEXTS, suffix_of
from pipeline.ingest.shelf import Shelf
from pipeline.paper import Paper

_MAX_NEIGHBOURS = 5_000


@dataclass(frozen=True)
class Ingested:
    """The papers of some files in their order, a report on each file, and the title where one file names it."""

    papers: tuple[Paper, ...]
    reports: tuple[FileReport, ...]
    title: str = ""


def read_files(
    paths: Sequence[Path],
    *,
    on_file: Callable[[FileReport], None],
    line: int | None = None,
    scratch: Path | None = None,
    on_page: Callable[[Progress], None] | None = None,
) -> Ingested:
    """Read every file of `paths`, calling `on_file` as each is done; one that cannot be used stops none of the others.

    Folders and zip files stand for the files in them. A BibTeX file takes its PDFs from the other files, or from its
    folder where it is the only file. line: which collection of a JSONL file of several. scratch: the folder in which
    temporary files are made, and removed again, instead of the system's. on_page: called after each page of the files
    whose pages take long.
    """
    papers: list[Paper] = []
    reports: list[FileReport] = []
    title = ""
    duplicates = Duplicates()
    with TemporaryDirectory(dir=scratch, prefix="ingest-") as folder, Readers(on_page=on_page) as readers:
        for found in _readings(paths, readers, Path(folder), line):
            for reading in duplicates.sift(found):
                papers.extend(reading.papers)
                reports.append(FileReport.of(reading))
                on_file(reports[-1])
            title = title or found.title
    return Ingested(tuple(papers), tuple(reports), title)


def _readings(paths: Sequence[Path], readers: Readers, folder: Path, line: int | None) -> Iterator[Reading]:
    sources: list[Source] = []
    for number, path in enumerate(paths):
        scratch = folder / str(number)
        scratch.mkdir()
        for found in expand(path, scratch):
            if isinstance(found, Reading):
                yield found
            else:
                sources.append(replace(found, line=line))
    beside = list(_neighbours(paths))
    given = {source.path for source in sources}
    kept = list(gathered([*sources, *beside]))
    yield from (reading for reading in kept if isinstance(reading, Reading))
    sources = [source for source in kept if isinstance(source, Source) and source.path in given]
    shelf = Shelf([*sources, *beside], readers)
    # Bibliographies first: what their entries take is no paper of its own.
    sources.sort(key=lambda source: suffix_of(source) not in BIBLIOGRAPHIES)
    for source in sources:
        shelf.begin(source)
    for source in sources:
        if owner := shelf.taken_by(source):
            yield Reading(source.name, part_of=owner)
        else:
            yield from with_texts(shelf.read(source), shelf)


def _neighbours(paths: Sequence[Path]) -> Iterator[Source]:
    """The files beside a bibliography, or the main file of a LaTeX paper, that is read alone."""
    if len(paths) != 1:
        return
    suffix = paths[0].suffix.lower()
    wanted = TEXTS if suffix in BIBLIOGRAPHIES else PARTS if suffix in PARTS else ()
    if not wanted:
        return
    root = paths[0].resolve().parent
    found = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            found += 1
            if found > _MAX_NEIGHBOURS:
                return
            path = Path(folder) / name
            own = path == paths[0].resolve()
            if path.suffix.lower() in wanted and path.is_file() and not path.is_symlink() and not own:
                yield Source(path.relative_to(root).as_posix(), path)
