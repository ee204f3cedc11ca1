"""Engines by name; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pipeline.engines.base import Engine
    from pipeline.paper import Corpus

ENGINES = {"extractive": "extractive (no language model)"}
"""What pages and articles call each engine, by its name."""

__all__ = ["ENGINES", "make_engine"]


def make_engine(name: str, corpus: Corpus, language: str) -> Engine:
    """The engine of that name for one corpus.

    Raises:
        BadInput: for an unknown name, or a language the engine cannot write in.
    """
    if name == "extractive":
        from pipeline.engines.extractive import ExtractiveEngine

        return ExtractiveEngine(corpus, language)
    raise BadInput(f"There is no engine {name!r}; choose one of {', '.join(ENGINES)}.")
