"""The extractive engine: a survey without a language model and without a network."""

from pipeline.engines.extractive.engine import ExtractiveEngine

__all__ = ["ExtractiveEngine"]
