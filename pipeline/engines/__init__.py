"""Engines by name; each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engines.providers import Provider
from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pipeline.engines.base import Engine
    from pipeline.engines.model import ModelEngine
    from pipeline.paper import Corpus

ENGINES = {
    "extractive": "extractive (no language model)",
    "openai": "OpenAI or a compatible server",
    "gemini": "Google Gemini",
}
"""What pages and articles call each engine, by its name."""

__all__ = ["ENGINES", "Provider", "make_engine", "model_engine"]


def make_engine(name: str, corpus: Corpus, language: str, provider: Provider | None = None) -> Engine:
    """The engine of that name for one corpus.

    provider: the account that a language model is called with; None takes it from the environment.

    Raises:
        BadInput: for an unknown name, a language the engine cannot write in, or a missing key.
    """
    if name == "extractive":
        from pipeline.engines.extractive import ExtractiveEngine

        return ExtractiveEngine(corpus, language)
    if name in ENGINES:
        return model_engine(provider or Provider.from_environment(name))
    raise BadInput(f"There is no engine {name!r}; choose one of {', '.join(ENGINES)}.")


def model_engine(provider: Provider) -> ModelEngine:
    """The engine that calls the models of an account."""
    if provider.engine == "gemini":
        from pipeline.engines.gemini import GeminiEngine

        return GeminiEngine(provider)
    from pipeline.engines.openai import OpenAIEngine

    return OpenAIEngine(provider)
