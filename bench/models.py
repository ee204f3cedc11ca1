"""A survey by a simulated language model: calls, tokens, shared prefixes, and the wall beside its lower bound.

BENCH_PAPERS (default 20,100,300) chooses the collections, BENCH_SPEED (default 1) how much faster than real the
model answers; the walls are given in the model's time. The model runs in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.collections import ROOT, large
from bench.graph import Round, rounds
from bench.writing import say
from pipeline import Brief, MemoryJournal, Plan, Survey, write_survey
from pipeline.engines import Provider, make_engine
from pipeline.ingest import read_collection

FIRST, RATE, CAP = 0.3, 150.0, 100
PAPER_TOKENS = 8_000
GOALS = {100: "; goals: ≤ 140 s, ≤ 32 sequential, ≤ 3.0 M, ≤ 1.65 M fresh", 300: "; goal: ≤ 195 s"}


class _Desk:
    run = "bench"

    def check(self) -> None:
        """Nobody stops it."""

    def sharers(self) -> int:
        """It is alone."""
        return 1


@dataclass(frozen=True)
class Measured:
    """One run. calls: the server's log; seconds: wall, in the model's time; cpu: seconds of this process."""

    papers: int
    survey: Survey
    calls: Sequence[dict[str, Any]]
    seconds: float
    cpu: float

    @property
    def path(self) -> list[Round]:
        """Its critical path."""
        timed = [{**call, "seconds": FIRST + call["reply_tokens"] / RATE} for call in self.calls]
        return rounds(self.survey.record, list(self.survey.skeleton.numbers().values()), timed)


def report() -> None:
    """Print each collection's figures at the deep preset: all layers done, and with early stop."""
    sizes = [int(part) for part in os.environ.get("BENCH_PAPERS", "20,100,300").split(",")]
    speed = float(os.environ.get("BENCH_SPEED", "1"))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for papers in sizes:
            _say(measure(papers, Path(folder), speed, Plan.preset("deep", early_stop=False)))
        for papers in sizes:
            found = measure(papers, Path(folder), speed, Plan.preset("deep"))
            prompt, layers = sum(call["prompt_tokens"] for call in found.calls), found.survey.record["layers_done"]
            say(
                f"{papers} papers with early stop: layers {layers}, {len(found.calls)} calls, "
                f"{prompt / 1e6:.2f} M prompt tokens, {found.seconds:.0f} s"
            )
    say(f"measured in {(time.monotonic() - began) / 60:.1f} min; a load of {os.getloadavg()[0]:.1f} at the end")


def measure(papers: int, folder: Path, speed: float, plan: Plan) -> Measured:
    """Write one survey by the simulated model."""
    corpus = read_collection(large(folder, papers, PAPER_TOKENS))
    import_module("openai")  # two seconds of importing are not what a call costs
    with _server(speed) as address:
        engine = make_engine("openai", corpus, "en", Provider("openai", "simulated", "key", f"{address}/v1"))
        cpu, began = _cpu(), time.monotonic()
        survey = asyncio.run(
            write_survey(
                corpus,
                Brief("A large collection"),
                plan,
                engine=engine,
                journal=MemoryJournal(),
                emit=lambda _: None,
                desk=_Desk(),
            )
        )
        seconds, cpu = time.monotonic() - began, _cpu() - cpu
        with urllib.request.urlopen(f"{address}/log") as answer:  # noqa: S310 (a loopback address made here)
            calls = json.load(answer)
    return Measured(papers, survey, calls, seconds * speed, cpu)


def _cpu() -> float:
    """Seconds that this process has kept a processor busy, its threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def _server(speed: float) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.simulated_model", "--port", "0", "--speed", str(speed)]
    options = ["--first", str(FIRST), "--rate", str(RATE), "--cap", str(CAP)]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert found is not None
        yield found.group()
    finally:
        process.terminate()
        process.wait(10)


def _say(found: Measured) -> None:
    prompt = sum(call["prompt_tokens"] for call in found.calls)
    shared = sum(call["shared_tokens"] for call in found.calls)
    path, record = found.path, found.survey.record
    bound = sum(step.least(CAP) for step in path)
    say(
        f"{found.papers} papers: {len(found.calls)} calls, {prompt / 1e6:.2f} M prompt tokens, "
        f"{(prompt - shared) / 1e6:.2f} M outside a shared prefix ({shared / prompt:.0%} shared), "
        f"{sum(step.times for step in path)} sequential calls{GOALS.get(found.papers, '')}"
    )
    say(
        f"  wall {found.seconds:.0f} s, lower bound {bound:.0f} s, ratio {found.seconds / bound:.2f} (goal ≤ 1.15); "
        f"CPU {1000 * found.cpu / len(found.calls):.1f} ms/call (goal ≤ 10)"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    verdicts = sum(count for kind, count in record["verdicts"].items() if kind.startswith("cited:"))
    say(
        f"  layers {record['layers_done']}, cycles {record['cycles_done']}, {verdicts} claims judged, "
        f"{record.get('digested_again', 0)} papers digested again, {record['words']} words, "
        f"{record['coverage']['cited']} papers cited, {memory:.2f} GB"
    )
    say(f"  critical path: {', '.join(f'{s.name} {s.times} × {max(s.seconds):.1f} s' for s in path)}")
    _kinds(found, prompt)


def _kinds(found: Measured, prompt: int) -> None:
    """Calls and tokens by kind of question."""
    by_kind: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    fresh: Counter[str] = Counter()
    for call in found.calls:
        kind = call["question"]
        by_kind[kind] += 1
        tokens[kind] += call["prompt_tokens"]
        fresh[kind] += call["prompt_tokens"] - call["shared_tokens"]
    for kind, count in by_kind.most_common():
        share = tokens[kind] / prompt
        say(f"    {kind:13} {count:4} calls {tokens[kind]:9,} tokens ({share:.0%}), {fresh[kind]:9,} fresh")
