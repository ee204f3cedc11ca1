"""Wall time, memory and quality of `manage.py write` from the start of the process."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.collections import ALL, DATA, ML, NLP, ROOT, SMALL, large, path

LIMITS = {SMALL: 10, NLP: 30, ALL: 75, "large-400": 240}


def measure(collection: Path, output: Path) -> tuple[float, float]:
    """Seconds and peak resident memory (GB) of a standard-depth extractive survey in a process of its own."""
    command = [sys.executable, "manage.py", "write", str(collection), "--output", str(output)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"The survey of {collection.name} failed; run it by hand to see why.")
    return seconds, usage.ru_maxrss / 2**20


def report() -> None:
    """Print a table of collections, then the exponent of growth with tokens."""
    points: list[tuple[float, float]] = []
    line = "{:28} {:>7} {:>10} {:>8} {:>8} {:>7} {:>8}"
    say(line.format("collection", "papers", "tokens", "seconds", "goal", "GB", "words"))
    with tempfile.TemporaryDirectory() as folder:
        files = [path(SMALL), path(ML), path(NLP), path(ALL), large(Path(folder))]
        for file in files:
            output = Path(folder) / f"out-{file.stem}"
            seconds, memory = measure(file, output)
            record = json.loads((output / "run.json").read_text(encoding="utf-8"))
            corpus = record["corpus"]
            points.append((math.log(corpus["tokens"]), math.log(seconds)))
            goal = f"≤ {LIMITS[file.stem]}" if file.stem in LIMITS else ""
            say(
                line.format(
                    file.stem,
                    corpus["papers"],
                    f"{corpus['tokens']:,}",
                    f"{seconds:.1f}",
                    goal,
                    f"{memory:.2f}",
                    f"{record['words']:,}",
                )
            )
            if file.stem in (NLP, ML):
                quality(output / "article.md", file)
    say(f"growth with tokens: n^{slope(points):.2f} (goal: ≤ n^1.3)")


def quality(article: Path, corpus: Path) -> None:
    """Print the article's measures by the shared scorer, where it is there."""
    scorer = DATA.parent / "tools" / "score_article.py"
    if scorer.exists():
        keys = article.parent / "keys.json"
        keys.write_text(json.dumps(titles(article.parent)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(scorer), str(article), str(corpus), "--keys", str(keys), "--json"],
            check=True,
            capture_output=True,
            text=True,
        )
        say("  " + ", ".join(f"{name} {value}" for name, value in json.loads(done.stdout).items()))


def titles(folder: Path) -> dict[str, str]:
    """Paper titles by bibkey, from a run's record."""
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    found: dict[str, str] = record["titles"]
    return found


def slope(points: list[tuple[float, float]]) -> float:
    """The least-squares exponent of seconds over tokens, both logarithmic."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def say(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
