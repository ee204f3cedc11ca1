"""Who a paper's sentence is told of, and in which words."""

from __future__ import annotations

import pytest

from pipeline.engines.extractive.reading import read_claims
from pipeline.paper import Paper
from tests.pipeline.test_reading_claims import ONE, texts


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "We present our system for the discovery of hypernyms in large corpora of text.",
            "Li et al. (2018) present their system for the discovery of hypernyms in large corpora of text.",
        ),
        (
            "Future work is to improve the discovery of hypernyms by several kinds of rules.",
            "Li et al. (2018) plan to improve the discovery of hypernyms by several kinds of rules.",
        ),
        (
            "With this package, we hope to bring the discovery of hypernyms to all fields of science.",
            "Li et al. (2018) hope to bring the discovery of hypernyms to all fields of science.",
        ),
        (
            "We would also like to see other studies discover hypernyms in several languages at once.",
            "Li et al. (2018) would like to see other studies discover hypernyms in several languages at once.",
        ),
        (
            "Most notably, the discovery of hypernyms has thus become a task for large corpora of text.",
            "The discovery of hypernyms has become a task for large corpora of text.",
        ),
    ],
)
def test_it_says_what_is_theirs_and_what_they_plan(source: str, told: str) -> None:
    assert texts(source) == [told]


def test_a_name_with_a_dot_is_not_torn_in_an_abstract() -> None:
    """What an abstract says of `SPM.Python` is not told of Python."""
    lone = Paper("a2020", "Parallel scripts", "", abstract="SPM.Python is a scalable version of the serial language.")
    assert not any(claim.text.startswith("Python") for claim in read_claims(lone, "en"))


def test_verbs_behind_a_comma_and_an_and_agree_with_one_author() -> None:
    source = "I present four kinds of properties, demonstrate what each found, and propose that people adopt them."
    told = (
        "McKinney presents four kinds of properties, demonstrates what each found, and proposes that people adopt them."
    )
    assert [text.replace(" (2018)", "") for text in texts(source, ONE)] == [told]
