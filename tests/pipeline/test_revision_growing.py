"""An answer while it is being written: what it changes in the part of the passage that it has reached."""

from __future__ import annotations

import pytest

from pipeline.revision import Revised, cut, so_far

OLD = (
    "\n## A\n\nAttention finds the aspect in short sentences [@a]. Memory networks store clauses in several hops [@b]. "
    "Graphs pass messages along trees [@c].\n\nThe second paragraph tells of data. It is long and tedious.\n\n"
)
CHANGED = (
    "## A\n\nAttention finds the aspect in short sentences [@a]. Memory networks keep clauses over several hops [@b]. "
    "A sentence about gates is new [@d; @e]. Graphs pass messages along trees [@c].\n\nThe second paragraph tells of "
    "data. It is tedious."
)
CHINESE = (
    "## 甲\n\n注意力在短句中找到方面 [@a]。记忆网络分几步存储从句 [@b]。图沿着树传递信息 [@c]。\n\n"
    "第二段讲数据。它又长又乏味。"
)


def applied(answer: str) -> str:
    """The part of the passage that was reached, with what is shown of the answer."""
    found = so_far(OLD, answer)
    text = OLD[: found.reached]
    for part in sorted(found.parts, key=lambda part: -part.start):
        assert 0 <= part.start <= part.end <= found.reached
        text = text[: part.start] + part.text + text[part.end :]
    return text


@pytest.mark.parametrize("new", [CHANGED, CHINESE, OLD.strip()])
def test_what_is_shown_is_always_the_beginning_of_the_answer(new: str) -> None:
    """Whatever its length; never half a citation, and seldom much less than there is."""
    for length in range(len(new) + 1):
        shown = applied(new[:length]).strip()
        assert new.startswith(shown) and shown.count("[") == shown.count("]")
        assert length - len(shown) < 40


def test_an_answer_that_repeats_the_passage_changes_nothing() -> None:
    """And what it has not reached yet is not shown as deleted."""
    passage = OLD.strip()
    for length in range(len(passage) + 1):
        found = so_far(OLD, passage[:length])
        assert found.parts == ()
    half = so_far(OLD, passage[:100])
    assert 80 < half.reached <= 101


def test_the_part_that_is_reached_follows_changed_and_new_sentences() -> None:
    """A changed sentence takes the place of its own beginning, a new one of nothing."""

    def told(end: str) -> tuple[str, list[tuple[str, str]]]:
        found = so_far(OLD, CHANGED[: CHANGED.index(end) + len(end)] + " ")
        return OLD[: found.reached].strip(), [(OLD[p.start : p.end].strip(), p.text.strip()) for p in found.parts]

    old = "Memory networks store clauses in several hops [@b]."
    new = "Memory networks keep clauses over several hops [@b]. A sentence about gates is new [@d; @e]."
    reached, parts = told("keep clauses over")
    assert reached.endswith("Memory networks store clauses") and parts[0][1] == "Memory networks keep clauses over"
    reached, parts = told("gates is new")
    assert reached.endswith("hops [@b].") and "Graphs" not in str(parts)
    reached, parts = told("Graphs pass")
    assert reached.endswith("Graphs pass")
    assert parts == [(old, new)]
    reached, parts = told("It is")
    assert reached.endswith("It is") and parts == [(old, new)]


def test_a_whole_answer_differs_as_the_proposal_does() -> None:
    """But for its last words, of which one cannot tell yet what they replace."""
    proposal = cut(OLD, Revised(f"\n{CHANGED}\n\n"))
    found = so_far(OLD, CHANGED + "\n")
    assert found.parts == tuple(proposal[:-1]) and proposal[-1].text == "It is tedious."


def test_a_translation_takes_the_place_of_a_paragraph_when_it_is_whole() -> None:
    """Until then it is shown as new: no sentence of it is like one of the passage."""
    first = CHINESE.index("第二")
    before, after = so_far(OLD, CHINESE[: first - 2]), so_far(OLD, CHINESE[: first + 4])
    assert OLD[: before.reached].strip() == "## A"
    assert OLD[: after.reached].endswith("[@c].\n\n")
