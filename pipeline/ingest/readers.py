"""Child processes that read files, with limits on time and memory."""

from __future__ import annotations

import json
import os
import queue
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.ingest.reading import Progress, Reading, Source

_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds without a sign of progress, megabytes of address space."""

    seconds: float = 120.0
    megabytes: int = 2_048


class Readers:
    """At most two processes that read files; started when first needed, kept for many files, ended with the context.

    on_page: called, in the thread that waits for a file, as the pages of any file are done.
    """

    def __init__(
        self, limits: Limits = Limits(), processes: int = 2, on_page: Callable[[Progress], None] | None = None
    ) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="reader")
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        self._on_page = on_page
        self._children: list[_Child] = []

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind:
            # Nobody waits for what is being read any more.
            for child in tuple(self._children):
                child.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for child in self._children:
            child.end()

    def submit(self, source: Source, kind: str) -> Future[tuple[Reading, ...]]:
        """Read `source` as a file of the format `kind` in a child; what cannot be used is a Reading that says why."""
        return self._threads.submit(self._read, source, kind)

    def wait(self, future: Future[tuple[Reading, ...]]) -> tuple[Reading, ...]:
        """The result of a future, telling of progress meanwhile."""
        future.add_done_callback(lambda _: self._told.put(None))
        while not future.done():
            told = self._told.get()
            if told and self._on_page:
                self._on_page(told)
        return future.result()

    def _read(self, source: Source, kind: str) -> tuple[Reading, ...]:
        try:
            child = self._idle.get_nowait()
        except queue.Empty:
            child = _Child(self._limits)
            self._children.append(child)
        readings: list[Reading] = []
        try:
            for answer in child.ask(source, kind):
                if "reading" in answer:
                    readings.append(Reading.of(answer["reading"]))
                else:
                    self._told.put(Progress(**answer))
        except _Failed as reason:
            self._children.remove(child)
            child.end()
            return (*readings, Reading(source.name, problem=str(reason)))
        self._idle.put(child)
        return tuple(readings)


class _Failed(Exception):
    """A child that exceeded a limit or died; `str()` of it completes "<name>: …"."""


class _Child:
    """One process; `ask` raises _Failed and leaves it unusable when a limit is exceeded."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        given = {"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "HOME": "/nonexistent"}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-m", "pipeline.ingest.child", str(limits.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath} | passed | given,
            start_new_session=True,
        )
        self._reply = bytearray()
        self._seen = 0
        assert self._process.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._process.stdout, selectors.EVENT_READ)

    def ask(self, source: Source, kind: str) -> Iterator[dict[str, Any]]:
        """The answers to a request, as they come."""
        beside = [(other.name, str(other.path.resolve())) for other in source.beside]
        request = {
            "name": source.name,
            "path": str(source.path.resolve()),
            "format": kind,
            "line": source.line,
            "beside": beside,
        }
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise _Failed("reading it failed: the process that reads files has ended") from error
        while answer := self._answer():
            yield answer

    def _answer(self) -> dict[str, Any]:
        """The child's next line; empty at the end of a file."""
        assert self._process.stdout
        deadline = time.monotonic() + self._limits.seconds
        while (end := self._reply.find(b"\n", self._seen)) < 0:
            self._seen = len(self._reply)
            if not self._selector.select(max(deadline - time.monotonic(), 0)):
                raise _Failed(f"reading it takes longer than the {self._limits.seconds:g} seconds allowed")
            chunk = os.read(self._process.stdout.fileno(), 1 << 16)
            if not chunk:
                raise _Failed("it is damaged, or reading it takes more memory than allowed")
            self._reply += chunk
        answer: dict[str, Any] = json.loads(self._reply[:end])
        del self._reply[: end + 1]
        self._seen = 0
        return answer

    def kill(self) -> None:
        """Kill the process and what it started, whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill the process and free what belongs to it."""
        self._selector.close()
        self.kill()
        self._process.communicate()
