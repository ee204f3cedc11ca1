"""Judge whether passages support claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.evidence import Verdict
from pipeline.paper import Passage
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class VerifyClaims(Step[tuple[Verdict, ...]]):
    """For each claim (sentence, its candidate passages) whether the passages support it; one verdict a claim, in order."""

    name: ClassVar[str] = "verify"
    role: ClassVar[Role] = "judge"
    brief: Brief
    claims: tuple[tuple[str, tuple[Passage, ...]], ...]
