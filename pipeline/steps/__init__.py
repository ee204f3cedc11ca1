"""One file per question put to an engine: what goes in, prompt, reply format, result."""

from __future__ import annotations

from typing import Any

from pipeline.steps.base import Message, Step
from pipeline.steps.chunk import DigestChunk, Finding
from pipeline.steps.combine import CombineFindings
from pipeline.steps.diagram import MakeDiagram
from pipeline.steps.digest import DigestPaper
from pipeline.steps.draft import DraftSkeleton
from pipeline.steps.feedback import GiveFeedback
from pipeline.steps.frame import WriteFrame
from pipeline.steps.group import GroupPapers
from pipeline.steps.judge import Judgement, JudgeSkeleton
from pipeline.steps.kernel import MergeFeedback
from pipeline.steps.leaf import WriteLeaf
from pipeline.steps.merge import MergeSkeletons
from pipeline.steps.outline import format_outline, parse_outline
from pipeline.steps.parent import WriteParent
from pipeline.steps.refine import RefineSkeleton
from pipeline.steps.repair import RepairSentence
from pipeline.steps.review import ReviewOutline
from pipeline.steps.revise import Operation, ReviseText
from pipeline.steps.screen import Mark, ScreenPapers
from pipeline.steps.search import PlanSearch, SearchWords
from pipeline.steps.table import MakeTable
from pipeline.steps.verify import VerifyClaims

STEPS: dict[str, type[Step[Any]]] = {
    step.name: step
    for step in (
        PlanSearch,
        ScreenPapers,
        GroupPapers,
        DraftSkeleton,
        MergeSkeletons,
        DigestPaper,
        DigestChunk,
        CombineFindings,
        GiveFeedback,
        MergeFeedback,
        JudgeSkeleton,
        RefineSkeleton,
        ReviewOutline,
        WriteLeaf,
        WriteParent,
        WriteFrame,
        MakeTable,
        MakeDiagram,
        VerifyClaims,
        RepairSentence,
        ReviseText,
    )
}

__all__ = [
    "STEPS",
    "CombineFindings",
    "DigestChunk",
    "DigestPaper",
    "DraftSkeleton",
    "Finding",
    "GiveFeedback",
    "GroupPapers",
    "JudgeSkeleton",
    "Judgement",
    "MakeDiagram",
    "MakeTable",
    "Mark",
    "MergeFeedback",
    "MergeSkeletons",
    "Message",
    "Operation",
    "PlanSearch",
    "RefineSkeleton",
    "RepairSentence",
    "ReviewOutline",
    "ReviseText",
    "ScreenPapers",
    "SearchWords",
    "Step",
    "VerifyClaims",
    "WriteFrame",
    "WriteLeaf",
    "WriteParent",
    "format_outline",
    "parse_outline",
]
