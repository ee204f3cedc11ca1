"""Bibkeys like `li2018ensure`: unique in a corpus, stable for the same input order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

_VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]*[A-Za-z0-9]")
_SKIPPED = frozenset(
    "a an the on of in for to and with from by at is are do does how what why when towards toward".split()
)


class Citable(Protocol):
    """What a bibkey is made from."""

    @property
    def bibkey(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def year(self) -> int | None: ...


def family_name(author: str) -> str:
    """The family name of `Given Family` or `Family, Given`."""
    name = author.split(",")[0] if "," in author else author.strip().rsplit(" ", 1)[-1]
    return name.strip()


def base_key(paper: Citable) -> str:
    """Family name, year and the title's first telling word, ASCII and lower case; never empty. A work without known
    authors is named by its title's first two telling words."""
    name = _ascii(family_name(paper.authors[0])) if paper.authors else ""
    words = [w for w in map(_ascii, re.findall(r"\w+", paper.title.lower())) if w not in _SKIPPED and len(w) > 1]
    if not name:
        return f"{''.join(words[:2]) or 'paper'}{paper.year or ''}"
    return f"{name}{paper.year or ''}{words[0] if words else ''}"


def make_bibkeys(papers: Sequence[Citable]) -> list[str]:
    """One key a paper, in order: a valid given key if it is still free, else the base key, with a, b, … on a clash."""
    taken: set[str] = set()
    keys: list[str] = []
    for paper in papers:
        wanted = paper.bibkey if _VALID.fullmatch(paper.bibkey or "") else base_key(paper)
        key, number = wanted, 0
        while key.lower() in taken:
            number += 1
            key = f"{wanted}{_letters(number)}"
        taken.add(key.lower())
        keys.append(key)
    return keys


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())[:20]
