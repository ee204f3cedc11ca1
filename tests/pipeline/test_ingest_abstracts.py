"""Abstracts that run in after their word, whatever marks it."""

from __future__ import annotations

import pytest

from pipeline.ingest.abstract import find_abstract


@pytest.mark.parametrize(
    "head",
    [
        "*Summary* ", "*Summary.* ", "**Abstract**: ", "**Abstract** — ", "*Summary*\n\n", "Abstract. ",
        "## Summary\n\n", "A B S T R A C T\n\n", "摘要：",
    ],
)  # fmt: skip
def test_an_abstract_begins_after_its_word(head: str) -> None:
    text = f"A Title\n\nA. Author\n\n{head}We show that it works.\n\n# 1 Introduction\n\nMore."
    assert find_abstract(text) == "We show that it works."


def test_a_sentence_that_begins_with_the_word_is_none() -> None:
    assert find_abstract("A Title\n\nSummary statistics are shown in many papers.") == ""
