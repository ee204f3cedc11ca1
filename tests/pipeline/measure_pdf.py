"""How well what is read from PDFs agrees with a reference of the same papers: their fields, words and order."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from pipeline.ingest.references import body
from pipeline.paper import Paper

RUN = 8
ABSTRACT_AGREES = 0.95

Pair = tuple[dict[str, Any], Paper]


@dataclass(frozen=True)
class Quality:
    """Shares over some papers.

    abstract: at least 95 % of its words, and nothing but them. words: recall of the body's words, on average and of the
    worst paper. runs: of the reference's runs of 8 words those that were found. order: of those found, those in the
    reference's order, of the worst paper.
    """

    title: float
    year: float
    first_author: float
    abstract: float
    words: float
    worst_words: float
    runs: float
    order: float


def records_with_files(data: Path) -> list[dict[str, Any]]:
    """The reference's records of the papers whose PDFs are kept."""
    line = (data / "dev_nlp.jsonl").read_text(encoding="utf-8").splitlines()[0]
    return [record for record in json.loads(line)["papers"] if record.get("file")]


def quality(pairs: Sequence[Pair]) -> Quality:
    """How well papers agree with the records of the same papers."""
    figures = []
    for record, paper in pairs:
        reference = body(record["txt"][max(record["txt"].find("Abstract"), 0) :])
        figures.append((recall(paper.text, reference), *order(paper.text, reference)))
    return Quality(
        title=mean(paper.title == record["title"] for record, paper in pairs),
        year=mean(paper.year == int(record["year"]) for record, paper in pairs),
        first_author=mean(paper.authors[:1] == tuple(record["authors"][:1]) for record, paper in pairs),
        abstract=mean(_agree(paper.abstract, record["abstract"]) for record, paper in pairs),
        words=mean(figure[0] for figure in figures),
        worst_words=min(figure[0] for figure in figures),
        runs=mean(figure[1] for figure in figures),
        order=min(figure[2] for figure in figures),
    )


def _agree(found: str, reference: str) -> bool:
    return min(recall(found, reference), recall(reference, found)) > ABSTRACT_AGREES


def words(text: str) -> list[str]:
    """The words of `text` for comparison: letters only, lower case, hyphens ignored."""
    return re.findall(r"[a-z]{2,}", re.sub(r"(?<=\w)[-‐–]\s?(?=\w)", "", text.lower()))


def recall(found: str, reference: str) -> float:
    """Share of the reference's words (with multiplicity) that were found."""
    want, have = Counter(words(reference)), Counter(words(found))
    return sum(min(count, have[word]) for word, count in want.items()) / max(want.total(), 1)


def order(found: str, reference: str) -> tuple[float, float]:
    """Share of the reference's runs of 8 words that were found, and of those the share that stands in right order."""
    have, want = words(found), words(reference)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(have) - RUN + 1):
        places[tuple(have[i : i + RUN])].append(i)
    runs = [tuple(want[i : i + RUN]) for i in range(0, len(want) - RUN + 1, 5)]
    hits = [places[run][0] for run in runs if len(places.get(run, ())) == 1]
    rising: list[int] = []
    for place in hits:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return sum(1 for run in runs if run in places) / max(len(runs), 1), len(rising) / max(len(hits), 1)
