"""The files read together: what lies beside what, and what is being read ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path, PurePosixPath

from pipeline.ingest.readers import Readers
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.registry import TEXTS, format_of, suffix_of

_MOST_OPENED = 500  # files that are read to find an entry's one by its title


class Shelf:
    """Sources by name, with the readers that read them."""

    def __init__(self, sources: Sequence[Source], readers: Readers) -> None:
        self._readers = readers
        self._begun: dict[Path, Future[tuple[Reading, ...]] | Reading] = {}
        self._taken: dict[Path, str] = {}
        self._titles: dict[str, Source] | None = None
        self._by_path: dict[str, list[Source]] = {}
        self._by_stem: dict[str, list[Source]] = {}
        for source in sources:
            path = PurePosixPath(source.name)
            self._by_path.setdefault(path.name.lower(), []).append(source)
            self._by_stem.setdefault(plain(path.stem), []).append(source)

    def begin(self, source: Source) -> None:
        """Have a file read, unless that was begun before or it is no file to read by its name and size."""
        if source.path in self._begun:
            return
        try:
            self._begun[source.path] = self._readers.submit(source, format_of(source))
        except Refused as reason:
            self._begun[source.path] = Reading(source.name, problem=str(reason))
        except OSError as error:
            self._begun[source.path] = Reading(source.name, problem=f"it cannot be opened ({error.strerror})")

    def read(self, source: Source) -> tuple[Reading, ...]:
        """What is in a file; one that cannot be used is a reading without papers that says why."""
        self.begin(source)
        begun = self._begun[source.path]
        return (begun,) if isinstance(begun, Reading) else self._readers.wait(begun)

    def find(self, wanted: str) -> Source | None:
        """The file whose name ends like the path `wanted`: as much of the path as agrees, the file's name at least."""
        parts = [part.lower() for part in re.split(r"[/\\]", wanted) if part not in ("", ".", "..")]
        found = [s for s in self._by_path.get(parts[-1], []) if _holds_text(s)] if parts else []
        return max(found, key=lambda s: _agreement(s.name, parts), default=None)

    def find_named(self, name: str) -> Source | None:
        """The file with a paper's text called `name`, whatever its suffix, case and punctuation."""
        return _best(self._by_stem.get(plain(name), [])) if plain(name) else None

    def find_titled(self, title: str) -> Source | None:
        """The one file whose name contains the beginning of `title`, as reference managers name files."""
        start = plain(title)[:40]
        stems = [stem for stem in self._by_stem if len(start) > 14 and start in stem]
        return _best(self._by_stem[stems[0]]) if len(stems) == 1 else None

    def find_inside(self, title: str) -> Source | None:
        """The PDF, of those no entry has taken yet, on whose first page stands `title`."""
        if self._titles is None:
            free = [s for found in self._by_path.values() for s in found if suffix_of(s) == ".pdf"]
            free = [s for s in free if not self.taken_by(s)][:_MOST_OPENED]
            for source in free:
                self.begin(source)
            self._titles = {plain(p.title): s for s in free for reading in self.read(s) for p in reading.papers}
        return self._titles.get(plain(title))

    def take(self, source: Source, name: str) -> None:
        """Say that `source` belongs to the entry called `name` and is no paper of its own."""
        self._taken.setdefault(source.path, name)

    def taken_by(self, source: Source) -> str:
        """The name of the entry that has taken `source`; empty if none has."""
        return self._taken.get(source.path, "")


def _holds_text(source: Source) -> bool:
    return suffix_of(source) in TEXTS


def _best(sources: Sequence[Source]) -> Source | None:
    """Of files of one name the one most likely to hold the whole text."""
    return min(filter(_holds_text, sources), key=lambda s: TEXTS.index(suffix_of(s)), default=None)


def plain(text: str) -> str:
    """The letters and digits of `text` in lower case, for comparing names and titles."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _agreement(name: str, wanted: Sequence[str]) -> int:
    parts = [part.lower() for part in PurePosixPath(name).parts]
    return sum(1 for a, b in zip(reversed(parts), reversed(wanted), strict=False) if a == b)
