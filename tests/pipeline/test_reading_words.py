"""Content words in English and Chinese."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading.hyphens import Vocabulary
from pipeline.language.words import content_words, stem


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("models", "model"),
        ("Studies", "study"),
        ("proposed", "proposes"),
        ("training", "trained"),
        ("stopping", "stopped"),
        ("summaries", "summary"),
        ("classes", "class"),
        ("paper’s", "papers"),
    ],
)
def test_it_stems_inflections_alike(a: str, b: str) -> None:
    assert stem(a) == stem(b)


@pytest.mark.parametrize(
    ("a", "b"), [("news", "new"), ("analysis", "analyse"), ("sing", "s"), ("bed", "b"), ("R2", "R")]
)
def test_it_keeps_different_words_apart(a: str, b: str) -> None:
    assert stem(a) != stem(b)


def test_it_leaves_out_words_without_content() -> None:
    assert content_words("However, we have shown that the models of the 3 teams are better than ours.") == [
        "shown",
        "model",
        "team",
    ]


def test_it_segments_chinese() -> None:
    assert {"文本", "摘要"} <= set(content_words("我们提出了文本摘要的模型", "zh"))


def test_a_footnote_digit_is_taken_off_a_name_in_capitals() -> None:
    text = (
        "IEMOCAP has videos. IEMOCAP is acted. IEMOCAP is large. We use IEMOCAP2 here. ROUGE1 beats ROUGE2. "
        + "ROUGE " * 3
    )
    assert Vocabulary(text).mend("We use IEMOCAP2 here.") == "We use IEMOCAP here."
    assert Vocabulary(text).mend("We report ROUGE1 here.") == "We report ROUGE1 here."
