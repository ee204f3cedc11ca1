"""Revising a passage without a language model: sentences are cut, moved and added, and none is altered."""

from __future__ import annotations

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.revising.adding import add
from pipeline.engines.extractive.revising.ordering import by_year
from pipeline.engines.extractive.revising.shortening import shorten
from pipeline.errors import EngineError
from pipeline.steps.revise import ReviseText

__all__ = ["revise"]


def revise(step: ReviseText, library: Library) -> str:
    """The passage's new text; the old one where nothing can be done.

    Raises:
        EngineError: for what only a language model can do.
    """
    match step.operation:
        case "shorten":
            return shorten(step.text, library)
        case "reorder":
            return by_year(step.text, {paper.bibkey: paper.year for paper in library.corpus.papers})
        case "uncited":
            return add(step.text, [paper.bibkey for paper in step.papers], library)
        case _:
            raise EngineError(f"The extractive engine cannot do “{step.operation}”; that needs a language model.")
