"""Sentences in the Markdown of a section."""

from __future__ import annotations

import pytest

from pipeline.prose import sentences_of, without


@pytest.mark.parametrize(
    ("markdown", "gone", "left"),
    [
        ("One goes here [@a]. Two stays [@b]. Three stays.", 0, "Two stays [@b]. Three stays."),
        ("One stays [@a]. Two goes [@b]. Three stays.", 1, "One stays [@a]. Three stays."),
        ("One stays [@a]. Two goes [@b].\n\nThree stays.", 1, "One stays [@a].\n\nThree stays."),
        ("One stays [@a].\n\nTwo goes [@b]. Three stays.", 1, "One stays [@a].\n\nThree stays."),
        ("It goes [@a].", 0, ""),
    ],
)
def test_a_sentence_goes_without_a_gap(markdown: str, gone: int, left: str) -> None:
    assert without(markdown, list(sentences_of(markdown))[gone]) == left
