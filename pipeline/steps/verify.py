"""Judge whether passages support claims."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.evidence import Verdict
from pipeline.paper import Passage
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.prompts import data, render
from pipeline.steps.reply import find_json, line
from pipeline.steps.show import show_passages

VERDICTS: tuple[Verdict, ...] = ("supported", "partly", "unsupported")


@dataclass(frozen=True)
class VerifyClaims(Step[tuple[Verdict, ...]]):
    """For each claim (sentence, its candidate passages) whether the passages support it; verdicts in order.

    A passage that several claims rest on is shown once.
    """

    name: ClassVar[str] = "verify"
    role: ClassVar[Role] = "judge"
    structured: ClassVar[bool] = True
    brief: Brief
    claims: tuple[tuple[str, tuple[Passage, ...]], ...]

    def prompt(self, language: str) -> list[Message]:
        shown = {passage.id: passage for _, passages in self.claims for passage in passages}
        claims = [
            f"{number}. {line(sentence)} ({', '.join(passage.id for passage in passages) or '–'})"
            for number, (sentence, passages) in enumerate(self.claims, 1)
        ]
        return render(
            language,
            self.name,
            passages=data("passages", show_passages(shown.values())),
            claims=data("claims", "\n".join(claims)),
        )

    def parse(self, text: str) -> tuple[Verdict, ...]:
        count = len(self.claims)
        expected = f'a JSON object with a verdict for each of the claims 1 to {count}, like {{"1": "supported"}}'
        found = find_json(text, dict, expected)
        verdicts = [_verdict(found.get(str(number))) for number in range(1, count + 1)]
        known = [verdict for verdict in verdicts if verdict]
        if len(known) < count or len(found) > count:
            raise BadReply(f"{len(known)} of {count} verdicts could be read; expected {expected}.")
        return tuple(known)

    def format(self, result: tuple[Verdict, ...]) -> str:
        return json.dumps({str(number): verdict for number, verdict in enumerate(result, 1)})


def _verdict(value: object) -> Verdict | None:
    return next((verdict for verdict in VERDICTS if isinstance(value, str) and value.strip().lower() == verdict), None)
