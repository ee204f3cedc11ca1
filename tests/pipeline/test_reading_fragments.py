"""Captions and torn headings are no sentences, however many words with the looks of a verb they hold."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading.sound import is_glued, is_sound
from pipeline.engines.extractive.reading.voice import Byline, in_third_person


@pytest.mark.parametrize(
    "text",
    [
        "Histogram showing the distribution of waiting times for the selected stations",
        "Improvement of match between true experiments on gears and simulations on a large computer",
        "Text classification with an F1 score of 88.0% on the news dataset, outperforming methods relying on rules",
        "A constrained translation system (alpha) that is a system combination of six factored translation systems",
        "Steps taken by all the subjects for trials with context associated to the high probability of winning",
        "The combined model clearly outperforming all other models on the two test sets",
        "They assert significance under the paired test. els. The network succeeds over other methods",
        "The prior example used files of varying types, which is similar to the problem domain",
        "In cases where, we were able to create larger groups, we used the ratio to find their words",
        "As a final example we will demonstrate how the class can be used to generate tables",
        "The optimization algorithm described in the Algorithm section produced the estimate",
    ],
)
def test_a_fragment_is_not_sound(text: str) -> None:
    assert not is_sound(text)


def test_a_heading_that_sticks_to_a_sentence_is_seen() -> None:
    assert is_glued("Comparison with the Baselines Every LSTM network has outperformed the baseline on all sets")


@pytest.mark.parametrize(
    "text",
    [
        "The gate models the semantic relationship between the context and the gloss of a word",
        "Words that occur once in the training set are replaced with a special token",
        "Longer contexts lead to better translations on all test sets of the campaign",
    ],
)
def test_a_sentence_is_sound(text: str) -> None:
    assert is_sound(text)


def test_an_adverb_does_not_take_the_ending_of_the_verb() -> None:
    voiced = in_third_person(
        "The curve can be informative when we just must be careful to read it", Byline("Lee (2014)", False), ""
    )
    assert voiced is None or "justs" not in voiced.text
