"""Whether a fetched text is the work that was looked for."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.paper import Paper
from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.merge import plain_title

_LEAST_CHARS = 2_000  # a text shorter than that is a page about the work
_OPENING = 6_000
_ALIKE = 85


def is_same_work(candidate: Candidate, paper: Paper) -> bool:
    """Whether `paper` is long enough to be a full text and its title, or its opening, holds the candidate's title. An
    address that somebody pasted has no title to compare."""
    if len(paper.text) < _LEAST_CHARS:
        return False
    if candidate.untitled:
        return True
    title, opening = plain_title(candidate.title), plain_title(paper.text[:_OPENING])
    return (
        fuzz.ratio(title, plain_title(paper.title)) >= _ALIKE
        or title in opening
        or fuzz.partial_ratio(title, opening) >= _ALIKE
    )


def with_text(candidate: Candidate, paper: Paper) -> Paper:
    """The candidate's metadata, which sources vouch for, with the text that was read; gaps are filled from what was
    read."""
    known = candidate.to_paper(paper.text)
    return replace(
        known,
        title=paper.title if candidate.untitled else known.title,
        abstract=known.abstract or paper.abstract,
        authors=known.authors or paper.authors,
        year=known.year or paper.year,
        page_starts=paper.page_starts,
        basis=paper.basis,
    )
