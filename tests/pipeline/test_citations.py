"""Citations are found and removed; whatever else stands in brackets, code or maths is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.citations import cite, cited_keys, keep_known, without_citations

KNOWN = {"li2018ensure", "wang2019aspect"}

UNTOUCHED = [
    "weights in [0, 1] and x[i]",
    "the [CLS] token and a footnote[^1]",
    "a [link](https://example.org/@someone) and ![image](a.png)",
    "a [link with an address a@b.org](https://example.org)",
    "mail alice@example.org or [alice@example.org]",
    "code `[@other]` and ``a ` [@other]``",
    "maths $x_{[@other]}$ and $$\n[@other]\n$$",
    "```\n[@other]\n```",
    "````md\n```\n[@other]\n```\n[@other]\n````",
    "~~~\n[@other]\n```\n[@other]\n~~~",
    "    ",
    "",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    assert cited_keys(text) == []
    assert keep_known(text, KNOWN) == (text, [])
    assert keep_known(f"A [@li2018ensure].\n\n{text}\n\nB.", KNOWN) == (f"A [@li2018ensure].\n\n{text}\n\nB.", [])


@pytest.mark.parametrize("text", ["It costs $5 [@other] and $10 [@other].", "A \\$ sign [@other] and a $ [@other]."])
def test_amounts_of_money_are_no_maths(text: str) -> None:
    assert cited_keys(text) == ["other"]
    assert keep_known(text, KNOWN)[0] == text.replace(" [@other]", "")


def test_a_stray_backtick_or_fence_inside_a_line_hides_no_citation() -> None:
    assert cited_keys("One ` tick [@a].\n\nAnother ` tick [@b].") == ["a", "b"]
    assert cited_keys("Fences are written ``` in a line [@a].\n\nNext [@b].") == ["a", "b"]
    assert cited_keys("About ~~~5 percent [@a].") == ["a"]


def test_keys_are_listed_in_order_each_once() -> None:
    text = "A [@li2018ensure; see @wang2019aspect, p. 3]. B [-@li2018ensure]. C [@wang2019aspect, chap. 2; @x:y/z.1]."
    assert cited_keys(text) == ["li2018ensure", "wang2019aspect", "x:y/z.1"]


def test_unknown_keys_are_removed_and_named() -> None:
    text = "A [@other]. B [@li2018ensure; @other2; @wang2019aspect], and C [@other; @other3]!"
    kept, lost = keep_known(text, KNOWN)
    assert kept == "A. B [@li2018ensure; @wang2019aspect], and C!"
    assert lost == ["other", "other2", "other3"]


def test_a_citation_of_known_keys_keeps_its_page_and_words() -> None:
    text = "A [see @li2018ensure, p. 3; @wang2019aspect]."
    assert keep_known(text, KNOWN) == (text, [])


@pytest.mark.parametrize("near", ["li2018ensures", "li2018ensur", "Li2018ensure", "li2018_ensure", "li2018ensure-"])
def test_a_near_miss_is_another_key(near: str) -> None:
    kept, _ = keep_known(f"A [@{near}].", {"li2018ensure"})
    assert kept in {"A.", "A [@li2018ensure-]."}


def test_spaces_elsewhere_stay_when_a_citation_goes() -> None:
    text = "A [@other] : b\n\n| c  | d |\n|----|---|\n\nE , f."
    assert keep_known(text, KNOWN)[0] == "A : b\n\n| c  | d |\n|----|---|\n\nE , f."


def test_a_text_without_its_citations() -> None:
    assert without_citations("A [@a; @b],\n b [0, 1] [@c] .") == "A, b [0, 1]."


def test_citing() -> None:
    assert cite("a", "b", "a") == "[@a; @b]"


@given(st.text(alphabet="a @[];$`~\n^()5", max_size=60))
def test_after_removing_the_rest_only_known_keys_are_cited(text: str) -> None:
    kept, lost = keep_known(text, {"a"})
    assert set(cited_keys(kept)) <= {"a"}
    assert "a" not in lost
    assert keep_known(kept, {"a"})[0] == kept


def test_hostile_text_is_searched_in_reasonable_time() -> None:
    """Unclosed marks by the thousand must not make the search quadratic."""
    for mark in ("[", "[@a", "`", "$a", "``` ", "~~~\n", "$$", "[@", "``", "@a ", " ", "[@a ", "@a.", "\\"):
        for text in (mark * 20_000, "[" + mark * 20_000, f"[{mark * 20_000}]"):
            cited_keys(text)
            keep_known(text, KNOWN)
            without_citations(text)
