"""The topic: what papers are looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.brief import Brief


@dataclass(frozen=True)
class Wishes:
    """What the papers should be like beside their subject.

    papers: how many at most. first_year, last_year: both included; a paper of unknown year passes. citations: least
    number, asked only of papers whose number is known. venues: parts of venues' names that are preferred, not required.
    prefer: what lifts a paper in the order beside its relevance: nothing, being recent, or being cited.
    retracted: take retracted works too. snowball: follow references and citations of the best papers.
    """

    papers: int = 60
    first_year: int | None = None
    last_year: int | None = None
    citations: int = 0
    venues: tuple[str, ...] = ()
    prefer: Literal["", "recent", "cited"] = ""
    retracted: bool = False
    snowball: bool = True


@dataclass(frozen=True)
class Topic:
    """What a search is about.

    language: `en` or `zh`, of the prompts and reasons. pasted: DOIs, arXiv ids and addresses that are wanted in any
    case, one a line.
    """

    title: str
    instructions: str = ""
    language: str = "en"
    wishes: Wishes = field(default_factory=Wishes)
    pasted: str = ""

    @property
    def brief(self) -> Brief:
        """The topic as steps are asked about it."""
        return Brief(self.title, self.instructions, self.language)
