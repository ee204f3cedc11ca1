"""What parsers refuse, what they drop, and what they never change."""

from __future__ import annotations

import json

import pytest

from pipeline.brief import Brief
from pipeline.digest import Digest, Feedback, Point
from pipeline.errors import BadReply
from pipeline.figures import Cell, Row
from pipeline.steps import DigestPaper, DraftSkeleton, GroupPapers
from tests.pipeline.questions import KEYS, LI, PAPERS, SKELETON, paper, questions

STEPS = questions()
LI_KEY, WANG_KEY = KEYS
MANY = tuple(paper(f"alice20{number}memory", f"Memory {number}", ("Alice",), 2000 + number) for number in range(20, 40))


def test_groups_keep_the_first_place_of_a_paper_and_drop_unknown_ones() -> None:
    reply = json.dumps([[LI_KEY, "li2018ensures"], [WANG_KEY, LI_KEY], [], ["nobody2020"]])
    assert STEPS["group"].parse(reply) == ((LI_KEY,), (WANG_KEY,))


def test_a_tenth_of_the_papers_may_be_missing_from_the_groups() -> None:
    step = GroupPapers(Brief("T"), MANY, 3)
    keys = [p.bibkey for p in MANY]
    groups = [keys[i : i + 3] for i in range(0, 18, 3)]
    assert step.parse(json.dumps(groups)) == (*map(tuple, groups), (keys[18],), (keys[19],))
    with pytest.raises(BadReply, match=f"in none: {', '.join(keys[15:])}"):
        step.parse(json.dumps(groups[:5]))


def test_groups_far_above_the_size_are_refused() -> None:
    with pytest.raises(BadReply, match="holds 20 papers; expected groups of about 3"):
        GroupPapers(Brief("T"), MANY, 3).parse(json.dumps([[p.bibkey for p in MANY]]))


@pytest.mark.parametrize("name", ["draft", "merge"])
def test_skeletons_list_known_papers_only(name: str) -> None:
    skeleton = STEPS[name].parse(f"# Other title\n## Memory\nPapers: {LI_KEY}, li2018ensures, Li2018ensure, {WANG_KEY}")
    assert skeleton.sections[0].papers == KEYS
    assert skeleton.title == "Aspect-level sentiment"


def test_a_brief_without_a_title_takes_the_drafted_one() -> None:
    assert DraftSkeleton(Brief(""), PAPERS).parse("# Aspects in text\n## Memory").title == "Aspects in text"


@pytest.mark.parametrize("reply", ["", "I cannot help with that.", "# Only a title", "## {#s1}\nGather: x"])
def test_a_skeleton_without_sections_or_titles_is_refused(reply: str) -> None:
    with pytest.raises(BadReply, match=r"expected a `# title`|holds no sections"):
        STEPS["draft"].parse(reply)


def test_digest_headings_may_be_ids_titles_or_both() -> None:
    reply = (
        "### [s3] 2.1 Gated updates\n* Plain text\n  over two lines [p1]\n\n"
        "**s4**\n1. (Result) Numbers. [p2; li2018ensure:p3].\n"
        "## Open Problems\n- (limitation) A limit within [0, 1]. [p4]\n## Edits:\nnone"
    )
    assert STEPS["digest"].parse(reply).points == {
        "s3": (Point("Plain text over two lines", ("li2018ensure:p1",), "background"),),
        "s4": (Point("Numbers.", ("li2018ensure:p2", "li2018ensure:p3"), "result"),),
        "s5": (Point("A limit within [0, 1].", ("li2018ensure:p4",), "limitation"),),
    }


def test_points_without_a_passage_of_the_paper_or_a_known_section_are_dropped() -> None:
    reply = (
        "## s1\n- (method) No passage.\n- Wrong one. [p99]\n- Other paper. [wang2019aspect:p1]\n- Kept. [p1, p77]\n"
        "## s99\n- Lost. [p1]"
    )
    assert STEPS["digest"].parse(reply).points == {"s1": (Point("Kept.", ("li2018ensure:p1",), "background"),)}


