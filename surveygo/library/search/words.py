"""Texts and queries as words, the same for either database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveygo.library.models import Paper

LONGEST_WORD = 60
MOST_ASKED = 20
"""Words of a query that are looked for; what comes after them is left out."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper's words, separated by spaces, by how much they weigh."""

    pk: int
    title: str
    about: str
    abstract: str
    text: str

    @classmethod
    def of(cls, paper: Paper) -> Entry:
        """The entry of a saved paper."""
        about = [*paper.authors, paper.venue, paper.doi, paper.arxiv, paper.bibkey, str(paper.year or "")]
        fields = (paper.title, " ".join(about), paper.abstract, paper.text)
        return cls(paper.pk, *(" ".join(words(field)) for field in fields))


def words(text: str) -> Iterator[str]:
    """The words of a text without case and accents, the way they are indexed.

    Scripts without spaces have no words to split at: their runs become overlapping pairs of characters, and the last
    character alone, so that a query of one character finds any place as the beginning of a pair.
    """
    for run in _RUNS.findall(_folded(text)):
        if _IS_CJK.match(run):
            yield from (run[i : i + 2] for i in range(len(run)))
        else:
            yield run[:LONGEST_WORD]


def asked(text: str) -> list[tuple[str, bool]]:
    """The words of a query, each with whether it may be the beginning of a longer one."""
    found: dict[str, bool] = {}
    for run in _RUNS.findall(_folded(text)):
        if _IS_CJK.match(run) and len(run) > 1:
            found |= dict.fromkeys((run[i : i + 2] for i in range(len(run) - 1)), False)
        else:
            found[run[:LONGEST_WORD]] = True
    return list(found.items())[:MOST_ASKED]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Accents go from Latin, Greek and Cyrillic; recomposed, Korean syllables are whole again.
    return unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", text))).casefold()
