"""Judge a skeleton."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.skeleton import Skeleton
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import render
from pipeline.steps.reply import find_json, line
from pipeline.steps.show import show_brief, show_leaves, show_skeleton, show_titles

_EXPECTED = 'a JSON object like {"rationale": "…", "score": 6.5} with a score from 0 to 10'


@dataclass(frozen=True, slots=True)
class Judgement:
    """score: 0 to 10, one decimal; rationale: strengths, weaknesses and what to change, one paragraph."""

    score: float
    rationale: str


@dataclass(frozen=True)
class JudgeSkeleton(Step[Judgement]):
    """How good a skeleton is for the brief and the papers (titles) it has to hold. Result: score 0 to 10, and why."""

    name: ClassVar[str] = "judge"
    role: ClassVar[Role] = "judge"
    structured: ClassVar[bool] = True
    brief: Brief
    skeleton: Skeleton
    papers: tuple[str, ...] = ()

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            papers=show_titles(self.papers, language),
            leaves=show_leaves(len(self.papers)),
            skeleton=show_skeleton(self.skeleton, language),
        )

    def parse(self, text: str) -> Judgement:
        found = find_json(text, dict, _EXPECTED)
        rationale, score = found.get("rationale"), _number(found.get("score"))
        if score is None or not 0 <= score <= 10:
            raise BadReply(f"The score is {line(str(found.get('score')))[:40]}; expected {_EXPECTED}.")
        if not isinstance(rationale, str) or not rationale.strip():
            raise BadReply(f"The rationale is missing; expected {_EXPECTED}.")
        return Judgement(round(score, 1), line(rationale))

    def format(self, result: Judgement) -> str:
        return json.dumps({"rationale": result.rationale, "score": result.score}, ensure_ascii=False)


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            return float(value.partition("/")[0])
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
