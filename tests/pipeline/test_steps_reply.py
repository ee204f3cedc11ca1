"""Finding the answer in whatever a model wraps it in."""

from __future__ import annotations

import contextlib

import pytest

from pipeline.errors import BadInput, BadReply
from pipeline.skeleton import Skeleton
from pipeline.steps import parse_outline
from pipeline.steps.outline import read_outline
from pipeline.steps.points import split_passages
from pipeline.steps.prompts import data
from pipeline.steps.reply import clean, find_json, is_nothing, markdown
from tests.pipeline.questions import questions


@pytest.mark.parametrize(
    "reply",
    [
        '[["a"], ["b"]]',
        'Sure!\n```json\n[["a"], ["b"]]\n```\nDone.',
        'Sure!\r\n```\r\n[["a"],\r\n ["b"]]\r\n```\r\n',
        '~~~json\n[["a"], ["b"]]\n~~~',
        '```json title="groups"\n[["a"], ["b"]]\n```',
        'Weights in [0, 1] and [p3] aside, the groups are [["a"], ["b"]], as asked.',
        'An open [ bracket and a stray " quote; then:\n[["a"], ["b"],]',
        '{"groups": [["a"], ["b"]]}',
        '<think>[["wrong"]]\n```json\n[]\n```</think>[["a"], ["b"]]',
        'thoughts without an opening tag [["wrong", "wrong", "wrong"]]\n</think>\n[["a"], ["b"]]',
    ],
)
def test_json_is_found_among_prose(reply: str) -> None:
    assert find_json(reply, list, "lists") == [["a"], ["b"]]


def test_commas_and_brackets_inside_strings_stay() -> None:
    assert find_json('{"a": "x, ] ,} \\" [", "b": [1, 2,],}', dict, "an object") == {"a": 'x, ] ,} " [', "b": [1, 2]}


@pytest.mark.parametrize("tex", ["\\alpha", "\\frac{1}{2}", "\\theta", "\\beta_{i}", "\\nabla f", "\\rho", "\\{x\\}"])
def test_backslashes_of_formulas_survive_whether_doubled_or_not(tex: str) -> None:
    """Replies are known to forget that JSON wants backslashes twice."""
    doubled = tex.replace("\\", "\\\\")
    assert find_json(f'{{"a": "{tex}"}}', dict, "an object") == {"a": tex}
    assert find_json(f'{{"a": "{doubled}"}}', dict, "an object") == {"a": tex}


def test_real_escapes_are_read_as_json_has_them() -> None:
    assert find_json(r'{"a": "\u00e4\t1\n2\\\"\/"}', dict, "an object") == {"a": 'ä\t1\n2\\"/'}


@pytest.mark.parametrize("reply", ["", "no json here", "{broken", "[1, 2", '{"a": 1}', "[" * 100_000, '{"a":' * 50_000])
def test_a_reply_without_the_list_says_what_was_expected(reply: str) -> None:
    with pytest.raises(BadReply, match="expected a list of groups"):
        find_json(reply, list, "a list of groups")


def test_markdown_wrapped_in_a_fence_keeps_the_code_blocks_inside() -> None:
    inside = "Text.\n\n```python\n# code\n```\n\nMore.\n\n```\nplain\n```\n\nEnd."
    assert markdown(f"Here it is:\n\n```markdown\n{inside}\n```\n\nTell me if it helps.") == inside
    assert markdown(f"````md\n{inside}\n````") == inside
    assert markdown(f"```markdown\r\n{inside}") == inside


def test_a_code_block_in_a_text_is_no_wrapper() -> None:
    text = "Long text before it. " * 20 + "\n\n```markdown\n# example\n```\n\nand after it."
    assert markdown(text) == text
    blocks = "```\na\n```\n\nText.\n\n```\nb\n```"
    assert markdown(blocks) == blocks


def test_thoughts_are_removed_but_not_text_about_them() -> None:
    assert clean("<think>\nhm\n</think>\n\nText.") == "Text."
    assert clean("<think>never closed") == ""
    text = "Models write `<think>` and\n</think>\nbefore they answer."
    assert clean(text) == text


@pytest.mark.parametrize("reply", ["none", "None.", "null", "```json\nnull\n```", " `none` ", "无。"])
def test_nothing_is_recognised(reply: str) -> None:
    assert is_nothing(clean(reply))


