"""Reading many papers into claims side by side: a process a core, since Python reads one at a time in one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue

from pipeline.engines.extractive.reading import Claim, read_claims
from pipeline.paper import Paper

MANY_TOKENS = 60_000
"""From so many tokens in all, starting processes takes less time than it saves."""
MOST_PROCESSES = 8
_ROOT = Path(__file__).resolve().parents[3]


def read_all(papers: Sequence[Paper], language: str) -> dict[str, tuple[Claim, ...]]:
    """The claims of every paper by bibkey; the same as `read_claims` gives one by one."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(papers))
    if processes < 2 or sum(paper.tokens for paper in papers) < MANY_TOKENS:
        return {paper.bibkey: read_claims(paper, language) for paper in papers}
    waiting: SimpleQueue[Paper] = SimpleQueue()
    for paper in sorted(papers, key=lambda p: -len(p.text)):
        waiting.put(paper)
    found: dict[str, tuple[Claim, ...]] = {}
    with ThreadPoolExecutor(processes, thread_name_prefix="claims") as threads:
        for part in threads.map(lambda _: _drain(waiting, language), range(processes)):
            found |= part
    return found


def _drain(waiting: SimpleQueue[Paper], language: str) -> dict[str, tuple[Claim, ...]]:
    """Have one child read papers until none waits."""
    found: dict[str, tuple[Claim, ...]] = {}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-m", "pipeline.engines.extractive.reading.child", language],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
    )
    try:
        while True:
            paper = waiting.get_nowait()
            line = _ask(child, paper)
            # A child that was killed costs time, not papers.
            found[paper.bibkey] = _claims(line) if line else read_claims(paper, language)
    except Empty:
        return found
    finally:
        with suppress(BrokenPipeError):
            child.communicate()


def _ask(child: subprocess.Popen[bytes], paper: Paper) -> bytes:
    """The child's answer to a paper; nothing where the child has ended."""
    assert child.stdin and child.stdout
    try:
        child.stdin.write(json.dumps(asdict(paper), ensure_ascii=False).encode() + b"\n")
        child.stdin.flush()
    except BrokenPipeError:
        return b""
    return child.stdout.readline()


def _claims(line: bytes) -> tuple[Claim, ...]:
    return tuple(Claim(**(row | {"terms": tuple(row["terms"])})) for row in json.loads(line))
