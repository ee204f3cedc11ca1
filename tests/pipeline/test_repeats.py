"""Sentences that two sections have in common."""

from __future__ import annotations

from pipeline.article import ArticleSection
from pipeline.stages.repeats import unrepeated


def texts(*markdown: str) -> list[str]:
    """What becomes of sections with these texts."""
    return [
        section.markdown for section in unrepeated([ArticleSection(f"s{n}", "T", m) for n, m in enumerate(markdown)])
    ]


def test_a_sentence_stands_once() -> None:
    """The later one goes, whatever it cites, and the rest of its paragraph stays as it is."""
    first = "Some works of this section use word vectors [@a; @b]. Others do not [@c]."
    second = "They differ [@a; @b]. Some works of this section use word vectors [@c]. Most are recent [@c]."
    assert texts(first, second) == [first, "They differ [@a; @b]. Most are recent [@c]."]


def test_a_paragraph_of_nothing_else_goes() -> None:
    """No empty paragraph is left; lists, tables and short sentences are not touched."""
    first = "The works of this section report results on MNIST [@a].\n\nYes, they do."
    second = "Before [@a].\n\nThe works of this section report results on MNIST [@a].\n\nYes, they do.\n\n| a |\n|---|"
    assert texts(first, second) == [first, "Before [@a].\n\nYes, they do.\n\n| a |\n|---|"]


def test_the_only_citation_of_a_work_stays() -> None:
    """A work is not lost for the sake of style."""
    first, second = (
        "All of them were trained with dropout here [@a].",
        "All of them were trained with dropout here [@b].",
    )
    assert texts(first, second) == [first, second]
