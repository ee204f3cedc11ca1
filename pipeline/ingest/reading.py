"""What reading one file gives, and what is reported of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.paper import Paper

Status = Literal["read", "partly", "refused"]


class Refused(Exception):
    """A file that cannot be used; `str()` of it is a clause that completes "<name>: …"."""


@dataclass(frozen=True)
class Source:
    """A file to read: `name` is what its owner calls it (a path inside the upload), `path` where its bytes are.

    beside: the other files that it may name, as a LaTeX file names the parts of its text. line: which collection of a
    JSONL file of several.
    """

    name: str
    path: Path
    beside: tuple[Source, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class Reading:
    """What one file, or one entry of it, gave: papers, a problem to tell, or both.

    pages: of the source file where it has pages. title: of the collection, where the file names one. files: of an entry
    of a bibliography, the names of the files that may hold its text; None where the file itself holds it. part_of:
    whose paper the file went into, which is told of on its own.
    """

    name: str
    papers: tuple[Paper, ...] = ()
    problem: str = ""
    pages: int | None = None
    title: str = ""
    files: tuple[str, ...] | None = None
    part_of: str = ""

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Reading:
        """The reading whose fields, as JSON keeps them, these are."""
        papers = tuple(
            Paper(**paper | {"authors": tuple(paper["authors"]), "page_starts": tuple(paper["page_starts"])})
            for paper in fields["papers"]
        )
        files = fields["files"]
        return cls(**fields | {"papers": papers, "files": files if files is None else tuple(files)})


@dataclass(frozen=True)
class Progress:
    """How far a file is that is read page by page, `page` of `pages` done."""

    name: str
    page: int
    pages: int


@dataclass(frozen=True)
class FileReport:
    """What became of one file, for the person who gave it.

    status: `read`, `partly` (used, but `reason` says what is missing) or `refused` (`reason` says why).
    papers: how many papers came of it; title and year are those of the first.
    """

    name: str
    status: Status
    reason: str = ""
    papers: int = 0
    pages: int | None = None
    title: str = ""
    year: int | None = None

    @classmethod
    def of(cls, reading: Reading) -> FileReport:
        """The report of a reading: refused where nothing came of it, partly where there is a problem."""
        used = reading.papers or reading.part_of
        status: Status = "refused" if not used else "partly" if reading.problem else "read"
        first = reading.papers[0] if reading.papers else None
        return cls(
            reading.name,
            status,
            f"it is part of {reading.part_of}" if reading.part_of else reading.problem,
            len(reading.papers),
            reading.pages,
            first.title if first else "",
            first.year if first else None,
        )
