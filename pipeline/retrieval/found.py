"""What a search found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.retrieval.candidate import Candidate
from pipeline.retrieval.flow import Flow, count
from pipeline.retrieval.merge import Pair
from pipeline.retrieval.planning import SearchPlan
from pipeline.retrieval.topic import Topic


@dataclass(frozen=True)
class Found:
    """candidates: every different work, those screened in first, best first; pairs: which of them may be the same, for
    a person to decide; identified: records by source; failures: by source that was not reached, one sentence;
    problems: one sentence for each pasted line that names no known work, and for what a model was asked in vain;
    cost: of the model, US dollars, with what was spent before."""

    topic: Topic
    plan: SearchPlan
    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...] = ()
    identified: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    failures: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    cost: float = 0.0

    @property
    def included(self) -> tuple[Candidate, ...]:
        """The candidates screened in, best first."""
        return tuple(candidate for candidate in self.candidates if candidate.included)

    @property
    def flow(self) -> Flow:
        """The counts of the flow diagram."""
        return count(self.candidates, self.identified, self.duplicates)

    def to_data(self) -> dict[str, Any]:
        """All of it as plain JSON types."""
        return {
            "topic": asdict(self.topic),
            "plan": asdict(self.plan),
            "flow": self.flow.to_data(),
            "failures": dict(self.failures),
            "problems": list(self.problems),
            "pairs": [asdict(pair) for pair in self.pairs],
            "cost": self.cost,
            "candidates": [candidate.to_data() for candidate in self.candidates],
        }
