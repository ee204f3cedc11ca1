"""The flow of records through a search, counted as the PRISMA 2020 statement asks (Page et al. 2021,
doi:10.1136/bmj.n71): identified, removed before screening, screened, excluded with reasons, sought, included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.retrieval.candidate import Candidate, Exclusion

_BEFORE_SCREENING: tuple[Exclusion, ...] = ("retracted", "wishes")


@dataclass(frozen=True)
class Flow:
    """The counts of a flow diagram.

    identified: records by source; removed: before the screening, by reason (`retracted`, `wishes`); excluded: by the
    screening, by reason (`off-topic`, `uncertain`, `surplus`, `person`); sought: included works whose full text was
    looked for; abstract_only: of those, without full text and used by their abstract; unusable: with neither.
    """

    identified: Mapping[str, int]
    duplicates: int
    removed: Mapping[str, int]
    screened: int
    excluded: Mapping[str, int]
    sought: int
    abstract_only: int
    unusable: int
    included: int

    def to_data(self) -> dict[str, Any]:
        """The counts as plain JSON types."""
        return asdict(self)


def count(candidates: Iterable[Candidate], identified: Mapping[str, int], duplicates: int) -> Flow:
    """The flow that ended in these candidates; anew after a person includes or excludes some."""
    everything = list(candidates)
    fates = Counter(c.exclusion for c in everything if c.verdict == "exclude")
    removed: dict[str, int] = {why: fates[why] for why in _BEFORE_SCREENING if fates[why]}
    included = [c for c in everything if c.included]
    texts = Counter(c.text for c in included)
    return Flow(
        identified=dict(identified),
        duplicates=duplicates,
        removed=removed,
        screened=sum(1 for c in everything if c.verdict) - sum(removed.values()),
        excluded={why: n for why, n in sorted(fates.items()) if why not in _BEFORE_SCREENING},
        sought=sum(n for text, n in texts.items() if text),
        abstract_only=texts["abstract"],
        unusable=texts["none"],
        included=len(included) - texts["none"],
    )