def test_a_digest_of_which_nothing_can_be_used_is_refused() -> None:
    with pytest.raises(
        BadReply, match=r"None of the 2 points could be used; expected `## s1` headings \(s1, s3, s4, s5\)"
    ):
        STEPS["digest"].parse("## s1\n- A. [p99]\n## s99\n- B. [p1]")
    with pytest.raises(BadReply, match="None of the 0 points"):
        STEPS["digest"].parse("This paper is about memory.")


def test_a_paper_may_contribute_nothing() -> None:
    assert STEPS["digest"].parse("None.") == Digest(LI_KEY)


def test_only_sections_asked_for_are_read() -> None:
    step = DigestPaper(Brief("T"), LI, SKELETON, sections=("s4",))
    assert list(step.parse("## s3\n- A. [p1]\n## s4\n- B. [p1]").points) == ["s4"]


def test_points_of_a_divided_section_are_kept_though_it_is_not_asked_for() -> None:
    """They find their place among its parts by their words."""
    assert "s2" not in STEPS["digest"].asked()  # type: ignore[attr-defined]
    assert list(STEPS["digest"].parse("## s2\n- A. [p1]").points) == ["s2"]
    note = {"section": "s2", "answer": "A.", "passages": ["p1"]}
    assert [finding.section for finding in STEPS["chunk"].parse(json.dumps([note]))] == ["s2"]


def test_broken_suggestions_do_not_cost_the_points() -> None:
    digest = STEPS["digest"].parse('## s1\n- A. [p1]\n## edits\n[{"op": "rename", "section": "s99", "title": "B"}]')
    assert digest.points["s1"] and not digest.edits


def edits(*rows: object) -> Feedback:
    feedback = STEPS["feedback"].parse(json.dumps(rows))
    assert isinstance(feedback, Feedback)
    return feedback


@pytest.mark.parametrize(
    "row",
    [
        {"op": "rename", "section": "s9", "title": "A"},
        {"op": "rename", "section": "s1"},
        {"op": "rename", "section": "s1", "title": ["A"]},
        {"op": "add", "section": "s1", "title": "A"},
        {"op": "add", "section": "new1", "title": "A", "parent": "s9"},
        {"op": "add", "title": "A"},
        {"op": "move", "section": "s2", "parent": "s3"},
        {"op": "move", "section": "s2", "parent": "s2"},
        {"op": "merge", "section": "s2"},
        {"op": "merge", "section": "s2", "into": "s4"},
        {"op": "merge", "section": "s1", "into": "s9"},
        {"op": "guide", "section": "s1"},
        {"op": "assign", "section": "s1", "papers": ["nobody2020"]},
        {"op": "explode", "section": "s1"},
        {"section": "s1"},
        "rename s1",
    ],
)
def test_edits_that_cannot_be_made_are_dropped(row: object) -> None:
    good = {"op": "delete", "section": "s5"}
    assert [edit.op for edit in edits(row, good).edits] == ["delete"]
    with pytest.raises(BadReply, match=r"None of the 1 edits can be made.*of sections s1, s2, s3, s4, s5"):
        edits(row)


def test_edits_may_build_on_sections_added_before() -> None:
    rows = [
        {"op": "add", "section": "new1", "title": "A", "parent": "s2", "after": "s99"},
        {"op": "assign", "section": "new1", "papers": [WANG_KEY, "wang2019aspects", WANG_KEY]},
        {"op": "move", "section": "s5", "parent": "new1"},
    ]
    add, assign, _ = edits(*rows).edits
    assert (add.parent, add.after) == ("s2", "")
    assert assign.papers == (WANG_KEY,)


def test_a_near_miss_of_a_key_asks_for_no_edit() -> None:
    assert edits({"op": "delete", "section": "s1", "papers": ["li2018ensures", LI_KEY]}).edits[0].papers == (LI_KEY,)


def test_an_empty_list_of_edits_is_an_answer() -> None:
    assert edits() == Feedback((), KEYS)


@pytest.mark.parametrize("score", ["-1", "10.5", '"high"', "null", "true", "NaN", "1e400"])
def test_a_score_that_is_none_is_refused(score: str) -> None:
    with pytest.raises(BadReply, match="score from 0 to 10"):
        STEPS["judge"].parse(f'{{"rationale": "fine", "score": {score}}}')


