"""Answers of sources, kept so that nothing is asked twice within a week."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

_WEEK = 7 * 24 * 3600.0


class Cache(Protocol):
    """Bodies of answers by key; keys are hexadecimal."""

    async def get(self, key: str) -> bytes | None:
        """The kept body, or None where there is none or it is too old."""
        ...

    async def put(self, key: str, body: bytes) -> None:
        """Keep a body."""
        ...


class MemoryCache:
    """A cache that lives as long as its process."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    async def get(self, key: str) -> bytes | None:
        return self._bodies.get(key)

    async def put(self, key: str, body: bytes) -> None:
        self._bodies[key] = body


class FolderCache:
    """One file an answer in a folder; what is older than `seconds` counts as missing and is replaced."""

    def __init__(self, folder: Path, seconds: float = _WEEK) -> None:
        self._folder, self._seconds = folder, seconds

    async def get(self, key: str) -> bytes | None:
        return await asyncio.to_thread(self._read, key)

    async def put(self, key: str, body: bytes) -> None:
        await asyncio.to_thread(self._write, key, body)

    def _read(self, key: str) -> bytes | None:
        path = self._folder / key
        with suppress(OSError):
            if time.time() - path.stat().st_mtime <= self._seconds:
                return path.read_bytes()
        return None

    def _write(self, key: str, body: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{key}.{uuid4().hex}.part"
        part.write_bytes(body)
        part.replace(self._folder / key)
