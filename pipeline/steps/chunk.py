"""Note what one part of a long paper contributes, by the structured information protocol of LLM×MapReduce.

Zhou et al. 2024 (arXiv 2410.09342), section 2.2: each part's answer carries the information extracted, the rationale,
the answer and a confidence, so that what depends on another part can be completed and conflicts can be decided.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.digest import POINT_KINDS, Point, PointKind
from pipeline.errors import BadReply
from pipeline.paper import Passage
from pipeline.steps.base import Message
from pipeline.steps.prompts import render
from pipeline.steps.reading import Reading
from pipeline.steps.reply import find_json, is_nothing, line
from pipeline.steps.show import show_part

MOST_SURE = 5
_EXPECTED = (
    'a JSON list of notes like [{"section": "s3", "kind": "result", "extracted": "…", "rationale": "…", '
    '"answer": "…", "passages": ["p15"], "confidence": 4}], or []'
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part says on a section: the point (the protocol's answer), what was extracted for it, the rationale, and
    the confidence from 1 to 5."""

    section: str
    point: Point
    extracted: str
    rationale: str
    confidence: int


@dataclass(frozen=True)
class DigestChunk(Reading[tuple[Finding, ...]]):
    """The findings of `passages`, the part number `part` of `parts` of a paper."""

    name: ClassVar[str] = "chunk"
    passages: tuple[Passage, ...]
    part: int
    parts: int

    def prompt(self, language: str) -> list[Message]:
        shown = {
            "paper": show_part(self.paper, self.passages),
            "part": str(self.part),
            "parts": str(self.parts),
        }
        return render(language, self.name, **self.slots(language), **shown)

    def parse(self, text: str) -> tuple[Finding, ...]:
        """Notes on sections that were not asked for are dropped, and those that rest on no passage of the part."""
        if is_nothing(text):
            return ()
        rows = find_json(text, list, _EXPECTED)
        asked = set(self.taken())
        found = [self._finding(row, asked) for row in rows if isinstance(row, dict)]
        kept = tuple(finding for finding in found if finding is not None)
        if rows and not kept:
            raise BadReply(f"None of the {len(rows)} notes could be used; expected {_EXPECTED}.")
        return kept

    def _finding(self, row: dict[str, Any], asked: set[str]) -> Finding | None:
        section, answer, names = str(row.get("section")), row.get("answer"), row.get("passages")
        if section not in asked or not isinstance(answer, str) or not line(answer) or not isinstance(names, list):
            return None
        known = {passage.id for passage in self.passages}
        full = [f"{self.paper.bibkey}:{str(name).rpartition(':')[2]}" for name in names]
        passages = tuple(dict.fromkeys(name for name in full if name in known))
        if not passages:
            return None
        kind: PointKind = next((k for k in POINT_KINDS if k == str(row.get("kind")).lower()), "background")
        point = Point(line(answer), passages, kind)
        return Finding(section, point, _text(row, "extracted"), _text(row, "rationale"), _confidence(row))

    def format(self, result: tuple[Finding, ...]) -> str:
        return format_findings(result)


def format_findings(findings: tuple[Finding, ...]) -> str:
    """A JSON list, one note a line."""
    rows = [json.dumps(_row(finding), ensure_ascii=False) for finding in findings]
    return "[" + ",\n ".join(rows) + "]"


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "section": finding.section,
        "kind": finding.point.kind,
        "extracted": finding.extracted,
        "rationale": finding.rationale,
        "answer": finding.point.text,
        "passages": [name.rpartition(":")[2] for name in finding.point.passages],
        "confidence": finding.confidence,
    }


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return line(value) if isinstance(value, str) else ""


def _confidence(row: dict[str, Any]) -> int:
    """1 to 5; where it cannot be read, the middle."""
    try:
        return min(MOST_SURE, max(1, round(float(row["confidence"]))))
    except (KeyError, TypeError, ValueError, OverflowError):
        return MOST_SURE // 2 + 1
