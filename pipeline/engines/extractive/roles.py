"""What a section is for: a theme, or a cross-cutting role that gathers one kind of statement from all papers."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.digest import PointKind
from pipeline.skeleton import Section

Role = Literal["theme", "motivation", "approach", "evaluation", "data", "results", "limitations"]

_KINDS: dict[Role, tuple[PointKind, ...]] = {
    "theme": ("problem", "background", "method", "result", "data", "comparison"),
    "motivation": ("problem", "background"),
    "approach": ("method",),
    "evaluation": ("data", "result", "comparison"),
    "data": ("data",),
    "results": ("comparison", "result"),
    "limitations": ("limitation",),
}

# In this order: the first that matches a title decides.
_TITLES: tuple[tuple[Role, str], ...] = (
    (
        "limitations",
        r"\b(?:limitations?|open (?:problems?|questions?|challenges?|issues?)|future (?:work|directions?|research)|"
        r"challenges|outlook)\b|局限|不足|开放问题|未来|展望|挑战",
    ),
    ("data", r"\b(?:data ?sets?|benchmarks?|corpora|test beds?)\b(?!.*\bresults?\b)|数据集|基准|语料"),
    ("evaluation", r"\b(?:data ?sets?|data|benchmarks?|evaluation)\b.*\bresults?\b|评测与结果|数据与结果"),
    ("results", r"\b(?:results|comparison of|comparisons?|comparative|findings|performance)\b|结果|比较|对比"),
    ("data", r"\bevaluation\b|评测|评估"),
    (
        "motivation",
        r"\b(?:motivations?|problem (?:statement|settings?)|background|tasks? and motivation)\b|动机|背景|问题",
    ),
    ("approach", r"^(?:approach(?:es)?|methods?|methodology|proposed methods?)\b|^方法"),
)


def kinds_of(role: Role) -> tuple[PointKind, ...]:
    """The kinds of statement a role gathers, the most wanted first."""
    return _KINDS[role]


def role_of(section: Section) -> Role:
    """The role of a section by its title, which a person may have written; themes are what is left."""
    title = section.title.casefold()
    return next((role for role, pattern in _TITLES if re.search(pattern, title)), "theme")
