"""A skeleton's score rises with entropy and coverage and falls with redundancy."""

from __future__ import annotations

import math

import pytest

from pipeline.digest import Digest, Point
from pipeline.score import Evidence, combine
from pipeline.skeleton import Section, Skeleton

DIGESTS = [
    Digest("a", {"s1": (Point("Attention weights select aspect words.", ("a:p1",)),)}),
    Digest("b", {"s2": (Point("Restaurant reviews carry labelled polarity.", ("b:p1",)),)}),
]
FIRST = Section("s1", "Attention weights", papers=("a",))
TWO = Skeleton("T", (FIRST, Section("s2", "Restaurant reviews", papers=("b",))))
ONE = Skeleton("T", (FIRST,))


def test_points_stay_at_home_and_follow_merges() -> None:
    """A point of a merged section goes to its heir."""
    evidence = Evidence(DIGESTS, "en")
    assert [len(p) for p in evidence.place(TWO, {}).points.values()] == [1, 1]
    assert [len(p) for p in evidence.place(ONE, {"s2": "s1"}).points.values()] == [2]


def test_entropy_is_shannons_normalised() -> None:
    """Two sections with text of 38 and 43 characters: H(p) / log2(2)."""
    parts = Evidence(DIGESTS, "en").place(TWO, {}).parts
    p = 38 / (38 + 43)
    assert parts["entropy"] == pytest.approx(-(p * math.log2(p) + (1 - p) * math.log2(1 - p)), abs=1e-6)
    assert parts["coverage"] == 1.0
    assert parts["redundancy"] == 0.0


def test_a_paper_without_a_place_lowers_coverage() -> None:
    """Its words meet no section and its home is gone."""
    assert Evidence(DIGESTS, "en").place(ONE, {}).parts["coverage"] == 0.5


def test_the_total_weighs_the_parts_as_documented() -> None:
    """10 × (0.4 entropy + 0.35 coverage + 0.25 (1 − redundancy)); half of it and half the judge's mark."""
    parts = {"entropy": 0.5, "coverage": 1.0, "redundancy": 0.2}
    assert combine(parts).total == 7.5
    assert "judged" not in combine(parts).parts
    assert combine(parts, judged=9.5).total == 8.5
