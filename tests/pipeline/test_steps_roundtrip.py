"""What an engine formats, the step reads back: `parse(format(result)) == result`, wrapped in whatever a model adds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.citations import cite
from pipeline.digest import POINT_KINDS, Digest, Edit, Feedback, Point
from pipeline.figures import Cell, Diagram, Row, Table
from pipeline.skeleton import Section, Skeleton
from pipeline.steps import Judgement, Mark, SearchWords, format_outline, parse_outline
from pipeline.steps.reply import line
from pipeline.steps.verify import VERDICTS
from tests.pipeline.questions import KEYS, LI, PAPERS, SKELETON, questions

STEPS = questions()
HARD = [
    "[p3]",
    "[0, 1]",
    "{#s9}",
    "[s2]",
    "`x | y`",
    "$\\theta_{t}$",
    "\\nabla",
    "|",
    '"',
    "](u)",
    "**b**",
    "# a",
    "- b",
]
HARD += [
    "{{brief}}",
    "</data>",
    "Gather: x",
    "1.",
    "1.2",
    "论文：",
    "“”",
    "</think>",
    "(method)",
    "[@other]",
    "null",
    "a\\",
]

words = st.one_of(st.sampled_from(HARD), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8))
texts = st.lists(words, min_size=1, max_size=6).map(lambda parts: line(" ".join(parts)))
some_texts = st.one_of(st.just(""), texts)
keys = st.lists(st.sampled_from(KEYS), unique=True, max_size=2).map(tuple)
ids = [section.id for section in SKELETON.walk()]


def wrapped(reply: str, info: str) -> list[str]:
    """The reply as it is, with the line ends of another system, thought about first, and fenced among prose."""
    return [
        reply,
        reply.replace("\n", "\r\n"),
        f"<think>\nMaybe [1] or {{}}.\n</think>\n\n{reply}\n",
        f"```{info}\n{reply}\n```",
        f"Here is the answer, within [0, 1]:\n\n```{info}\n{reply}\n```\n\nI hope it helps.",
    ]


def passages(bibkey: str) -> Any:
    names = [passage.id for paper in PAPERS for passage in paper.passages if paper.bibkey == bibkey]
    return st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=3).map(tuple)


@st.composite
def skeletons(draw: st.DrawFn) -> Skeleton:
    names = iter(draw(st.permutations([f"s{number}" for number in range(1, 40)])))

    def section(depth: int) -> Section:
        count = draw(st.integers(0, 3 if depth < 3 else 0))
        own = Section(next(names), draw(texts), draw(some_texts), draw(some_texts), draw(keys))
        children = tuple(section(depth + 1) for _ in range(count if depth < 3 else 0))
        return Section(own.id, own.title, own.construction, own.analysis, own.papers, children)

    return Skeleton(SKELETON.title, tuple(section(2) for _ in range(draw(st.integers(1, 3)))))


@st.composite
def edit_lists(draw: st.DrawFn, papers: Any = keys) -> tuple[Edit, ...]:
    edits = []
    new: list[str] = []
    for _ in range(draw(st.integers(0, 5))):
        reason, asked = draw(some_texts), draw(papers)
        section, other = draw(st.sampled_from(ids + new)), draw(st.sampled_from(ids))
        add = Edit(
            "add", f"new{len(new) + 1}", reason, asked, draw(texts), draw(some_texts), draw(some_texts), section, other
        )
        leaf = draw(st.sampled_from(["s1", "s3", "s4", "s5"]))
        edit = draw(
            st.sampled_from(
                [
                    add,
                    Edit("rename", section, reason, asked, title=draw(texts)),
                    Edit("move", "s1", reason, asked, parent="s2", after="s4"),
                    Edit("merge", leaf, reason, asked, into=other if other != leaf else "s2"),
                    Edit("delete", section, reason, asked),
                    Edit("guide", section, reason, asked, construction=draw(texts), analysis=draw(some_texts)),
                    Edit("assign", section, reason, asked or KEYS[:1]),
                ]
            )
        )
        new += [edit.section] if edit.op == "add" else []
        edits.append(edit)
    return tuple(edits)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    point = st.builds(Point, texts, passages(LI.bibkey), st.sampled_from(POINT_KINDS))
    sections = draw(st.lists(st.sampled_from(ids), unique=True))
    points = {name: tuple(draw(st.lists(point, min_size=1, max_size=3))) for name in ids if name in sections}
    return Digest(LI.bibkey, points, draw(edit_lists(st.just((LI.bibkey,)))))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    rows = []
    for paper in draw(st.permutations(PAPERS)):
        cell = st.builds(Cell, texts, passages(paper.bibkey))
        rest = draw(st.lists(st.one_of(cell, st.just(Cell(""))), min_size=width - 1, max_size=width - 1))
        rows.append(Row(paper.bibkey, (draw(cell), *rest)))
    return Table(draw(texts), tuple(draw(texts) for _ in range(width)), tuple(rows))


BLOCKS = [
    "Plain words with [0, 1] and [CLS], a [link](https://example.org/a_b#c) and `code [@other]`.",
    "Both agree " + cite(*KEYS) + ", as one says " + cite(KEYS[0]) + ".",
    "两项工作一致 " + cite(KEYS[1]) + "。",
    "$$\n\\alpha_{i} = [@other]\n$$",
    "```python\n# not a heading\nx[0, 1] = '[@other]'\n\n\n---\n```",
    "~~~\n```\n## text\n~~~",
    "- one\n  - two " + cite(KEYS[0]) + "\n    1. three\n- four",
    "| a | b |\n|---|---|\n| 1 | `x` |",
    "Costs of \\$5 and more.",
]
prose = st.lists(st.sampled_from(BLOCKS), max_size=5).map(lambda parts: "\n\n".join([BLOCKS[1], *parts]))


@given(skeletons())
def test_skeletons(skeleton: Skeleton) -> None:
    for name in ("draft", "merge"):
        for reply in wrapped(STEPS[name].format(skeleton), "markdown"):
            assert STEPS[name].parse(reply) == skeleton
    assert STEPS["review"].parse(STEPS["review"].format(skeleton)) == skeleton
    assert parse_outline(format_outline(skeleton, "zh")) == skeleton


@given(st.permutations([(KEYS[0],), (KEYS[1],)]))
def test_groups(groups: list[tuple[str, ...]]) -> None:
    for reply in wrapped(STEPS["group"].format(tuple(groups)), "json"):
        assert STEPS["group"].parse(reply) == tuple(groups)


@given(
    *[st.lists(texts, min_size=least, max_size=most, unique=True) for least, most in ((1, 6), (1, 8), (0, 4), (0, 6))]
)
def test_search_plans(queries: list[str], subjects: list[str], context: list[str], criteria: list[str]) -> None:
    plan = SearchWords(tuple(queries), tuple(subjects), tuple(context), tuple(criteria))
    for reply in wrapped(STEPS["search"].format(plan), "json"):
        assert STEPS["search"].parse(reply) == plan


@given(st.tuples(st.builds(Mark, st.integers(0, 10), texts), st.builds(Mark, st.integers(0, 10), texts)))
def test_marks(marks: tuple[Mark, Mark]) -> None:
    for reply in wrapped(STEPS["screen"].format(marks), "json"):
        assert STEPS["screen"].parse(reply) == marks


@given(digests())
def test_digests(digest: Digest) -> None:
    for reply in wrapped(STEPS["digest"].format(digest), "markdown"):
        assert STEPS["digest"].parse(reply) == digest


@given(edit_lists())
def test_feedback(edits: tuple[Edit, ...]) -> None:
    for name in ("feedback", "kernel", "refine"):
        for reply in wrapped(STEPS[name].format(Feedback(edits, KEYS)), "json"):
            assert STEPS[name].parse(reply) == Feedback(edits, KEYS)


@given(st.integers(0, 100), texts)
def test_judgements(score: int, rationale: str) -> None:
    result = Judgement(score / 10, rationale)
    for reply in wrapped(STEPS["judge"].format(result), "json"):
        assert STEPS["judge"].parse(reply) == result


@given(st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)))
def test_verdicts(verdicts: tuple[str, str]) -> None:
    for reply in wrapped(STEPS["verify"].format(verdicts), ""):
        assert STEPS["verify"].parse(reply) == verdicts


@given(st.one_of(st.none(), tables()))
def test_tables(table: Table | None) -> None:
    for reply in wrapped(STEPS["table"].format(table), "json")[: None if table else 4]:
        assert STEPS["table"].parse(reply) == table


@given(texts, st.sampled_from(["flowchart TD", "mindmap", "timeline", "pie"]), st.lists(texts, min_size=1))
def test_diagrams(caption: str, kind: str, labels: list[str]) -> None:
    rows = [f'  n{number}["{label}"]' for number, label in enumerate(labels)]
    diagram = Diagram(caption, "\n".join([kind, *rows]))
    for reply in wrapped(STEPS["diagram"].format(diagram), "markdown")[:3]:
        assert STEPS["diagram"].parse(reply) == diagram
    assert STEPS["diagram"].parse(STEPS["diagram"].format(None)) is None


@given(prose)
def test_sections(markdown: str) -> None:
    for name in ("leaf", "parent", "introduction", "conclusion"):
        for reply in wrapped(STEPS[name].format(markdown), "markdown"):
            assert STEPS[name].parse(reply) == markdown


@given(prose)
def test_revisions(markdown: str) -> None:
    for reply in wrapped(STEPS["revise"].format(f"### Gates\n\n{markdown}"), "markdown"):
        assert STEPS["revise"].parse(reply) == f"### Gates\n\n{markdown}"


@given(st.lists(st.sampled_from(BLOCKS[3:]), min_size=1, unique=True))
def test_abstracts(blocks: list[str]) -> None:
    markdown = "\n\n".join(["Of memory and attention.", *(block.replace(cite(KEYS[0]), "") for block in blocks)])
    markdown = "\n".join(row.rstrip() for row in markdown.split("\n"))
    assert STEPS["abstract"].parse(STEPS["abstract"].format(markdown)) == markdown


@given(st.one_of(st.just(""), st.sampled_from(["Gates often win", "门控常常更好", "Within [0, 1], `x` wins"])))
def test_repairs(sentence: str) -> None:
    result = f"{sentence} {cite(KEYS[0])}." if sentence else ""
    for reply in wrapped(STEPS["repair"].format(result), "markdown")[: None if result else 4]:
        assert STEPS["repair"].parse(reply) == result
