"""Reading: from a paper to what it claims, as sentences that can stand in a survey. No model, no network."""

from __future__ import annotations

from pipeline.engines.extractive.reading.chinese import read_chinese
from pipeline.engines.extractive.reading.claim import Claim
from pipeline.engines.extractive.reading.names import author_name
from pipeline.engines.extractive.reading.reader import read_english
from pipeline.paper import Paper

__all__ = ["Claim", "author_name", "read_claims"]


def read_claims(paper: Paper, language: str) -> tuple[Claim, ...]:
    """What `paper` claims, best first; the same paper gives the same claims. language: `en` or `zh`."""
    return read_chinese(paper) if language == "zh" else read_english(paper)
