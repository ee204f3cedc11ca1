"""The journal: asked once, answered for ever. Makes runs resumable, repeatable and free to replay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from pipeline.engines.base import Engine, Reply, Usage
from pipeline.steps.base import Step


class Journal(Protocol):
    """Replies by key, and what they may have cost. Called from the run's event loop; must not block it for long."""

    async def get(self, key: str) -> Reply | None:
        """The recorded reply, or None."""
        ...

    async def put(self, key: str, step: str, reply: Reply) -> None:
        """Record a reply under its key, with the name of the step it answers."""
        ...

    async def keep_spent(self, dollars: float) -> None:
        """Record that the run may have cost so much; returns when that is safe."""
        ...


def journal_key(engine: Engine, step: Step[Any], language: str, sample: int) -> str:
    """SHA-256 of all that decides a reply: engine identity (name, code version, model, endpoint without credentials,
    parameters, corpus), the rendered prompt, and the sample number."""
    parts = [dict(engine.identity(step)), step.name, step.messages(language), sample]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class MemoryJournal:
    """A journal that lives as long as its process."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.spent = 0.0

    async def get(self, key: str) -> Reply | None:
        return self.replies.get(key)

    async def put(self, key: str, step: str, reply: Reply) -> None:
        self.replies[key] = reply

    async def keep_spent(self, dollars: float) -> None:
        self.spent = dollars


class FolderJournal:
    """One JSON file a reply in a folder, written to a temporary name first, so that a kill leaves no half reply."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def get(self, key: str) -> Reply | None:
        try:
            return _read(self.folder / f"{key}.json")
        except FileNotFoundError:
            return None

    async def put(self, key: str, step: str, reply: Reply) -> None:
        row = {"step": step, **asdict(reply)}
        part = self.folder / f"{key}.part"
        part.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / f"{key}.json")

    async def keep_spent(self, dollars: float) -> None:
        part = self.folder / f"{_SPENT}.part"
        part.write_text(repr(dollars), encoding="ascii")
        part.replace(self.folder / _SPENT)

    @property
    def spent(self) -> float:
        """US dollars that earlier attempts may have cost."""
        try:
            return float((self.folder / _SPENT).read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0.0

    def replies(self) -> Iterator[Reply]:
        """All that was recorded."""
        return (_read(path) for path in sorted(self.folder.glob("*.json")) if len(path.stem) == _KEY_LENGTH)


_KEY_LENGTH = 64
_SPENT = "spent"


def _read(path: Path) -> Reply:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Reply(row["text"], Usage(**row["usage"]), row["model"])


def review_key(step: Step[Any], language: str) -> str:
    """Key of a person's answer: the rendered question, which names its run, and nothing of the engine."""
    parts = ["person", step.name, step.prompt(language)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
