"""A skeleton's score rises with entropy and coverage and falls with redundancy."""

from __future__ import annotations

import math

import pytest

from pipeline.digest import Digest, Point
from pipeline.score import Evidence, combine, wanted_leaves
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


def test_a_readers_choice_is_overruled_only_by_sections_that_were_not_shown() -> None:
    """A limitation stays under open problems, however much its words are those of its subject; a section that came
    after the reading may take it."""
    limit = Point("Attention weights over aspect words stay unstable.", ("a:p1",), "limitation")
    digests = [Digest("a", {"s2": (limit,)})]
    subject, problems = Section("s1", "Attention weights over aspect words", papers=("a",)), Section("s2", "Problems")
    shown = Skeleton("T", (subject, problems))
    assert len(Evidence(digests, "en").place(shown, {}).points["s1"]) == 1
    assert len(Evidence(digests, "en", shown).place(shown, {}).points["s2"]) == 1
    later = Skeleton("T", (Section("s9", subject.title, papers=("a",)), problems))
    assert len(Evidence(digests, "en", shown).place(later, {}).points["s9"]) == 1
    gone = Skeleton("T", (subject,))
    assert len(Evidence(digests, "en", shown).place(gone, {}).points["s1"]) == 1


def test_entropy_is_shannons_normalised() -> None:
    """Two sections with text of 38 and 43 characters: H(p) / log2(2√2), as two papers want 2√2 leaves."""
    parts = Evidence(DIGESTS, "en").place(TWO, {}).parts
    p = 38 / (38 + 43)
    assert parts["entropy"] == pytest.approx(-(p * math.log2(p) + (1 - p) * math.log2(1 - p)) / 1.5, abs=1e-6)
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


def _skeleton(leaves: int) -> Skeleton:
    """Sixteen papers of eight subjects, `leaves` sections for them."""
    papers = [f"p{i}" for i in range(16)]
    return Skeleton("T", tuple(Section(f"s{i}", f"Part {i}", papers=tuple(papers[i::leaves])) for i in range(leaves)))


def _digests(leaves: int) -> list[Digest]:
    words = "attention memory graph corpus parsing grammar speech vision".split()
    return [
        Digest(f"p{i}", {f"s{i % leaves}": (Point(f"{words[i % 8].title()} helps task {words[i % 8]}.", ("x:p1",)),)})
        for i in range(16)
    ]


def test_leaves_raise_entropy_up_to_the_wanted_number() -> None:
    """Sixteen papers want eight leaves; beyond that nothing is gained."""
    found = [Evidence(_digests(n), "en").place(_skeleton(n), {}).parts["entropy"] for n in (2, 4, 8, 16)]
    assert found[0] < found[1] < found[2] <= 1.0
    assert found[3] == 1.0
    assert wanted_leaves(16) == 8.0


def test_parts_that_are_alike_score_below_parts_that_differ() -> None:
    """Four papers on two subjects: divided by subject, and across the subjects."""
    points = {"a": "Attention weights.", "b": "Attention heads.", "c": "Graph edges.", "d": "Graph nodes."}
    digests = [Digest(key, {"s1": (Point(text, (f"{key}:p1",)),)}) for key, text in points.items()]

    def total(*parts: tuple[str, ...]) -> float:
        children = tuple(Section(f"s{i}", f"Part {i}", papers=keys) for i, keys in enumerate(parts, 2))
        skeleton = Skeleton("T", (Section("s1", "All", papers=tuple(points), children=children),))
        return combine(Evidence(digests, "en").place(skeleton, {}).parts).total

    assert total(("a", "b"), ("c", "d")) > total(("a", "c"), ("b", "d"))


def test_points_of_a_divided_section_stay_within_it() -> None:
    """The home's parts inherit its points, though another section's words are closer."""
    child = Section("s3", "Selection", papers=("a",))
    other = Section("s2", "Restaurant reviews and words", papers=("b",))
    divided = Skeleton("T", (Section("s1", "Weights", papers=("a",), children=(child,)), other))
    assert [key for key, _ in Evidence(DIGESTS, "en").place(divided, {}).points["s3"]] == ["a"]
