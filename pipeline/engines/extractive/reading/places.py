"""Where in a paper a claim stands."""

from __future__ import annotations

from pipeline.engines.extractive.reading.candidates import Candidate
from pipeline.paper import Paper


def passage_of(candidate: Candidate, paper: Paper, terms: tuple[str, ...]) -> str:
    """The id of the passage that holds the sentence; for one that only the abstract has, of the passage that shares
    most of its words."""
    if candidate.start >= 0:
        found = paper.passage_at(candidate.start)
    else:
        found = max(paper.passages, key=lambda p: sum(term in p.text.lower() for term in terms), default=None)
    return found.id if found else f"{paper.bibkey}:p1"
