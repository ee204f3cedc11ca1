"""What the calls of a run used, for its page: a row for each kind of step, gathered by stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.events import STAGES

STEP_NAMES = {
    "group": "grouping",
    "draft": "first outlines",
    "merge": "merging outlines",
    "digest": "reading papers",
    "chunk": "reading parts of long papers",
    "combine": "joining what the parts hold",
    "feedback": "suggestions",
    "kernel": "merging suggestions",
    "judge": "scoring outlines",
    "refine": "improving the outline",
    "leaf": "sections",
    "parent": "openings of sections",
    "frame": "abstract, introduction, conclusion",
    "table": "tables",
    "diagram": "diagrams",
    "verify": "checking claims",
    "repair": "mending claims",
}
"""What people call each kind of step."""


@dataclass
class Row:
    """What was used so far. kept: calls that the journal answered; repeated: calls that came to nothing, or whose
    answers could not be used."""

    name: str
    calls: int = 0
    kept: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    repeated: int = 0
    seconds: float = 0.0
    steps: list[Row] = field(default_factory=list)

    @property
    def tokens(self) -> int:
        """Asked and answered."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def cached_share(self) -> int:
        """Percent of the tokens asked that the provider had cached."""
        return round(100 * self.cached_tokens / self.prompt_tokens) if self.prompt_tokens else 0

    def add(self, used: Mapping[str, Any]) -> None:
        """Count what one kind of step used in one attempt."""
        self.calls += used["calls"]
        self.kept += used["replayed"]
        self.prompt_tokens += used["prompt_tokens"]
        self.cached_tokens += used["cached_tokens"]
        self.completion_tokens += used["completion_tokens"]
        self.cost += used["cost"]
        self.repeated += used["failed"] + used["again"]
        self.seconds += used["seconds"]


def gather(used: Iterable[Mapping[str, Any]], stage_names: Mapping[str, str]) -> list[Row]:
    """A row for each stage with its steps, and one for all; nothing where no call was made yet."""
    rows = list(used)
    stages = [_stage(rows, stage, stage_names[stage]) for stage in STAGES]
    found = [stage for stage in stages if stage.steps]
    total = Row("All")
    for one in rows:
        total.add(one)
    return [*found, total] if found else []


def _stage(rows: list[Mapping[str, Any]], stage: str, name: str) -> Row:
    whole = Row(name)
    steps: dict[str, Row] = {}
    known = list(STEP_NAMES)
    # In one order, whichever of a stage's steps told of itself last.
    for used in sorted(rows, key=lambda row: known.index(row["step"]) if row["step"] in known else len(known)):
        if used["stage"] == stage:
            whole.add(used)
            steps.setdefault(used["step"], Row(STEP_NAMES.get(used["step"], used["step"]))).add(used)
    whole.steps = list(steps.values())
    return whole
