"""Digest a paper under a skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.digest import Digest
from pipeline.paper import Paper
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Role, Step


@dataclass(frozen=True)
class DigestPaper(Step[Digest]):
    """What one paper contributes to each of the sections asked for (`sections`: ids; empty asks for all), and the edits it suggests."""

    name: ClassVar[str] = "digest"
    role: ClassVar[Role] = "digest"
    brief: Brief
    paper: Paper
    skeleton: Skeleton
    sections: tuple[str, ...] = ()
