"""Edits change a skeleton as they say, and refuse one by one what does not fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.digest import EDIT_OPS, Edit
from pipeline.edits import MAX_DEPTH, apply_edits
from pipeline.skeleton import Section, Skeleton

TREE = Skeleton(
    "T",
    (
        Section("s1", "Data", papers=("a",), children=(Section("s2", "Corpora"), Section("s3", "Measures"))),
        Section("s4", "Models", papers=("b",)),
        Section("s5", "Gaps"),
    ),
)


def titles(skeleton: Skeleton) -> list[str]:
    """Numbers and titles in reading order."""
    numbers = skeleton.numbers()
    return [f"{numbers[s.id]} {s.title}" for s in skeleton.walk()]


def test_it_adds_a_section_under_a_parent_behind_a_sibling() -> None:
    """`after` names the sibling, and the new section gets an id of its own that later edits can name."""
    applied = apply_edits(
        TREE,
        [
            Edit("add", "new1", title="Licences", parent="s1", after="s2", papers=("a",)),
            Edit("rename", "new1", title="Licences of corpora"),
        ],
    )
    assert titles(applied.skeleton)[:4] == ["1 Data", "1.1 Corpora", "1.2 Licences of corpora", "1.3 Measures"]
    assert applied.changes == {"added": ("s6",), "renamed": ("s6",)}


def test_it_merges_papers_and_children_and_says_where_they_went() -> None:
    """A merged section's children move to the heir; chains of merges are followed to their end."""
    applied = apply_edits(TREE, [Edit("merge", "s1", into="s4"), Edit("merge", "s4", into="s5")])
    assert titles(applied.skeleton) == ["1 Gaps", "1.1 Corpora", "1.2 Measures"]
    assert applied.skeleton.sections[0].papers == ("b", "a")
    assert applied.merged_into == {"s1": "s5", "s4": "s5"}


def test_it_refuses_what_does_not_fit_and_does_the_rest() -> None:
    """A cycle, an unknown id, a title twice and the last section are refused with a reason."""
    applied = apply_edits(
        TREE,
        [
            Edit("move", "s1", parent="s2"),
            Edit("delete", "s99"),
            Edit("add", "n", title="models"),
            Edit("delete", "s4"),
            Edit("delete", "s5"),
            Edit("delete", "s1"),
        ],
    )
    assert [reason for _, reason in applied.refused] == [
        "its new parent does not exist",
        "there is no such section",
        "a section of that title exists already",
        "it is the only section",
    ]
    assert titles(applied.skeleton) == ["1 Data", "1.1 Corpora", "1.2 Measures"]


IDS = st.sampled_from(["s1", "s2", "s3", "s4", "s5", "new1", "zz", ""])
EDITS = st.builds(
    Edit,
    op=st.sampled_from(EDIT_OPS),
    section=IDS,
    parent=IDS,
    after=IDS,
    into=IDS,
    title=st.sampled_from(["", "Data", "New", "Newer"]),
    construction=st.sampled_from(["", "numbers"]),
    papers=st.sampled_from([(), ("a",), ("c", "d")]),
)


@given(st.lists(EDITS, max_size=12))
def test_any_edits_leave_a_sound_tree(edits: list[Edit]) -> None:
    """Whatever is asked: ids and titles stay unique, the tree keeps its depth, no paper that was listed is invented."""
    result = apply_edits(TREE, edits).skeleton
    sections = list(result.walk())
    assert sections
    assert len({s.id for s in sections}) == len(sections)
    assert len({s.title.casefold() for s in sections}) == len(sections)
    assert max(number.count(".") for number in result.numbers().values()) < MAX_DEPTH
    assert {p for s in sections for p in s.papers} <= {"a", "b", "c", "d"}
