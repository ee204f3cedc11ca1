"""What a survey calls the authors of a paper."""

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


def author_name(paper: Paper) -> str:
    """`Li et al. (2018)`, `Choe and Charniak (2016)`, `McKinney (2010)`; a name made from the title for want of
    authors.

    The same words stand at the start of a sentence, so they begin with a capital.
    """
    names = [name for name in map(surname, paper.authors) if name]
    year = f" ({paper.year})" if paper.year else ""
    if not names:
        return _by_title(paper)
    if is_cjk(names[0]):
        return f"{names[0]}等（{paper.year}）" if paper.year and len(names) > 1 else names[0] + year.strip()
    if len(names) == 1:
        who = names[0]
    elif len(names) == 2:
        who = f"{names[0]} and {names[1]}"
    else:
        who = f"{names[0]} et al."
    return who[:1].upper() + who[1:] + year


def is_plural(paper: Paper) -> bool:
    """Whether the verb after `author_name(paper)` stands in the plural."""
    return sum(1 for name in map(surname, paper.authors) if name) > 1


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


def _by_title(paper: Paper) -> str:
    title = " ".join(paper.title.split()).strip(" .")
    if is_cjk(title):
        return f"《{title}》一文"
    head, colon, _ = title.partition(":")
    if colon and len(head.split()) <= 4:
        return f"The work on {head.strip()}"
    return f"The work “{title}”" if title else "The work"
