"""One collection, as the command line names it, to a corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.ingest.files import read_files
from pipeline.ingest.reading import FileReport
from pipeline.paper import Corpus, Dropped


def _ignore(report: FileReport) -> None:
    """What to do with reports nobody asked for."""


def read_collection(path: Path, *, line: int | None = None, on_file: Callable[[FileReport], None] = _ignore) -> Corpus:
    """The papers in `path`: a file of any format that is read, a folder or a zip.

    line: which collection (from 1) of a JSONL file that holds several. on_file: called as each file is done. Files and
    entries that could not be used are the corpus' `dropped`, each with its reason.

    Raises:
        BadInput: nothing in `path` can be used; the message says why.
    """
    if not path.exists():
        raise BadInput(f"{path} does not exist.")
    found = read_files([path], on_file=on_file, line=line)
    refused = [Dropped(r.name, r.reason) for r in found.reports if r.status == "refused"]
    if not found.papers:
        reasons = [d.reason if d.name in d.reason else f"{d.name}: {d.reason}" for d in refused]
        if len(reasons) == 1:
            first = reasons[0]
            raise BadInput(f"{first if first.startswith(refused[0].name) else first[0].upper() + first[1:]}.")
        more = f"; and {len(reasons) - 5} more" if len(reasons) > 5 else ""
        raise BadInput(f"No paper could be read from {path.name}: {'; '.join(reasons[:5]) or 'it is empty'}{more}.")
    return Corpus.build(found.papers, found.title, refused)
