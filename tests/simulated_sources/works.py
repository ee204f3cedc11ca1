"""The works that the simulated services know, by the words of title and abstract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """One work. number: makes its ids; cites: numbers of other works; pdf: path of its copy on the server."""

    number: int
    title: str
    abstract: str
    year: int = 2020
    doi: str = ""
    arxiv: str = ""
    citations: int = 0
    retracted: bool = False
    cites: tuple[int, ...] = ()
    pdf: str = ""

    @property
    def openalex(self) -> str:
        return f"W{self.number}"

    @property
    def s2(self) -> str:
        return f"{self.number:040x}"


_THEMES = ("memory networks", "graph networks", "attention")


def _study(number: int) -> Work:
    theme = _THEMES[number % 3]
    return Work(
        number,
        f"{theme.capitalize()} for sentiment analysis, study {number}",
        f"We study {theme} on reviews. {theme.capitalize()} read the aspects of a sentence in experiment {number}.",
        2010 + number % 12,
        f"10.5555/study.{number}",
        citations=number * 3,
        cites=tuple(n for n in (number - 3, number - 6) if n > 0),
    )


WORKS: tuple[Work, ...] = (
    *(_study(number) for number in range(1, 31)),
    Work(
        31, "Memory networks withdrawn for cause", "Memory networks on reviews.", 2019, "10.5555/gone", retracted=True
    ),
    Work(
        32, "End-to-end memory networks revisited", "Memory networks with hops.", 2015, arxiv="1503.08895", pdf="paper"
    ),
)


def matching(works: Iterable[Work], query: str) -> list[Work]:
    """Works that hold every word of `query`, in the order of their numbers."""
    wanted = {word for word in re.findall(r"\w+", query.lower()) if word not in ("all", "and")}
    return [work for work in works if wanted <= set(re.findall(r"\w+", f"{work.title} {work.abstract}".lower()))]


def numbered(works: Sequence[Work], numbers: Iterable[int]) -> list[Work]:
    """Works by number, those that are not there left out."""
    known = {work.number: work for work in works}
    return [known[number] for number in numbers if number in known]
