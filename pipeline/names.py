"""How works are named in running text and tables."""

from __future__ import annotations

import re

from pipeline.bibkey import family_name
from pipeline.language.tokens import is_cjk
from pipeline.paper import Paper

_PARTICLES = frozenset("van von der den de del della di da dos du la le ten ter bin ibn al el zu zur".split())
_SUFFIX = re.compile(r",?\s+(?:Jr\.?|Sr\.?|II|III|IV|Ph\.?D\.?|M\.?D\.?)$")
_BODY = re.compile(
    r"\b(?:Collaboration|Team|Group|Consortium|Organi[sz]ation|Institute|Association|Committee|Developers|Network|"
    r"Investigators|Project|Foundation|Society|Council|Agency|Initiative)\b"
)
_LONGEST = 8  # words of a title that stands for missing authors


def short_name(paper: Paper) -> str:
    """`Li et al. (2018)`, `Choe and Charniak (2016)`, `李等（2018）`; without authors the title up to its colon, or
    its first words."""
    name = authors_of(paper)
    if name:
        return name
    title = re.split(r"[:：]", paper.title)[0].strip()
    words = title.split()
    return title if len(words) <= _LONGEST else " ".join(words[:_LONGEST]) + " …"


def authors_of(paper: Paper) -> str:
    """The authors as a citation in running text names them, with the year where it is known; empty without authors."""
    names = [name for name in map(surname, paper.authors) if name]
    if not names:
        return ""
    if is_cjk(names[0]):
        return names[0] + ("等" if len(names) > 1 else "") + (f"（{paper.year}）" if paper.year else "")
    who = {1: names[0], 2: " and ".join(names[:2])}.get(len(names), f"{names[0]} et al.")
    return who[:1].upper() + who[1:] + (f" ({paper.year})" if paper.year else "")


def surname(author: str) -> str:
    """Family name with its particles; bodies such as collaborations keep their whole name."""
    author = " ".join(author.split())
    if _BODY.search(author):
        return author
    author = _SUFFIX.sub("", author)
    if is_cjk(author):
        return author
    name = family_name(author)
    if "," not in author:
        given = author.removesuffix(name).split()
        while given and given[-1].lower() in _PARTICLES and given[-1].islower():
            name = f"{given.pop()} {name}"
    return name.title() if name.isupper() and len(name) > 3 else name
