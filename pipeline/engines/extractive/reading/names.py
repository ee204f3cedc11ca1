"""What a survey calls the authors of a paper."""

from __future__ import annotations

from pipeline.language.tokens import is_cjk
from pipeline.names import authors_of, surname
from pipeline.paper import Paper


def author_name(paper: Paper) -> str:
    """`Li et al. (2018)`, `Choe and Charniak (2016)`, `McKinney (2010)`; a name made from the title for want of
    authors.

    The same words stand at the start of a sentence, so they begin with a capital.
    """
    return authors_of(paper) or _by_title(paper)


def is_plural(paper: Paper) -> bool:
    """Whether the verb after `author_name(paper)` stands in the plural."""
    return sum(1 for name in map(surname, paper.authors) if name) > 1


def _by_title(paper: Paper) -> str:
    title = " ".join(paper.title.split()).strip(" .")
    if is_cjk(title):
        return f"《{title}》一文"
    head, colon, _ = title.partition(":")
    if colon and len(head.split()) <= 4:
        return f"The work on {head.strip()}"
    return f"The work “{title}”" if title else "The work"
