"""Parts of a proposal merged into a text that others change meanwhile."""

from __future__ import annotations

import pytest

from surveygo.assist.merging import merged, replayed, shifted


@pytest.mark.parametrize(
    ("now_text", "taken", "expected"),
    [
        ("one two three four", [0, 1], "ONE two three FOUR"),
        ("zero one two three four five", [0, 1], "zero ONE two three FOUR five"),
        ("one 2 three four", [0, 1], "ONE 2 three FOUR"),
        ("uno two three four", [1], "uno two three FOUR"),
        ("", [], ""),
    ],
)
def test_parts_are_merged_into_what_others_made_of_the_text(now_text: str, taken: list[int], expected: str) -> None:
    """Word by word; what both changed is left as it is."""
    parts = [(0, 3, "ONE"), (14, 18, "FOUR")]
    assert merged("one two three four", now_text, parts) == (expected, taken)


def test_parts_can_be_taken_over_in_any_order() -> None:
    """Each speaks of the text before any was taken over."""
    base, parts = "ab cd ef", [(0, 2, "long one"), (3, 3, "new "), (3, 5, ""), (8, 8, "!")]
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        text, done = base, list[tuple[int, int, str]]()
        for n in order:
            text, free = merged(replayed(base, done), text, [shifted(parts[n], done)])
            assert free == [0]
            done.append(parts[n])
        assert text == replayed(base, done) == "long one new  ef!"
