"""Prompt, reply, parse: every step is asked and answered in English and Chinese, as a model would answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pipeline.brief import Brief
from pipeline.calls.journal import MemoryJournal, journal_key
from pipeline.digest import Digest, Edit, Feedback, Point
from pipeline.engines.base import Engine, Reply
from pipeline.engines.scripted import ScriptedEngine
from pipeline.errors import BadReply, EngineError
from pipeline.figures import Cell, Diagram, Row, Table
from pipeline.skeleton import Section, Skeleton
from pipeline.steps import Finding, GroupPapers, Judgement, Mark, SearchWords, Step
from tests.pipeline.questions import KEYS, LI, PAPERS, SKELETON, questions

LI_KEY, WANG_KEY = KEYS

ENGLISH: dict[str, tuple[str, Any]] = {
    "search": (
        '{"queries": ["aspect sentiment", "aspect sentiment"], "subjects": "aspect-level sentiment", "context": null}',
        SearchWords(("aspect sentiment",), ("aspect-level sentiment",)),
    ),
    "screen": (
        '```json\n{"papers": [{"paper": "2", "reason": "Aspects.", "mark": "8/10"}, '
        '{"paper": 1, "reason": "Memory.", "mark": 6.4}]}\n```',
        (Mark(6, "Memory."), Mark(8, "Aspects.")),
    ),
    "group": (
        f'Both papers model aspects, but in different ways.\n\n```json\n[["{LI_KEY}"], ["{WANG_KEY}"]]\n```',
        ((LI_KEY,), (WANG_KEY,)),
    ),
    "draft": (
        "```markdown\n# Aspect-level sentiment\n\n## 1. Memory models\nGather: what a slot holds.\n"
        f"Analyse: compare update rules.\nPapers: {LI_KEY}\n\n## 2. Attention over aspects\nGather: the signal.\n"
        f"Analyse: order by cost.\nPapers: {WANG_KEY}, li2018ensures\n```",
        Skeleton(
            "Aspect-level sentiment",
            (
                Section("s1", "Memory models", "what a slot holds.", "compare update rules.", (LI_KEY,)),
                Section("s2", "Attention over aspects", "the signal.", "order by cost.", (WANG_KEY,)),
            ),
        ),
    ),
    "merge": (
        f"# Aspect-level sentiment\n## Models\nPapers: {LI_KEY}, {WANG_KEY}\n"
        "### Memory\nGather: slots\n### Attention\n",
        Skeleton(
            "Aspect-level sentiment",
            (Section("s1", "Models", "", "", KEYS, (Section("s2", "Memory", "slots"), Section("s3", "Attention"))),),
        ),
    ),
    "digest": (
        "<think>What fits s3?</think>\n## s3\n- (method) A gated memory holds one slot for each aspect. [p2, p3]\n\n"
        '## edits\n[{"op": "rename", "section": "s3", "title": "Gates over slots", "reason": "what is gated"}]',
        Digest(
            LI_KEY,
            {"s3": (Point("A gated memory holds one slot for each aspect.", (f"{LI_KEY}:p2", f"{LI_KEY}:p3")),)},
            (Edit("rename", "s3", "what is gated", (LI_KEY,), title="Gates over slots"),),
        ),
    ),
    "chunk": (
        '```json\n[{"section": "s3", "kind": "Result", "extracted": "81.2", "rationale": "a table", '
        '"answer": "It is 81.2.", "passages": ["p2", "p5"], "confidence": "4"}, '
        '{"section": "s9", "answer": "x", "passages": ["p1"]}]\n```',
        (Finding("s3", Point("It is 81.2.", (f"{LI_KEY}:p2",), "result"), "81.2", "a table", 4),),
    ),
    "combine": (
        "## s3\n- (method) A gate decides what a slot keeps. [p2, p4]\n\n## edits\n[]",
        Digest(LI_KEY, {"s3": (Point("A gate decides what a slot keeps.", (f"{LI_KEY}:p2", f"{LI_KEY}:p4")),)}),
    ),
    "feedback": (
        '[{"op": "merge", "section": "s4", "into": "s3", "reason": "same points", "papers": ["li2018ensure", "x"]},]',
        Feedback((Edit("merge", "s4", "same points", (LI_KEY,), into="s3"),), KEYS),
    ),
    "kernel": (
        '```json\n{"edits": [{"op": "add", "section": "new1", "title": "Rationales", "gather": "who wrote them",'
        ' "parent": "s1", "reason": "both lists", "papers": ["wang2019aspect"]}]}\n```',
        Feedback((Edit("add", "new1", "both lists", (WANG_KEY,), "Rationales", "who wrote them", parent="s1"),), KEYS),
    ),
    "refine": ('[{"op": "delete", "section": "s5"}]', Feedback((Edit("delete", "s5"),), KEYS)),
    "judge": (
        '```json\n{"rationale": "s3 and s4 overlap in $\\alpha$-gates.", "score": 6.4}\n```',
        Judgement(6.4, "s3 and s4 overlap in $\\alpha$-gates."),
    ),
    "review": (
        '{"title": "Aspects", "sections": [{"id": "s2", "title": "Memory"}]}',
        Skeleton("Aspects", (Section("s2", "Memory"),)),
    ),
    "leaf": (
        "Here is the section:\n\n## Gated updates\n\nGates decide what a slot keeps [@li2018ensure; @li2019].\n",
        "Gates decide what a slot keeps [@li2018ensure].",
    ),
    "parent": ("Gates and slots belong together.", "Gates and slots belong together."),
    "abstract": ("Aspects are hard [@li2018ensure].", "Aspects are hard."),
    "introduction": ("Aspects are hard [@wang2019aspect].", "Aspects are hard [@wang2019aspect]."),
    "conclusion": ("Much is open within [0, 1].", "Much is open within [0, 1]."),
    "table": (
        '{"caption": "Signals.", "columns": ["Signal"], "rows": [{"paper": "li2018ensure", "cells": ["gates [p2]"]}, '
        '{"paper": "wang2019aspect", "cells": ["rationales [p3, p4]"]}]}',
        Table(
            "Signals.",
            ("Signal",),
            (
                Row(LI_KEY, (Cell("gates", (f"{LI_KEY}:p2",)),)),
                Row(WANG_KEY, (Cell("rationales", (f"{WANG_KEY}:p3", f"{WANG_KEY}:p4")),)),
            ),
        ),
    ),
    "diagram": (
        "```mermaid\nmindmap\n  root((Aspects))\n    Memory\n    Attention\n```\n\nCaption: Models by mechanism.",
        Diagram("Models by mechanism.", "mindmap\n  root((Aspects))\n    Memory\n    Attention"),
    ),
    "verify": ('```json\n{"1": "supported", "2": "Partly"}\n```', ("supported", "partly")),
    "repair": ("Gates win at times [@li2018ensure].", "Gates win at times [@li2018ensure]."),
    "revise": (
        "Here is the passage:\n\n### Gates\n\nGates decide [li2018ensure].\n",
        "### Gates\n\nGates decide [@li2018ensure].",
    ),
}

CHINESE: dict[str, tuple[str, Any]] = {
    "search": (
        '```json\n{"queries": ["方面级情感分析"], "subjects": ["方面级情感"], "criteria": ["研究方面级情感。"]}\n```',
        SearchWords(("方面级情感分析",), ("方面级情感",), (), ("研究方面级情感。",)),
    ),
    "screen": (
        '{"papers": [{"paper": "[1]", "reason": "研究记忆网络。", "mark": 9}, '
        '{"paper": 2, "reason": "研究注意力。", "mark": 2}]}',
        (Mark(9, "研究记忆网络。"), Mark(2, "研究注意力。")),
    ),
    "group": (f'分组如下：\n[["{LI_KEY}", "{WANG_KEY}"]]', (KEYS,)),
    "draft": (
        f"# 方面级情感\n## 一、记忆模型\n收集：记忆槽保存什么\n分析：比较更新规则\n论文：{LI_KEY}、{WANG_KEY}\n"
        "## 二、注意力\n收集：监督信号\n",
        Skeleton(
            "Aspect-level sentiment",
            (
                Section("s1", "记忆模型", "记忆槽保存什么", "比较更新规则", KEYS),
                Section("s2", "注意力", "监督信号"),
            ),
        ),
    ),
    "merge": (
        f"```markdown\n# 方面级情感\n## 模型\n论文：{LI_KEY}，{WANG_KEY}\n```",
        Skeleton("Aspect-level sentiment", (Section("s1", "模型", papers=KEYS),)),
    ),
    "digest": (
        "## s3\n- （method）门控记忆为每个方面保留一个记忆槽。［p2，p3］\n## 修改\n无",
        Digest(LI_KEY, {"s3": (Point("门控记忆为每个方面保留一个记忆槽。", (f"{LI_KEY}:p2", f"{LI_KEY}:p3")),)}),
    ),
    "chunk": (
        '[{"section": "s3", "kind": "方法", "answer": "门控决定保留什么。", "passages": ["p3"], "confidence": 9}]',
        (Finding("s3", Point("门控决定保留什么。", (f"{LI_KEY}:p3",), "background"), "", "", 5),),
    ),
    "combine": ("无", Digest(LI_KEY)),
    "feedback": (
        '[{"op": "guide", "section": "s3", "analyse": "比较门控", "reason": "分歧所在", "papers": ["wang2019aspect"]}]',
        Feedback((Edit("guide", "s3", "分歧所在", (WANG_KEY,), analysis="比较门控"),), KEYS),
    ),
    "kernel": ("没有需要修改的地方：[]", Feedback((), KEYS)),
    "refine": (
        '[{"op": "move", "section": "s5", "parent": "s2", "after": "s4", "reason": "特例"}]',
        Feedback((Edit("move", "s5", "特例", parent="s2", after="s4"),), KEYS),
    ),
    "judge": ('{"rationale": "s3 与 s4 重叠。", "score": "6.5"}', Judgement(6.5, "s3 与 s4 重叠。")),
    "review": (
        '{"title": "方面", "sections": [{"id": "s2", "title": "记忆"}]}',
        Skeleton("方面", (Section("s2", "记忆"),)),
    ),
    "leaf": ("以下是正文：\n\n门控决定保留什么 [@li2018ensure；@li2019]。", "门控决定保留什么 [@li2018ensure]。"),
    "parent": ("门控与记忆槽相辅相成。", "门控与记忆槽相辅相成。"),
    "abstract": ("方面难以判断 [@li2018ensure]。", "方面难以判断。"),
    "introduction": ("方面难以判断 [@wang2019aspect]。", "方面难以判断 [@wang2019aspect]。"),
    "conclusion": ("## 结论\n尚待解决。", "尚待解决。"),
    "table": ("null", None),
    "diagram": (
        '```mermaid\nflowchart TD\n  a["方面"] --> b["记忆"]\n```\n图注：按机制划分。',
        Diagram("按机制划分。", 'flowchart TD\n  a["方面"] --> b["记忆"]'),
    ),
    "verify": ('{"1": "unsupported", "2": "supported"}', ("unsupported", "supported")),
    "repair": ("无。", ""),
    "revise": ("```markdown\n### Gates\n\n门控决定保留什么。\n```", "### Gates\n\n门控决定保留什么。"),
}

CASES = [("en", name, *case) for name, case in ENGLISH.items()] + [
    ("zh", name, *case) for name, case in CHINESE.items()
]


def ask(engine: Engine, step: Step[Any], sample: int = 0) -> Reply:
    return asyncio.run(engine.answer(step, sample=sample))


def test_every_question_is_answered_in_both_languages() -> None:
    assert {*ENGLISH} == {*CHINESE} == {*questions()}


@pytest.mark.parametrize(("language", "name", "text", "result"), CASES)
def test_a_step_is_asked_answered_and_read(language: str, name: str, text: str, result: Any) -> None:
    step = questions(language)[name]
    engine = ScriptedEngine({step.name: text})
    reply = ask(engine, step)
    assert step.parse(reply.text) == result
    assert step.parse(step.format(result)) == result
    assert engine.asked[0].prompt == step.prompt(language)
    assert reply.usage.prompt_tokens > 100 and reply.usage.completion_tokens > 0


def test_answers_and_faults_come_in_turn() -> None:
    step = GroupPapers(Brief("T"), PAPERS, 2)
    fault = EngineError("The provider is busy.", retryable=True)
    engine = ScriptedEngine(
        {"group": ["nonsense", fault, lambda asked, sample: asked.format(((asked.name, str(sample)),))]}
    )
    with pytest.raises(BadReply):
        step.parse(ask(engine, step).text)
    with pytest.raises(EngineError, match="busy"):
        ask(engine, step)
    assert ask(engine, step, sample=7).text == '[["group", "7"]]'
    with pytest.raises(EngineError, match="no answer left for step 'group', call 4"):
        ask(engine, step)
    assert [asked.sample for asked in engine.asked] == [0, 0, 7, 0]


def test_a_step_without_a_script_is_a_fault() -> None:
    with pytest.raises(EngineError, match="'group'"):
        ask(ScriptedEngine({}), GroupPapers(Brief("T"), PAPERS, 2))


def finished(seed: int) -> list[int]:
    """The order in which ten calls that start together end."""
    engine = ScriptedEngine({"judge": lambda _, sample: str(sample)}, delay=0.05, seed=seed)
    order: list[int] = []

    async def one(sample: int) -> None:
        order.append(int((await engine.answer(questions()["judge"], sample=sample)).text))

    async def run() -> None:
        await asyncio.gather(*map(one, range(10)))

    asyncio.run(run())
    return order


def test_calls_end_in_another_order_than_they_began() -> None:
    assert sorted(finished(1)) == list(range(10))
    assert finished(1) != list(range(10))


def test_text_streams_only_where_the_step_asks_for_it() -> None:
    seen: dict[str, list[str]] = {"leaf": [], "judge": []}
    for name, pieces in seen.items():
        engine = ScriptedEngine({name: "Some text."})
        asyncio.run(engine.answer(questions()[name], sample=0, on_text=pieces.append))
    assert seen["leaf"][-1] == "Some text." and len(seen["leaf"]) > 1
    assert all("Some text.".startswith(piece) for piece in seen["leaf"])
    assert seen["judge"] == []


def test_replies_can_be_journaled() -> None:
    engine = ScriptedEngine({"group": "[]"})
    step = GroupPapers(Brief("T"), PAPERS, 2)
    journal = MemoryJournal()
    keys = {journal_key(engine, question, "en", sample) for question in questions().values() for sample in (0, 1)}
    assert len(keys) == 2 * len(questions())
    assert journal_key(engine, step, "en", 0) == journal_key(engine, GroupPapers(Brief("T"), PAPERS, 2), "en", 0)
    asyncio.run(journal.put(journal_key(engine, step, "en", 0), step.name, ask(engine, step)))
    assert list(journal.replies) == [journal_key(engine, step, "en", 0)]


def test_the_papers_of_the_questions_have_passages() -> None:
    assert len(LI.passages) == 6 and SKELETON.find("s5")
