"""Screening without a model, on topics that it was tuned with and on others: it must not get worse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.ingest import read_collection
from pipeline.retrieval import Found, PaperLibrary, Topic, find
from tests.pipeline.topics import HELD_OUT, TUNED

EXACT = 0.8
"""Share of the papers taken that must be about the topic, or such that it may be said of them."""


@cache
def library(file: Path) -> PaperLibrary:
    """The papers of a collection."""
    return PaperLibrary(read_collection(file).papers)


async def found_on(title: str, file: Path) -> Found:
    """What a search of that collection gives."""
    return await find(Topic(title), library=library(file))


def exactness(found: Found, right: tuple[str, ...]) -> float:
    """The share of the papers taken whose titles begin like the right ones."""
    taken = [candidate.title for candidate in found.included]
    return sum(1 for title in taken if title.startswith(right)) / len(taken) if taken else 0.0


@pytest.mark.parametrize(("title", "file"), TUNED)
async def test_what_is_taken_is_about_the_topic(title: str, file: str, data: Path) -> None:
    """And most of what is about it is taken or named as uncertain."""
    about, partly = TUNED[title, file]
    found = await found_on(title, data / file)
    taken = [candidate.title for candidate in found.included]
    assert exactness(found, (*about, *partly)) >= EXACT, taken
    shown = [c.title for c in found.candidates if c.included or c.exclusion == "uncertain"]
    missed = [start for start in about if not any(name.startswith(start) for name in shown)]
    assert len(missed) <= max(2, 0.4 * len(about)), missed


async def test_most_of_what_is_taken_for_a_new_topic_is_about_it(data: Path) -> None:
    shares = {
        title: exactness(await found_on(title, data / file), (*about, *partly))
        for (title, file), (about, partly) in HELD_OUT.items()
    }
    assert sum(share >= EXACT for share in shares.values()) >= 0.8 * len(shares), shares
    assert sum(shares.values()) >= 0.9 * len(shares), shares


async def test_bayesian_papers_are_found(data: Path) -> None:
    """The topic by which the screening was first judged."""
    found = await found_on("probabilistic programming and Bayesian inference in Python", data / "dev_scipy_all.jsonl")
    assert {c.title.split(":")[0][:24] for c in found.included} >= {
        "pgmpy",
        "Frequentism and Bayesian",
        "gpustats",
        "Parameter Estimation Usi",
        "Fitting and Estimating P",
    }
    assert not any("pandera" in c.title for c in found.included)
