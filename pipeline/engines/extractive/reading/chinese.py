"""Chinese papers: from text to claims."""

from __future__ import annotations

from pipeline.engines.extractive.reading.claim import Claim
from pipeline.paper import Paper


def read_chinese(paper: Paper) -> tuple[Claim, ...]:
    """The claims of a Chinese paper, best first."""
    return ()
