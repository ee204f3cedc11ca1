"""The brief: what the user asks for."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.skeleton import Skeleton


@dataclass(frozen=True)
class Brief:
    """What a survey is to be about.

    instructions: free text on audience, scope and wishes. language: `en` or `zh`. outline: a skeleton of the user's
    own to start from instead of drafted ones. review_outline: whether a person reviews the outline before writing.
    """

    title: str
    instructions: str = ""
    language: str = "en"
    outline: Skeleton | None = None
    review_outline: bool = False
