"""One question of every step, over two small papers, for the tests of steps."""

from __future__ import annotations

from typing import Any

from pipeline.brief import Brief
from pipeline.digest import Digest, Edit, Feedback, Point
from pipeline.paper import Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.steps import (
    CombineFindings,
    DigestChunk,
    DigestPaper,
    DraftSkeleton,
    Finding,
    GiveFeedback,
    GroupPapers,
    JudgeSkeleton,
    MakeDiagram,
    MakeTable,
    MergeFeedback,
    MergeSkeletons,
    PlanSearch,
    RefineSkeleton,
    RepairSentence,
    ReviewOutline,
    ReviseText,
    ScreenPapers,
    Step,
    VerifyClaims,
    WriteFrame,
    WriteLeaf,
    WriteParent,
)

SENTENCE = "The gated memory of the model stores one slot for each aspect and is updated word by word in {}. "


def paper(bibkey: str, title: str, authors: tuple[str, ...], year: int) -> Paper:
    """A paper of six passages."""
    text = "\n\n".join(SENTENCE.format(f"experiment {number}") * 5 for number in range(1, 7))
    return Paper(bibkey, title, text, f"This paper studies {title}.", authors, year)


LI = paper("li2018ensure", "Ensuring aspect-aware memory", ("Alice Li", "Bob Wu"), 2018)
WANG = paper("wang2019aspect", "Aspect attention with rationales", ("Charlie Wang",), 2019)
PAPERS = (LI, WANG)
KEYS = tuple(p.bibkey for p in PAPERS)

SKELETON = Skeleton(
    "Aspect-level sentiment",
    (
        Section("s1", "Relating words to aspects", "how relations are found", "contrast sources", KEYS),
        Section(
            "s2",
            "Memory models",
            "what a slot holds",
            "order by update rule",
            (LI.bibkey,),
            (
                Section("s3", "Gated updates", "the gate's input", "compare gates", (LI.bibkey,)),
                Section("s4", "Several aspects", "interaction of aspects", "", KEYS),
            ),
        ),
        Section("s5", "Open problems"),
    ),
)
POINTS = (
    (LI.bibkey, Point("A gated memory holds one slot for each aspect.", ("li2018ensure:p2",), "method")),
    (
        WANG.bibkey,
        Point("Attention is supervised by rationales.", ("wang2019aspect:p3", "wang2019aspect:p4"), "method"),
    ),
)
REVISED = "### Gates\n\nGates decide what a slot keeps [@li2018ensure]. They win at times [@wang2019aspect]."
"""The passage that is to be revised."""
DIGESTS = (
    Digest(LI.bibkey, {"s3": (POINTS[0][1],)}, (Edit("rename", "s3", "says more", (LI.bibkey,), title="Gates"),)),
    Digest(WANG.bibkey, {"s1": (POINTS[1][1],)}),
)
FINDINGS = tuple(
    (Finding("s3", Point("A gate decides what a slot keeps.", (f"li2018ensure:p{n}",), "method"), "a gate", "said", n),)
    for n in (2, 4)
)
LISTS = (
    Feedback((Edit("rename", "s3", "says more", (LI.bibkey,), title="Gates"),), (LI.bibkey,)),
    Feedback((Edit("merge", "s4", "the same", (WANG.bibkey,), into="s3"),), (WANG.bibkey,)),
)


def questions(language: str = "en", brief: Brief | None = None) -> dict[str, Step[Any]]:
    """A question of each step; the three parts of the frame as `abstract`, `introduction`, `conclusion`."""
    ask = brief or Brief("Aspect-level sentiment", "for newcomers", language)
    leaf = SKELETON.find("s3")
    parent = SKELETON.find("s2")
    assert leaf and parent
    texts = (("Gated updates", "Gates decide [@li2018ensure]."), ("Several aspects", "Aspects interact."))
    steps: list[Step[Any]] = [
        PlanSearch(ask),
        ScreenPapers(ask, PAPERS, ("It models aspects.",)),
        GroupPapers(ask, PAPERS, 2),
        DraftSkeleton(ask, PAPERS),
        MergeSkeletons(ask, (SKELETON, SKELETON)),
        DigestPaper(ask, LI, SKELETON),
        DigestChunk(ask, LI, SKELETON, LI.passages[:3], 1, 2),
        CombineFindings(ask, LI, FINDINGS, SKELETON, ("s3",)),
        GiveFeedback(ask, SKELETON, DIGESTS),
        MergeFeedback(ask, SKELETON, LISTS, (6.5, 7.0)),
        JudgeSkeleton(ask, SKELETON, KEYS),
        RefineSkeleton(ask, SKELETON, "s5 is thin.", (("coverage", 0.9),), DIGESTS),
        ReviewOutline(ask, SKELETON, "run-7"),
        WriteLeaf(ask, SKELETON, leaf, PAPERS, POINTS, 120),
        WriteParent(ask, SKELETON, parent, PAPERS, POINTS, texts, 80),
        MakeTable(ask, leaf, PAPERS, POINTS),
        MakeDiagram(ask, SKELETON, None, PAPERS, POINTS),
        VerifyClaims(ask, (("A gate decides.", LI.passages[:2]), ("Rationales help.", WANG.passages[:1]))),
        RepairSentence(ask, "Gates always win [@li2018ensure].", LI.passages[:2]),
        ReviseText(ask, "shorten", "", REVISED, ("Aspects", "Memory"), "Before.", "After.", PAPERS, LI.passages[:2]),
    ]
    parts = ("abstract", "introduction", "conclusion")
    frames = {part: WriteFrame(ask, SKELETON, part, PAPERS, POINTS, texts, 150) for part in parts}  # type: ignore[arg-type]
    return {step.name: step for step in steps} | frames
