"""The same paper given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.ingest.reading import Reading
from pipeline.ingest.shelf import plain
from pipeline.paper import Paper

_SAME = 0.8  # share of the shorter text's word triples that the longer one has too


class Duplicates:
    """Remembers papers, and finds those that come again.

    A duplicate has the same DOI, or the same title (and year, where both are known) and nearly the same text. The same
    title with another text is another paper.
    """

    def __init__(self) -> None:
        self._by_doi: dict[str, str] = {}
        self._by_title: dict[str, list[tuple[Paper, str]]] = {}

    def sift(self, reading: Reading) -> Iterator[Reading]:
        """The reading with its new papers, then a refusal for each paper that was there before."""
        fresh: list[Paper] = []
        again: list[tuple[Paper, str]] = []
        for paper in reading.papers:
            name = reading.name if len(reading.papers) == 1 else f"{reading.name}: {paper.title}"
            first = self._first(paper)
            if first:
                again.append((paper, first))
            else:
                fresh.append(paper)
                self._remember(paper, name)
        if fresh or not again:
            yield replace(reading, papers=tuple(fresh))
        for paper, first in again:
            name = reading.name if len(reading.papers) == 1 else f"{reading.name}: {paper.title}"
            yield Reading(name, (), f"it is a duplicate of {first}", reading.pages)

    def _first(self, paper: Paper) -> str:
        if paper.doi in self._by_doi:
            return self._by_doi[paper.doi]
        for other, name in self._by_title.get(plain(paper.title), []):
            years_agree = paper.year == other.year or not paper.year or not other.year
            if years_agree and _same_text(paper.text, other.text):
                return name
        return ""

    def _remember(self, paper: Paper, name: str) -> None:
        if paper.doi:
            self._by_doi[paper.doi] = name
        self._by_title.setdefault(plain(paper.title), []).append((paper, name))


def _same_text(a: str, b: str) -> bool:
    if a == b:
        return True
    first, second = _triples(a), _triples(b)
    return len(first & second) >= _SAME * max(min(len(first), len(second)), 1)


def _triples(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower()) if " " in text else list(text)
    return set(zip(words, words[1:], words[2:], strict=False))