def test_nothing_is_not_what_says_something() -> None:
    assert not is_nothing("None of the models wins [@li2018ensure].")


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Text. [p3, p5]", ("k:p3", "k:p5")),
        ("Text. [p3; k:p5].", ("k:p3", "k:p5")),
        ("Text. [p3-p5]", ("k:p3", "k:p4", "k:p5")),
        ("Text. ［p3，p5］。", ("k:p3", "k:p5")),
        ("Text. [p3, p99, other:p5]", ("k:p3",)),
        ("Text. [p3, p3]", ("k:p3",)),
        ("Text. [other:p3]", ()),
    ],
)
def test_passages_named_after_a_text(text: str, passages: tuple[str, ...]) -> None:
    """Passages of another paper are never taken for the paper's own."""
    assert split_passages(text, "k", {f"k:p{n}" for n in range(1, 9)}) == ("Text.", passages)


@pytest.mark.parametrize("text", ["Text within [0, 1]", "Text [CLS]", "Text [@k]", "Text [p3 and more]", "[p" * 5_000])
def test_other_brackets_stay_in_the_text(text: str) -> None:
    assert split_passages(text, "k", {"k:p3"}) == (text, ())


def titles(skeleton: Skeleton) -> list[str]:
    numbers = skeleton.numbers()
    return [f"{numbers[section.id]} {section.title}" for section in skeleton.walk()]


MARKS = ["[", '"', '\\"', '["', "{", "`", "```\n", "# ", "- ", " ", "{#", "[p1", "<think>", "<", "\n", "1.", "*"]


@pytest.mark.parametrize("mark", MARKS)
def test_hostile_replies_are_read_in_reasonable_time(mark: str) -> None:
    """Unclosed marks by the thousand must not make any parser quadratic."""
    for start in ("", '{"a": "'):
        reply = start + mark * 3_000
        for step in questions().values():
            with contextlib.suppress(BadReply):
                step.parse(reply)
        assert data("paper", reply).endswith("\n</data>")


TREE = ["1 Models", "1.1 Memory", "1.2 Attention", "2 Data"]


@pytest.mark.parametrize(
    "outline",
    [
        "# Survey\n\n## Models\n\n### Memory\n\n### Attention\n\n## Data\n",
        "# Models\n## Memory\n## Attention\n# Data",
        "## 1. Models\n### 1.1 Memory\n### 1.2 Attention\n## 2. Data",
        "##Models\r\n####Memory\r\n####Attention ####\r\n##Data\r\n",
        "- Models\n  - Memory\n  - Attention\n- Data",
        "* Models\n\t* Memory\n\t* Attention\n* Data",
        "1. Models\n   1.1 Memory\n   1.2 Attention\n2. Data",
        "1. Models\n1.1. Memory\n1.2. Attention\n2. Data",
        "## Models\n- Memory\n- Attention\n## Data",
        "Models\n  Memory\n  Attention\nData",
        "```markdown\n## Models\n### Memory\n### Attention\n## Data\n```",
        "## **Models** {#s1}\n### Memory {#s2}\n### Attention\n## Data".replace("**", ""),
        "一、Models\n".replace("一、", "## 一、") + "### 1. Memory\n### 2. Attention\n## 二、Data",
    ],
)
def test_an_outline_in_many_shapes(outline: str) -> None:
    assert titles(parse_outline(outline)) == TREE


def test_numbers_that_belong_to_titles_stay() -> None:
    outline = "## 2023 in review\n## 3D models\n## 7 challenges"
    assert [section.title for section in parse_outline(outline).sections] == [
        "2023 in review",
        "3D models",
        "7 challenges",
    ]


def test_guidance_is_read_with_and_without_labels() -> None:
    outline = (
        "## Memory\n**Gather:** what a slot holds\n  and how it is updated\n- Analyse: by update\n"
        "Papers: [@a2020x; @b2021y], `zzz`\n\n"
        "## Attention\n收集：权重\n分析：来源\n论文：b2021y\n\n## Data\nsizes and sources\n"
    )
    memory, attention, data = parse_outline(outline, {"a2020x", "b2021y"}).sections
    assert (memory.construction, memory.analysis) == ("what a slot holds and how it is updated", "by update")
    assert memory.papers == ("a2020x", "b2021y")
    assert (attention.construction, attention.analysis, attention.papers) == ("权重", "来源", ("b2021y",))
    assert data.construction == "sizes and sources"


def test_ids_are_kept_and_missing_or_repeated_ones_are_fresh() -> None:
    skeleton = read_outline("# T\n## A {#s2}\n## B\n## C {#s2}\n## D [s1]")
    assert [section.id for section in skeleton.sections] == ["s2", "s3", "s4", "s1"]
    assert skeleton.title == "T"


@pytest.mark.parametrize("outline", ["", "   \n\n", "# Only a title", "```\n```"])
def test_an_outline_without_sections_is_refused_with_a_hint(outline: str) -> None:
    with pytest.raises(BadInput, match="one heading or one list item for each section"):
        parse_outline(outline)
