"""Where sentences end."""

from __future__ import annotations

from pipeline.language.sentences import sentence_spans, sentences


def test_a_bracket_after_an_abbreviation_may_end_a_sentence() -> None:
    text = "It took long (setting up tools, etc.) Notebooks help. We use some (charts etc.) for this."
    assert sentences(text) == [
        "It took long (setting up tools, etc.)",
        "Notebooks help.",
        "We use some (charts etc.) for this.",
    ]
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences(text)


def test_an_abbreviation_before_a_number_ends_none() -> None:
    assert sentences("As Fig. 3 shows, it grows (cf. Eq. 4). It ends.") == [
        "As Fig. 3 shows, it grows (cf. Eq. 4).",
        "It ends.",
    ]
