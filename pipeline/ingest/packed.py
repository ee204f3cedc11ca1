"""Documents that are zip files inside: Word, OpenDocument, EPUB."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from pipeline.ingest.kinds import NAMES, is_not, sniff
from pipeline.ingest.reading import Refused

MAX_RATIO = 250  # text compresses 10 times, a bomb 1,000 times
_MOST = 1 << 30
_CHUNK = 1 << 20


def check_packed(path: Path, suffix: str) -> None:
    """Read all that is packed in a document, without keeping it.

    Raises:
        Refused: it is no document of the kind with `suffix`, damaged, encrypted or compressed beyond reason.
    """
    left = min(_MOST, max(path.stat().st_size, 1 << 16) * MAX_RATIO)
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise Refused("it is packed by a method that is not read")
                with archive.open(member) as packed:
                    while chunk := packed.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise Refused("it is too large, or compressed beyond reason")
    except RuntimeError as error:
        raise Refused("it is encrypted: save it without a password first") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused("it is damaged") if zipfile.is_zipfile(path) else is_not(path, NAMES[suffix]) from error
    if sniff(path) != suffix:
        raise is_not(path, NAMES[suffix])


def member(path: Path, name: str) -> bytes:
    """What is packed under a name; nothing if there is none. The file was checked before."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name) if name in archive.namelist() else b""


def names(path: Path) -> list[str]:
    """The names of what is packed in a document. The file was checked before."""
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()
