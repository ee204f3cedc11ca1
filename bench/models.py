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
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from math import ceil, log
from pathlib import Path
from typing import Any

from bench.collections import ROOT, large
from bench.writing import say
from pipeline import Brief, MemoryJournal, Plan, Survey, write_survey
from pipeline.engines import Provider, make_engine
from pipeline.ingest import read_collection

FIRST, RATE, CAP = 0.3, 150.0, 100
PAPER_TOKENS = 8_000
GOALS = {100: "≤ 140 s, ≤ 32 sequential, ≤ 3.0 M, ≤ 1.65 M fresh", 300: "≤ 195 s"}


class _Desk:
    run = "bench"

    def check(self) -> None:
        """Nobody stops it."""


@dataclass(frozen=True)
class Measured:
    """One run. calls: the server's log; seconds: wall, in the model's time; cpu: seconds of this process."""

    papers: int
    survey: Survey
    calls: list[dict[str, Any]]
    seconds: float
    cpu: float


def report() -> None:
    """Print a table for the deep preset without early stop, then one line for it with early stop."""
    sizes = [int(part) for part in os.environ.get("BENCH_PAPERS", "20,100,300").split(",")]
    speed = float(os.environ.get("BENCH_SPEED", "1"))
    with tempfile.TemporaryDirectory() as folder:
        for papers in sizes:
            _say(measure(papers, Path(folder), speed, Plan.preset("deep", early_stop=False)))
        found = measure(sizes[0], Path(folder), speed, Plan.preset("deep"))
        layers = found.survey.record["layers_done"]
        say(f"{sizes[0]} papers with early stop: {layers} layers, {len(found.calls)} calls, {found.seconds:.0f} s")


def measure(papers: int, folder: Path, speed: float, plan: Plan) -> Measured:
    """Write one survey by the simulated model."""
    corpus = read_collection(large(folder, papers, PAPER_TOKENS))
    import_module("openai")  # two seconds of importing are not what a call costs
    with _server(speed) as address:
        engine = make_engine("openai", corpus, "en", Provider("openai", "simulated", "key", f"{address}/v1"))
        cpu, began = time.process_time(), time.monotonic()
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
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        with urllib.request.urlopen(f"{address}/log") as answer:  # noqa: S310 (a loopback address made here)
            calls = json.load(answer)
    return Measured(papers, survey, calls, seconds * speed, cpu)


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


def rounds(found: Measured) -> list[tuple[str, int, list[float]]]:
    """The steps that must follow one another: name, how often in a row, and the seconds of their calls."""
    plan, record = found.survey.record["plan"], found.survey.record
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    first: set[str] = set()
    for call in found.calls:
        kind = call["question"]
        if kind == "digest":
            kind = "digest" if len(first) < found.papers else "digest again"
            first.add(str(call["number"]))
        seconds[kind].append(FIRST + call["reply_tokens"] / RATE)
    layers, cycles = sum(record["layers_done"]), sum(record["cycles_done"])
    drafts = ceil(len(record["groups"]) / plan["draft_groups"])
    merges = ceil(log(drafts, plan["merge_width"]) - 1e-9) if drafts > 1 else 0
    depth = max(number.count(".") + 1 for number in found.survey.skeleton.numbers().values())
    frame = seconds["abstract"] + seconds["introduction"] + seconds["conclusion"]
    figures = seconds["table"] + seconds["diagram"]
    order = [
        ("group", 1),
        ("draft", 1),
        ("merge", merges),
        ("digest", 1),
        ("feedback", 1),
        ("judge", 1 + layers + cycles),
    ]
    order += [("kernel", layers), ("refine", cycles), ("digest again", 1), ("leaf", 1), ("parent", depth - 1)]
    order += [("frame", 1), ("figures", 1), ("verify", 1), ("repair", 1)]
    of: Mapping[str, list[float]] = seconds | {"frame": frame, "figures": figures}
    return [(name, times, of[name]) for name, times in order if of.get(name) and times]


def bound(found: Measured) -> float:
    """Seconds that no schedule can beat: for each round its longest call, or the total over the cap."""
    return sum(max(times * max(of), sum(of) / CAP) for _, times, of in rounds(found))


def _say(found: Measured) -> None:
    prompt = sum(call["prompt_tokens"] for call in found.calls)
    shared = sum(call["shared_tokens"] for call in found.calls)
    low = bound(found)
    record = found.survey.record
    again = record.get("digested_again", 0)
    say(
        f"{found.papers} papers: {len(found.calls)} calls, {prompt / 1e6:.2f} M prompt tokens, "
        f"{(prompt - shared) / 1e6:.2f} M outside a shared prefix ({shared / prompt:.0%} shared), "
        f"{sum(times for _, times, _ in rounds(found))} sequential calls"
    )
    say(
        f"  wall {found.seconds:.0f} s, lower bound {low:.0f} s, ratio {found.seconds / low:.2f} (goal ≤ 1.15); "
        f"CPU {1000 * found.cpu / len(found.calls):.1f} ms/call (goal ≤ 10); {GOALS.get(found.papers, '')}"
    )
    say(
        f"  layers {record['layers_done']}, cycles {record['cycles_done']}, {again} papers digested again, "
        f"{record['words']} words, {record['coverage']['cited']} papers cited, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB"
    )
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
