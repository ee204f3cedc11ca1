"""The extractive engine: answers every step with classical language technology, no model and no network."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from functools import singledispatchmethod
from typing import Any

from pipeline.digest import Digest, Feedback
from pipeline.engines.base import Reply, Usage
from pipeline.engines.extractive import suggestions
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.diagrams import make_diagram
from pipeline.engines.extractive.digests import digest
from pipeline.engines.extractive.frame import write_frame
from pipeline.engines.extractive.inputs import inputs_hash
from pipeline.engines.extractive.leaf import write_leaf
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.parent import write_parent
from pipeline.engines.extractive.repair import repair
from pipeline.engines.extractive.revising import revise
from pipeline.engines.extractive.skeletons import plan_skeleton
from pipeline.engines.extractive.tables import make_table
from pipeline.errors import BadInput, EngineError
from pipeline.figures import Diagram, Table
from pipeline.paper import Corpus
from pipeline.skeleton import Skeleton
from pipeline.steps.again import AskedAgain
from pipeline.steps.base import Step
from pipeline.steps.diagram import MakeDiagram
from pipeline.steps.digest import DigestPaper
from pipeline.steps.draft import DraftSkeleton
from pipeline.steps.feedback import GiveFeedback
from pipeline.steps.frame import WriteFrame
from pipeline.steps.group import GroupPapers
from pipeline.steps.kernel import MergeFeedback
from pipeline.steps.leaf import WriteLeaf
from pipeline.steps.merge import MergeSkeletons
from pipeline.steps.parent import WriteParent
from pipeline.steps.refine import RefineSkeleton
from pipeline.steps.repair import RepairSentence
from pipeline.steps.revise import ReviseText
from pipeline.steps.table import MakeTable

CODE = "17"
"""Raise with every change that changes an answer: it is part of the journal's key."""

LANGUAGES = {"en": "English", "zh": "Chinese"}


class ExtractiveEngine:
    """Answers steps about one corpus, in the language of its papers.

    Raises:
        BadInput: when the article is asked for in another language than the papers'.
    """

    name = "extractive"
    label = "extractive (no language model)"
    judges = False

    def __init__(self, corpus: Corpus, language: str = "en") -> None:
        if language != corpus.language:
            wanted, written = LANGUAGES.get(language, language), LANGUAGES[corpus.language]
            raise BadInput(
                f"The extractive engine writes in the papers' own language, {written}, and cannot write in {wanted}; "
                f"choose {written} or an engine with a language model."
            )
        self.language = language
        self.library = Library(corpus, language)
        self.concurrency = os.cpu_count() or 1

    def identity(self, step: Step[Any]) -> Mapping[str, str]:
        """Name, code version, corpus, language and all that the step holds."""
        corpus = self.library.corpus.hash
        known = {"engine": self.name, "code": CODE, "corpus": corpus, "language": self.language}
        return known | {"inputs": inputs_hash(step)}

    async def answer(self, step: Step[Any], *, sample: int, on_text: Callable[[str], None] | None = None) -> Reply:
        """The answer to a step, in its reply format; the same for every sample, but that each sample of a refinement is
        another proposal.

        Raises:
            EngineError: for a step that needs a judge or a person.
        """
        result = await asyncio.to_thread(self._result, step, sample)
        text = step.format(result)
        if on_text is not None:
            on_text(text)
        return Reply(text, Usage(), self.name)

    @singledispatchmethod
    def _result(self, step: Step[Any], sample: int) -> Any:
        raise EngineError(f"The extractive engine cannot answer the step “{step.name}”.")

    @_result.register(AskedAgain)
    def _again(self, step: AskedAgain[Any], sample: int) -> Any:
        """The first answer: there is nobody here to think again."""
        return self._result(step.step, sample)

    @_result.register
    def _group(self, step: GroupPapers, sample: int) -> tuple[tuple[str, ...], ...]:
        keys = [p.bibkey for p in step.papers]
        return tuple(runs(keys, self.library.space, max(1, step.size - 1), step.size))

    @_result.register
    def _draft(self, step: DraftSkeleton, sample: int) -> Skeleton:
        return plan_skeleton(step.brief.title, [p.bibkey for p in step.papers], self.library)

    @_result.register
    def _merge(self, step: MergeSkeletons, sample: int) -> Skeleton:
        keys = {key for skeleton in step.skeletons for section in skeleton.walk() for key in section.papers}
        return plan_skeleton(step.brief.title, sorted(keys), self.library)

    @_result.register
    def _digest(self, step: DigestPaper, sample: int) -> Digest:
        return digest(step.paper.bibkey, step.skeleton, step.sections, self.library)

    @_result.register
    def _feedback(self, step: GiveFeedback, sample: int) -> Feedback:
        return suggestions.gather(step.skeleton, step.digests, self.library)

    @_result.register
    def _kernel(self, step: MergeFeedback, sample: int) -> Feedback:
        return suggestions.unite(step.skeleton, step.lists, step.scores)

    @_result.register
    def _refine(self, step: RefineSkeleton, sample: int) -> Feedback:
        return suggestions.refine(step.skeleton, dict(step.parts), step.digests, self.library, sample)

    @_result.register
    def _leaf(self, step: WriteLeaf, sample: int) -> str:
        return write_leaf(step.skeleton, step.section, step.points, step.words, self.library)

    @_result.register
    def _parent(self, step: WriteParent, sample: int) -> str:
        keys = [p.bibkey for p in step.papers]
        return write_parent(step.skeleton, step.section, keys, step.points, step.children, step.words, self.library)

    @_result.register
    def _frame(self, step: WriteFrame, sample: int) -> str:
        return write_frame(step, self.library)

    @_result.register
    def _table(self, step: MakeTable, sample: int) -> Table | None:
        return make_table(step.section, step.points, self.library)

    @_result.register
    def _diagram(self, step: MakeDiagram, sample: int) -> Diagram | None:
        return make_diagram(step.skeleton, step.section, [p.bibkey for p in step.papers], self.library)

    @_result.register
    def _repair(self, step: RepairSentence, sample: int) -> str:
        return repair(step.sentence, step.passages, self.library)

    @_result.register
    def _revise(self, step: ReviseText, sample: int) -> str:
        return revise(step, self.library)
