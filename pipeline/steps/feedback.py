"""Turn a group's digests into edits of the skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest, Feedback
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class GiveFeedback(Step[Feedback]):
    """The edits that a group's digests together ask of the skeleton."""

    name: ClassVar[str] = "feedback"
    role: ClassVar[Role] = "skeleton"
    brief: Brief
    skeleton: Skeleton
    digests: tuple[Digest, ...]
