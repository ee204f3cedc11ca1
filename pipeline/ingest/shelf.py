"""The files read together: what lies beside what, and PDFs being read ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.ingest.pdf.pool import PdfReaders
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.paper import Paper

MAX_BYTES = 200 * 1024 * 1024

TEXTS = (".pdf", ".md", ".txt", ".rst")  # what an entry of a BibTeX file may have its text from
_MOST_OPENED = 500  # PDFs that are read to find an entry's one by its title

Reader = Callable[[Source, "Shelf"], Iterable[Reading]]


class Shelf:
    """Sources by name, with the readers of PDFs.

    reader_of: the reader for a source, raises Refused. line: which collection of a JSONL file of several.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        readers: PdfReaders,
        reader_of: Callable[[Source], Reader],
        line: int | None = None,
    ) -> None:
        self.line = line
        self._reader_of = reader_of
        self._readers = readers
        self._pdfs: dict[Path, Future[Reading]] = {}
        self._taken: set[Path] = set()
        self._titles: dict[str, Source] | None = None
        self._by_path: dict[str, list[Source]] = {}
        self._by_stem: dict[str, list[Source]] = {}
        for source in sources:
            path = PurePosixPath(source.name)
            self._by_path.setdefault(path.name.lower(), []).append(source)
            self._by_stem.setdefault(plain(path.stem), []).append(source)

    def pdf(self, source: Source) -> Future[Reading]:
        """The reading of a PDF, begun now unless it was before."""
        if source.path not in self._pdfs:
            self._pdfs[source.path] = self._readers.submit(source)
        return self._pdfs[source.path]

    def read(self, source: Source) -> Reading:
        """The reading of a file that holds one paper; raises Refused."""
        return next(iter(self._reader_of(source)(source, self)))

    def find(self, wanted: str) -> Source | None:
        """The file whose name ends like the path `wanted`: as much of the path as agrees, the file's name at least."""
        parts = [part.lower() for part in re.split(r"[/\\]", wanted) if part not in ("", ".", "..")]
        found = self._by_path.get(parts[-1], []) if parts else []
        return max(found, key=lambda s: _agreement(s.name, parts), default=None)

    def find_named(self, name: str) -> Source | None:
        """The file with a paper's text called `name`, whatever its suffix, case and punctuation."""
        return next((s for s in self._by_stem.get(plain(name), []) if _holds_text(s)), None) if plain(name) else None

    def find_titled(self, title: str) -> Source | None:
        """The one file whose name contains the beginning of `title`, as reference managers name files."""
        start = plain(title)[:40]
        stems = [stem for stem in self._by_stem if len(start) > 14 and start in stem]
        found = [source for stem in stems for source in self._by_stem[stem] if _holds_text(source)]
        return found[0] if len(found) == 1 else None

    def find_inside(self, title: str) -> Source | None:
        """The PDF, of those no entry has taken yet, on whose first page stands `title`."""
        if self._titles is None:
            free = [
                s
                for sources in self._by_path.values()
                for s in sources
                if self.is_readable_pdf(s) and not self.is_taken(s)
            ]
            readings = [(source, self.pdf(source)) for source in free[:_MOST_OPENED]]
            self._titles = {plain(p.title): source for source, future in readings for p in _papers(future)}
        return self._titles.get(plain(title))

    @staticmethod
    def is_readable_pdf(source: Source) -> bool:
        """Whether it is worth while to give `source` to the readers of PDFs."""
        with suppress(OSError):
            return source.name.lower().endswith(".pdf") and 0 < source.path.stat().st_size <= MAX_BYTES
        return False

    def take(self, source: Source) -> None:
        """Say that `source` belongs to another file's entry and is no paper of its own."""
        self._taken.add(source.path)

    def is_taken(self, source: Source) -> bool:
        """Whether an entry of another file has taken `source`."""
        return source.path in self._taken


def _holds_text(source: Source) -> bool:
    return PurePosixPath(source.name).suffix.lower() in TEXTS


def _papers(future: Future[Reading]) -> Sequence[Paper]:
    try:
        return future.result().papers
    except Refused:
        return ()


def plain(text: str) -> str:
    """The letters and digits of `text` in lower case, for comparing names and titles."""
    return re.sub(r"[\W_]+", "", text.casefold())


def check_size(source: Source) -> None:
    """Refuse what is empty or too large to read."""
    size = source.path.stat().st_size
    if size == 0:
        raise Refused("it is empty")
    if size > MAX_BYTES:
        raise Refused(f"it is too large ({size // 2**20} MB; the limit is {MAX_BYTES // 2**20} MB)")


def _agreement(name: str, wanted: Sequence[str]) -> int:
    parts = [part.lower() for part in PurePosixPath(name).parts]
    return sum(1 for a, b in zip(reversed(parts), reversed(wanted), strict=False) if a == b)
