"""Child processes that read PDFs, with limits on time and memory."""

from __future__ import annotations

import json
import os
import queue
import selectors
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.ingest.clean import clean
from pipeline.ingest.reading import Reading, Refused, Source
from pipeline.ingest.references import cut
from pipeline.paper import Paper

_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Limits:
    """What one PDF may take: seconds of wall time, megabytes of address space."""

    seconds: float = 120.0
    megabytes: int = 2_048


class PdfReaders:
    """At most two processes that read PDFs; started when first needed, kept for many files, ended with the context."""

    def __init__(self, limits: Limits = Limits(), processes: int = 2) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="pdf")
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()

    def __enter__(self) -> PdfReaders:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().end()

    def submit(self, source: Source) -> Future[Reading]:
        """Read `source` in a child; the future holds a Reading or raises Refused."""
        return self._threads.submit(self._read, source)

    def _read(self, source: Source) -> Reading:
        try:
            child = self._idle.get_nowait()
        except queue.Empty:
            child = _Child(self._limits)
        try:
            answer = child.ask(source.path)
        except Refused:
            child.end()
            raise
        self._idle.put(child)
        if "refused" in answer:
            raise Refused(answer["refused"])
        return _reading(source, answer)


class _Child:
    """One process; `ask` raises Refused and leaves it unusable when a limit is exceeded."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        environment = {"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-m", "pipeline.ingest.pdf.child", str(limits.megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )

        assert self._process.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._process.stdout, selectors.EVENT_READ)

    def ask(self, path: Path) -> dict[str, Any]:
        """The answer to a path."""
        assert self._process.stdin and self._process.stdout
        line = json.dumps(str(path.resolve())).encode() + b"\n"
        deadline = time.monotonic() + self._limits.seconds
        reply = bytearray()
        try:
            self._process.stdin.write(line)
        except BrokenPipeError as error:
            raise Refused("reading it failed: the process that reads PDFs has ended") from error
        while not reply.endswith(b"\n"):
            if not self._selector.select(max(deadline - time.monotonic(), 0)):
                raise Refused(f"reading it takes longer than the {self._limits.seconds:g} seconds allowed")
            chunk = os.read(self._process.stdout.fileno(), 1 << 16)
            if not chunk:
                raise Refused("it is damaged, or reading it takes more memory than allowed")
            reply += chunk
        answer: dict[str, Any] = json.loads(reply)
        return answer

    def end(self) -> None:
        """Kill the process, whatever it does."""
        self._selector.close()
        self._process.kill()
        self._process.communicate()


def _reading(source: Source, answer: dict[str, Any]) -> Reading:
    head = answer["head"]
    text, starts = cut(answer["text"], tuple(answer["page_starts"]))
    title, problem = head["title"], answer["problem"]
    if not title:
        title = Path(source.name).stem
        problem = problem or "no title was found in it, its file name stands for it"
    paper = Paper(
        bibkey="",
        title=clean(title),
        text=text,
        abstract=answer["abstract"],
        authors=tuple(head["authors"]),
        year=head["year"],
        venue=head["venue"],
        doi=head["doi"],
        url=head["url"],
        page_starts=starts,
    )
    return Reading(source.name, (paper,), problem, answer["pages"])
