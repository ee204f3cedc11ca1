"""Folders and zip files to the files in them, within limits and never outside of a scratch folder."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.ingest.clean import one_line
from pipeline.ingest.kinds import sniff
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.registry import MAX_BYTES

MAX_FILES = 5_000
MAX_TOTAL = 2 * 1024**3
MAX_RATIO = 250  # text compresses 10 times, a bomb 1,000 times
_CHUNK = 1 << 20


def expand(path: Path, scratch: Path) -> Iterator[Source | Reading]:
    """The files that `path` stands for: those in a folder or zip, else itself; a Reading says what cannot be had.

    scratch: an empty folder that files of a zip are written to, under names of our own.
    """
    if path.is_dir():
        yield from _folder(path)
    elif path.suffix.lower() == ".zip" or (path.suffix == "" and sniff(path) == ".zip"):
        yield from _zip(path, scratch)
    else:
        yield Source(one_line(path.name), path)


def _hidden(name: str) -> bool:
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return any(part.startswith(".") or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def _folder(root: Path) -> Iterator[Source | Reading]:
    count = 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            relative = path.relative_to(root).as_posix()
            if _hidden(relative):
                continue
            count += 1
            if count > MAX_FILES:
                yield Reading(root.name, problem=f"only the first {MAX_FILES} files of the folder were looked at")
                return
            if path.resolve().is_relative_to(root.resolve()):
                yield Source(one_line(relative), path)
            else:
                yield Reading(one_line(relative), problem="it is a link to a file outside of the folder")


def _zip(path: Path, scratch: Path) -> Iterator[Source | Reading]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(_name(m))]
            if not members:
                yield Reading(path.name, problem="it holds no file")
            if len(members) > MAX_FILES:
                yield Reading(path.name, problem=f"it holds {len(members)} files; the limit is {MAX_FILES}")
                return
            yield from _members(archive, members, path.name, scratch)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        yield Reading(path.name, problem=f"it is not a readable zip file ({one_line(str(error))[:80]})")


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], zip_name: str, scratch: Path
) -> Iterator[Source | Reading]:
    left = MAX_TOTAL
    for number, member in enumerate(sorted(members, key=_name)):
        name = f"{zip_name}/{one_line(_name(member))}"
        target = scratch / f"{number}{PurePosixPath(name).suffix[:10]}"
        if stat.S_ISLNK(member.external_attr >> 16):
            yield Reading(name, problem="it is a link, not a file")
            continue
        try:
            left -= _extract(archive, member, target, left)
        except Refused as reason:
            target.unlink(missing_ok=True)
            yield Reading(name, problem=str(reason))
            if left <= 0:
                return
        else:
            yield Source(name, target)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Write one member and return its size. Sizes are counted, not believed.

    Raises:
        Refused: it is encrypted, damaged, too large or compressed beyond reason.
    """
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The others take as much memory as the file asks for.
        raise Refused("it is packed by a method that is not read")
    limit = min(MAX_BYTES, left, max(member.compress_size, 4096) * MAX_RATIO)
    size = 0
    try:
        with archive.open(member) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise Refused("it is too large, or compressed beyond reason")
                out.write(chunk)
    except RuntimeError as error:
        raise Refused("it is encrypted inside the zip file") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise Refused("it is damaged inside the zip file") from error
    return size


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path; without the flag for UTF-8 many programs write UTF-8 all the same."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
