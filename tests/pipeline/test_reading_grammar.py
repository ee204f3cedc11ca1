"""What is broken in its paper is not repeated, and what is a plain slip is set right."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading.grammar import is_broken, without_slips


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Compared to one recent model, the proposed method achieve large improvements", True),
        ("The method and the model achieve large improvements on both data sets", False),
        ("Better features help the proposed method achieve large improvements", False),
        ("There are many built in algorithms and it extensible by writing new functions", True),
        ("Lee (2015) aims that the tool would serve the community in a simple way", True),
        ("They were aware the limitation that they were going to face", True),
        ("They limit it to a single thread ( (88 threads / 88 workers) * 1x)", True),
        ("Examining the foundations of the course - How does the content integrate disciplines", True),
        ("The interface is useful to a the users of the library", False),
        ("They compare it with the in-source documentation of the library", False),
    ],
)
def test_a_broken_sentence_is_seen(text: str, broken: bool) -> None:
    assert is_broken(text) == broken


def test_slips_are_set_right() -> None:
    assert without_slips("It is compatible with the the mainstream") == "It is compatible with the mainstream"
    assert without_slips("We discuss about creating networks") == "We discuss creating networks"
    assert without_slips("It is known that that is in in-source notes") == "It is known that that is in in-source notes"
