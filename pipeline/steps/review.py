"""Have a person review the outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class ReviewOutline(Step[Skeleton]):
    """The skeleton as a person leaves it before writing. Answered from the page, never by an engine; `run` scopes the answer."""

    name: ClassVar[str] = "review"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    run: str
