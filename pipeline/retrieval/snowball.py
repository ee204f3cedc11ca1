"""Snowballing: from the best works found to what they cite and what cites them (Wohlin 2014,
doi:10.1145/2601248.2601268), one round and within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.errors import SourceError
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.sources.base import Source

SNOWBALL = "snowball"
SEEDS = 6
_EACH = 40  # works followed from one seed


async def follow(seeds: Sequence[Candidate], sources: Sequence[Source]) -> list[Candidate]:
    """What the seeds cite and what cites them, each work once for each seed, in the order of the seeds. For each seed
    the first source that knows any neighbours answers."""
    found: list[Candidate] = []
    broken: set[str] = set()
    for seed in seeds[:SEEDS]:
        for source in sources:
            if source.name in broken:
                continue
            try:
                neighbours = await source.follow(seed, _EACH)
            except SourceError:
                broken.add(source.name)
                continue
            if neighbours:
                found += [replace(work, sources=(SNOWBALL,)) for work in neighbours]
                break
    return found
