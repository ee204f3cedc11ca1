"""kill -9 at twenty moments of one survey: it goes on each time, pays nothing twice, and the article is the same."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline import Brief
from pipeline.engines.providers import Provider
from pipeline.job import JOURNAL, Job, run_job
from tests.pipeline.papers import small_corpus
from tests.pipeline.simulated import PLAN, quick_model
from tests.simulated_model.log import Log
from tests.simulated_model.server import Model, Pace, simulated

KILLS = 20
AT_ONCE = 6
KEY = 64
"""Letters of a journal key; the journal's folder holds other files too."""


def write(job: Job) -> None:
    """What `manage.py write` does, in a process of its own."""
    run_job(job, lambda _: None, lambda _: None)


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes whose imports are done: starting twenty of them anew would take a minute."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.job", "pipeline.engines.openai", "openai", "aiohttp", __name__])
    return context


@pytest.fixture
def model() -> Iterator[Model]:
    """A simulated model that takes a while, so that calls are in flight."""
    running = quick_model()
    running.pace, running.log.keep = Pace(0.03, 1_000_000), True
    with simulated(running):
        yield running


@pytest.fixture
def job(model: Model, tmp_path: Path) -> Job:
    """A survey of twelve papers."""
    rows = [{"title": p.title, "abstract": p.abstract, "txt": p.text} for p in small_corpus(12).papers]
    collection = tmp_path / "papers.jsonl"
    collection.write_text(json.dumps({"title": "Aspect sentiment", "papers": rows}), encoding="utf-8")
    account = Provider("openai", "simulated", "key", f"{model.address}/v1", concurrency=AT_ONCE)
    return Job(collection, tmp_path / "killed", Brief("", language="en"), PLAN, "openai", provider=account)


@dataclass(frozen=True)
class Kill:
    """calls: begun until then, by the server's log; journaled: replies in the journal."""

    calls: int
    journaled: tuple[str, ...]


def replies(folder: Path) -> list[str]:
    """The texts of the replies in a job's journal."""
    files = [path for path in (folder / JOURNAL).glob("*.json") if len(path.stem) == KEY]
    return [json.loads(path.read_text(encoding="utf-8"))["text"].strip() for path in files]


def kill_after(process: multiprocessing.process.BaseProcess, model: Model, calls: int, folder: Path) -> Kill | None:
    """kill -9 once the server was asked so often; frozen first, so that what is counted stays so. None: it ended."""
    while len(model.log.calls) < calls and process.is_alive():
        time.sleep(0.001)
    if not process.is_alive() or process.pid is None:
        return None
    os.kill(process.pid, signal.SIGSTOP)
    found = Kill(len(model.log.calls), tuple(replies(folder)))
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return found


def test_twenty_kills_repeat_only_what_was_in_flight(
    model: Model, job: Job, tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    """The moments are drawn with a seed; the server's log proves that no journaled call is made again."""
    whole = replace(job, output=tmp_path / "whole")
    write(whole)
    undisturbed, rng = len(model.log.calls), random.Random(20)
    moments = sorted(rng.sample(range(1, undisturbed), KILLS))
    model.log = Log(keep=True)
    kills: list[Kill] = []
    for number, moment in enumerate(moments):
        process = processes.Process(target=write, args=(replace(job, resume=number > 0),))
        process.start()
        lost = kills[-1].calls - len(kills[-1].journaled) if kills else 0
        found = kill_after(process, model, moment + lost, job.output)
        assert found is not None
        kills.append(found)
    write(replace(job, resume=True))
    assert (job.output / "article.md").read_text() == (whole.output / "article.md").read_text()
    asked = Counter((call.prompt, call.seed) for call in model.log.calls)
    assert len(asked) == undisturbed
    for number, kill in enumerate(kills, 1):
        assert kill.calls - len(kill.journaled) <= number * AT_ONCE
    assert sum(asked.values()) - len(asked) <= KILLS * AT_ONCE
    answers = {(call.prompt, call.seed): call.reply.strip() for call in model.log.calls}
    unique = {text for text, prompts in Counter(answers.values()).items() if prompts == 1}
    for kill in kills:
        after = {call.reply.strip() for call in model.log.calls[kill.calls :]}
        assert unique & after & set(kill.journaled) == set()