def test_a_score_may_be_written_as_text() -> None:
    judgement = STEPS["judge"].parse('{"score": "7.25/10", "rationale": "fine\\nas it is"}')
    assert (judgement.score, judgement.rationale) == (7.2, "fine as it is")


@pytest.mark.parametrize(
    "reply", ['{"1": "supported"}', '{"1": "yes", "2": "supported"}', '{"1": "partly", "3": "partly"}']
)
def test_every_claim_needs_one_of_the_three_verdicts(reply: str) -> None:
    with pytest.raises(BadReply, match="a verdict for each of the claims 1 to 2"):
        STEPS["verify"].parse(reply)


def table(*rows: object, columns: object = ("Signal", "Data")) -> str:
    return json.dumps({"caption": "Signals.", "columns": columns, "rows": rows})


GOOD = {"paper": WANG_KEY, "cells": ["rationales [p3]", "reviews [p1, p2]"]}


def test_table_cells_need_a_passage_of_their_own_paper() -> None:
    cells = ["paths [wang2019aspect:p1]", "reviews | more [p2, p99]"]
    unknown = {"paper": "li2018ensures", "cells": ["a [p1]", "b [p1]"]}
    found = STEPS["table"].parse(table({"paper": LI_KEY, "cells": cells}, GOOD, unknown, GOOD))
    assert found and [row.bibkey for row in found.rows] == list(KEYS)
    assert found.rows[0] == Row(LI_KEY, (Cell(""), Cell("reviews | more", ("li2018ensure:p2",))))


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (table(GOOD), "1 rows can be used; expected at least two"),
        (table(GOOD, {"paper": LI_KEY, "cells": ["none", ""]}), "1 rows can be used"),
        (table(GOOD, {"paper": LI_KEY, "cells": ["a [p1]"]}), "row of li2018ensure must have 2 cells"),
        (table(GOOD, columns=[]), "no columns"),
        ('{"columns": ["a"], "rows": []}', "no caption"),
        ('{"caption": "a", "columns": ["a"], "rows": 3}', "0 rows can be used"),
        ("A table would not help.", "expected .* or null"),
    ],
)
def test_a_table_that_is_none_is_refused(reply: str, complaint: str) -> None:
    with pytest.raises(BadReply, match=complaint):
        STEPS["table"].parse(reply)


@pytest.mark.parametrize("name", ["table", "diagram"])
def test_a_figure_may_be_declined(name: str) -> None:
    for reply in ("null", "none", "```json\nnull\n```", "None."):
        assert STEPS[name].parse(reply) is None


@pytest.mark.parametrize("caption", ["Caption: Kinds.", "**Caption:** Kinds.", "*Caption: Kinds.*", "图注：Kinds."])
def test_a_diagram_with_its_caption(caption: str) -> None:
    reply = f'Gladly.\n```mermaid\nflowchart TD\n  a["x"] --> b["y"]\n```\n{caption}\nAnything else?'
    diagram = STEPS["diagram"].parse(reply)
    assert diagram and (diagram.caption, diagram.source) == ("Kinds.", 'flowchart TD\n  a["x"] --> b["y"]')


def test_a_diagram_loses_directives_and_links() -> None:
    source = '%%{init: {"theme": "dark"}}%%\nflowchart TD\n%% note\na --> b\nclick a "javascript:alert(1)"\n'
    diagram = STEPS["diagram"].parse(f"```mermaid\n{source}```\nCaption: Kinds.")
    assert diagram and diagram.source == "flowchart TD\na --> b"


@pytest.mark.parametrize(
    "kind", ["sequenceDiagram", "gantt", "classDiagram", "stateDiagram-v2", "flowchart-elk TD", "xychart-beta"]
)
def test_other_kinds_of_diagram_are_refused(kind: str) -> None:
    with pytest.raises(BadReply, match="expected a ```mermaid block that begins with flowchart, mindmap"):
        STEPS["diagram"].parse(f"```mermaid\n{kind}\n  a --> b\n```\nCaption: Kinds.")


def test_a_diagram_needs_a_caption_and_a_block() -> None:
    with pytest.raises(BadReply, match="no caption"):
        STEPS["diagram"].parse("```mermaid\nmindmap\n  a\n```")
    with pytest.raises(BadReply, match="no Mermaid block"):
        STEPS["diagram"].parse("flowchart TD\na --> b")
