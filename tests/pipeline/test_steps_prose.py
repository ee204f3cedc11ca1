"""What parsers of prose and of posted outlines refuse, what they drop, and what they never change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.errors import BadReply
from tests.pipeline.questions import KEYS, SKELETON, questions

STEPS = questions()
LI_KEY, WANG_KEY = KEYS

SECTIONS = ["leaf", "parent", "introduction", "conclusion", "abstract"]


@pytest.mark.parametrize("name", SECTIONS)
def test_headings_go_and_everything_else_stays(name: str) -> None:
    reply = (
        "## 2.1 Gated updates\n\nGates *decide* within [0, 1], see [the docs](https://example.org).\n\n### More\n"
        "```python\n# kept\n```\nEnd\n===\n$x_{[0]}$ and [CLS].\n\n#### References\n- Li, A. (2018)\n"
    )
    assert STEPS[name].parse(reply) == (
        "Gates *decide* within [0, 1], see [the docs](https://example.org).\n\n"
        "```python\n# kept\n```\nEnd\n\n$x_{[0]}$ and [CLS]."
    )


def test_a_list_of_references_goes_and_what_follows_stays() -> None:
    assert STEPS["leaf"].parse("One.\n\n## References:\n- Li (2018)\n\n## More\nTwo.") == "One.\n\nTwo."


def test_a_title_repeated_in_bold_goes() -> None:
    assert STEPS["leaf"].parse("**2.1 Gated Updates**\n\nText.") == "Text."
    assert questions("zh")["abstract"].parse("**摘要**\n\n正文。") == "正文。"
    assert STEPS["leaf"].parse("Here is the section:\n\nText.") == "Text."


@pytest.mark.parametrize("near", ["li2018ensures", "li2018ensur", "Li2018ensure", "li2019ensure", "li2018-ensure"])
def test_a_near_miss_is_removed_and_never_repaired(near: str) -> None:
    for name in SECTIONS:
        assert STEPS[name].parse(f"Gates win [@{near}].") == "Gates win."
    assert STEPS["leaf"].parse(f"Gates win [@{near}; @{WANG_KEY}].") == f"Gates win [@{WANG_KEY}]."


def test_known_keys_outside_brackets_become_citations() -> None:
    text = STEPS["leaf"].parse(f"As @{LI_KEY} and @someone show, mail a@{LI_KEY} or `@{LI_KEY}`.")
    assert text == f"As [@{LI_KEY}] and @someone show, mail a@{LI_KEY} or `@{LI_KEY}`."


@pytest.mark.parametrize(
    "written", ["[li2018ensure; wang2019aspect]", "[@li2018ensure, @wang2019aspect]", "[li2018ensure，@wang2019aspect]"]
)
def test_brackets_of_nothing_but_keys_are_citations(written: str) -> None:
    assert STEPS["leaf"].parse(f"Both win {written}.") == "Both win [@li2018ensure; @wang2019aspect]."
    assert STEPS["abstract"].parse(f"Both win {written}.") == "Both win."


@pytest.mark.parametrize("kept", ["[li2018ensures]", "[li2018ensure](u)", "[the li2018ensure set]", "`[li2018ensure]`"])
def test_other_brackets_are_none(kept: str) -> None:
    assert STEPS["leaf"].parse(f"Gates {kept} win.") == f"Gates {kept} win."


def test_ids_of_passages_do_not_reach_the_text() -> None:
    assert STEPS["leaf"].parse("Gates win [p3, p12] at `x[p3]` [@li2018ensure] [p4].") == (
        "Gates win at `x[p3]` [@li2018ensure]."
    )


def test_an_abstract_cites_nothing() -> None:
    assert STEPS["abstract"].parse(f"Gates win [@{LI_KEY}], mostly.") == "Gates win, mostly."


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("reply", ["", "## Gated updates\n", "```markdown\n```", "[@nobody2020]", "***"])
def test_a_section_without_text_is_refused(name: str, reply: str) -> None:
    with pytest.raises(BadReply, match="holds no text"):
        STEPS[name].parse(reply)


def test_a_repaired_sentence_keeps_its_citation_and_gains_none() -> None:
    reply = f"Gates\nwin at times [@{LI_KEY}; @{WANG_KEY}]."
    assert STEPS["repair"].parse(reply) == f"Gates win at times [@{LI_KEY}]."
    with pytest.raises(BadReply, match="keeps a citation of @li2018ensure, or `none`"):
        STEPS["repair"].parse("Gates win at times.")
    assert STEPS["repair"].parse("none") == ""


def outline(**changes: object) -> str:
    section = {"id": "s1", "title": "A", "gather": "", "analyse": "", "papers": [], "children": []}
    return json.dumps({"title": "T", "sections": [section | changes]})


def nested(depth: int) -> object:
    children: list[object] = []
    for level in range(depth, 1, -1):
        children = [{"id": f"s{level}", "title": "A", "children": children}]
    return children


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        ("", "not readable JSON"),
        ("[" * 100_000, "not readable JSON"),
        ("[]", "no title"),
        ('{"title": "T", "sections": []}', "no sections"),
        ('{"title": "T", "sections": "s1"}', "must be a list"),
        ('{"title": "T", "sections": ["s1"]}', "lacks id or title"),
        (outline(title=" "), "no id or no title"),
        (outline(title=3), "lacks id or title"),
        (outline(papers="li2018ensure"), "papers of 'A' must be a list"),
        (outline(children=[{"id": "s1", "title": "B"}]), "same id"),
        (outline(children=nested(7)), "at most 6 levels deep"),
    ],
)
def test_a_posted_outline_that_is_none_is_refused(reply: str, complaint: str) -> None:
    with pytest.raises(BadReply, match=complaint):
        STEPS["review"].parse(reply)


def test_a_posted_outline_is_taken_as_it_is() -> None:
    guided = replace(SKELETON.sections[0], id="new1", construction="first\nsecond \\nabla", papers=("other2020",))
    skeleton = replace(SKELETON, title="Renamed", sections=(guided, *SKELETON.sections[1:]))
    assert STEPS["review"].parse(STEPS["review"].format(skeleton)) == skeleton
    assert len(list(STEPS["review"].parse(outline(children=nested(6))).walk())) == 6
