"""Plausible answers to every step, made from the step's own inputs: short, valid, the same every time."""

from __future__ import annotations

from typing import Any

from pipeline.citations import cite
from pipeline.digest import Digest, Edit, Feedback, Point
from pipeline.figures import Cell, Diagram, Row, Table
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.again import AskedAgain
from pipeline.steps.base import Step
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
from pipeline.steps.parent import WriteParent
from pipeline.steps.refine import RefineSkeleton
from pipeline.steps.repair import RepairSentence
from pipeline.steps.revise import ReviseText
from pipeline.steps.table import MakeTable
from pipeline.steps.verify import VerifyClaims


def answer(step: Step[Any], sample: int) -> str:
    """A reply to `step` that its parser takes; `sample` makes refinements differ."""
    return step.format(_result(step.step if isinstance(step, AskedAgain) else step, sample))


def _result(step: Step[Any], sample: int) -> Any:
    match step:
        case GroupPapers():
            keys = [paper.bibkey for paper in step.papers]
            return tuple(tuple(keys[i : i + step.size]) for i in range(0, len(keys), step.size))
        case DraftSkeleton():
            return _draft(step)
        case MergeSkeletons():
            return _merge(step)
        case DigestPaper():
            return _digest(step)
        case GiveFeedback():
            return Feedback(_edits(step.skeleton, step.digests[0].bibkey), tuple(d.bibkey for d in step.digests))
        case MergeFeedback():
            edits = {edit.title: edit for part in step.lists for edit in part.edits}
            return Feedback(tuple(edits.values()), tuple(dict.fromkeys(k for part in step.lists for k in part.papers)))
        case JudgeSkeleton():
            return Judgement(min(10.0, 4.0 + 0.5 * len(list(step.skeleton.walk()))), "It covers the papers.")
        case RefineSkeleton():
            return Feedback((Edit("guide", step.skeleton.leaves()[0].id, "sharper", construction=f"Wish {sample}."),))
        case VerifyClaims():
            return tuple("supported" for _ in step.claims)
        case MakeTable():
            return _table(step)
        case MakeDiagram():
            return (
                Diagram("Themes.", "mindmap\n  root((Survey))\n    Data\n    Models") if step.section is None else None
            )
    return _text(step)


def _draft(step: DraftSkeleton) -> Skeleton:
    keys = tuple(paper.bibkey for paper in step.papers)
    first = Section("s1", f"Models of {keys[0]}", "the model", "compare", keys)
    return Skeleton(step.brief.title, (first, Section("s2", "Data sets", "data", "list", keys)))


def _merge(step: MergeSkeletons) -> Skeleton:
    models = tuple(skeleton.sections[0] for skeleton in step.skeletons)
    keys = tuple(dict.fromkeys(key for section in models for key in section.papers))
    inner = tuple(Section(f"s{i + 2}", s.title, "the model", "compare", s.papers) for i, s in enumerate(models))
    parent = Section("s1", "Models", "models", "compare", keys, inner)
    return Skeleton(step.brief.title, (parent, Section(f"s{len(inner) + 2}", "Data sets", "data", "list", keys)))


def _digest(step: DigestPaper) -> Digest:
    wanted = step.sections or tuple(leaf.id for leaf in step.skeleton.leaves())
    passages = step.paper.passages
    points = {
        name: (Point(passages[i % len(passages)].text.split("\n")[-1], (passages[i % len(passages)].id,)),)
        for i, name in enumerate(wanted)
    }
    return Digest(step.paper.bibkey, points, _edits(step.skeleton, step.paper.bibkey))


def _edits(skeleton: Skeleton, bibkey: str) -> tuple[Edit, ...]:
    return (Edit("add", f"new-{bibkey}", "it is missing", (bibkey,), title=f"Notes on {bibkey}", construction="notes"),)


def _table(step: MakeTable) -> Table | None:
    rows: dict[str, Row] = {}
    for key, point in step.points:
        rows.setdefault(key, Row(key, (Cell(point.text[:40], point.passages),)))
    return Table("What was said.", ("Statement",), tuple(rows.values())) if len(rows) > 1 else None


def _text(step: Step[Any]) -> str:
    match step:
        case WriteLeaf() | WriteParent():
            return "\n\n".join(f"{point.text.rstrip('.')} {cite(key)}." for key, point in step.points[:6])
        case WriteFrame():
            cited = f" {cite(step.points[0][0])}" if step.part != "abstract" else ""
            return f"{step.points[0][1].text.rstrip('.')}{cited}."
        case RepairSentence():
            return ""
        case ReviseText():
            return step.text
    raise AssertionError(f"no answer for {step.name}")
