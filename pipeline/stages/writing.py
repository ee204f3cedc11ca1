"""Stage 9: leaves from the digests of their own section, parents after their children, then the frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.article import Article, ArticleSection
from pipeline.digest import Digest, Point
from pipeline.errors import StepFailed
from pipeline.events import SectionDone, SectionStarted, SectionText
from pipeline.paper import Paper
from pipeline.prose import word_count
from pipeline.shape import FRAME_WORDS, natural_words
from pipeline.skeleton import Section, Skeleton
from pipeline.stages.context import Context, Progress
from pipeline.stages.lengths import Lengths
from pipeline.stages.repeats import unrepeated
from pipeline.steps.base import Step
from pipeline.steps.frame import FramePart, WriteFrame
from pipeline.steps.leaf import WriteLeaf
from pipeline.steps.parent import WriteParent
from pipeline.together import together

FRAME_TITLES: Mapping[str, Mapping[FramePart, str]] = {
    "en": {"abstract": "Abstract", "introduction": "Introduction", "conclusion": "Conclusion"},
    "zh": {"abstract": "摘要", "introduction": "引言", "conclusion": "结论"},
}

Cited = tuple[tuple[str, Point], ...]


@dataclass(frozen=True)
class Writer:
    """Writes the sections of one skeleton from points by section id."""

    context: Context
    skeleton: Skeleton
    points: Mapping[str, Cited]
    lengths: Lengths
    progress: Progress

    async def section(self, section: Section) -> ArticleSection:
        """The section and all below it; children first, and a parent as soon as its last child is done."""
        if section.is_leaf:
            return await self._leaf(section)
        children = tuple(await together(self.section(child) for child in section.children))
        return await self._parent(section, children)

    async def _leaf(self, section: Section) -> ArticleSection:
        points = self.points[section.id]
        step = WriteLeaf(
            self.context.brief, self.skeleton, section, self._papers(points), points, self.lengths.of(section.id)
        )
        return ArticleSection(section.id, section.title, await self._write(section.id, section.title, step))

    async def _parent(self, section: Section, children: tuple[ArticleSection, ...]) -> ArticleSection:
        points = tuple(row for leaf in section.walk() if leaf.is_leaf for row in self.points.get(leaf.id, ()))
        texts = tuple((child.title, child.markdown) for child in children)
        words = self.lengths.opening(section.id)
        step = WriteParent(self.context.brief, self.skeleton, section, self._papers(points), points, texts, words)
        return ArticleSection(section.id, section.title, await self._write(section.id, section.title, step), children)

    async def frame(self, part: FramePart, body: Sequence[ArticleSection], words: int) -> ArticleSection:
        """Abstract, introduction or conclusion, from the top-level sections."""
        title = FRAME_TITLES[self.context.brief.language][part]
        points = tuple(row for rows in self.points.values() for row in rows)
        texts = tuple((s.title, _whole(s)) for s in body)
        step = WriteFrame(self.context.brief, self.skeleton, part, self._papers(points), points, texts, words)
        return ArticleSection(part, title, await self._write(part, title, step))

    def _papers(self, points: Cited) -> tuple[Paper, ...]:
        """The papers whose points the step is shown, in corpus order: the only ones it may cite."""
        shown = {bibkey for bibkey, _ in points}
        return tuple(paper for paper in self.context.corpus.papers if paper.bibkey in shown)

    async def _write(self, name: str, title: str, step: Step[str]) -> str:
        emit = self.context.emit
        emit(SectionStarted(name))
        on_text: Callable[[str], None] = lambda text: emit(SectionText(name, text))  # noqa: E731
        try:
            markdown = await self.context.asker.ask("write", step, on_text=on_text)
        except StepFailed as error:
            self.context.notice("section-failed", name, f"The section “{title}” could not be written: {error}")
            markdown = ""
        self.progress.step()
        emit(SectionDone(name, title, markdown, word_count(markdown)))
        return markdown


async def write(context: Context, skeleton: Skeleton, digests: Sequence[Digest]) -> tuple[Article, Skeleton]:
    """The article without figures, and the skeleton without the sections that no paper has anything for."""
    points = points_by_leaf(skeleton, digests)
    skeleton = _with_evidence(context, skeleton, points)
    papers = {bibkey for rows in points.values() for bibkey, _ in rows}
    wanted = context.plan.words or natural_words(len(papers), model=context.asker.engine.judges)
    lengths = Lengths.plan(skeleton, points, wanted, sum(FRAME_WORDS.values()))
    with context.stage("write", sum(1 for _ in skeleton.walk()) + len(FRAME_WORDS)) as progress:
        writer = Writer(context, skeleton, points, lengths, progress)
        written = await together(writer.section(section) for section in skeleton.sections)
        body = [filled for section in written if (filled := _filled(section)) is not None]
        body = unrepeated(body)
        if not body:
            raise StepFailed("No section could be written.")
        abstract, introduction, conclusion = await together(
            writer.frame(part, body, lengths.frame(words)) for part, words in FRAME_WORDS.items()
        )
    parts = (abstract, introduction, *body, conclusion)
    return Article(context.brief.title, tuple(part for part in parts if part.markdown or part.children)), skeleton


def _whole(section: ArticleSection) -> str:
    """A section's text with that of its subsections under their titles."""
    inner = (f"### {part.title}\n\n{part.markdown}" for child in section.children for _, part in child.walk())
    return "\n\n".join([section.markdown, *inner]).strip()


def points_by_leaf(skeleton: Skeleton, digests: Sequence[Digest]) -> dict[str, Cited]:
    """What every leaf is written from: its points with their bibkeys, in paper order."""
    return {
        leaf.id: tuple((d.bibkey, point) for d in digests for point in d.points.get(leaf.id, ()))
        for leaf in skeleton.leaves()
    }


def _with_evidence(context: Context, skeleton: Skeleton, points: Mapping[str, Cited]) -> Skeleton:
    def keep(section: Section) -> Section | None:
        children = tuple(kept for child in section.children if (kept := keep(child)) is not None)
        if children or points.get(section.id):
            return replace(section, children=children)
        context.notice(
            "section-empty", section.id, f"The section “{section.title}” was left out: no paper has anything for it."
        )
        return None

    return replace(skeleton, sections=tuple(kept for s in skeleton.sections if (kept := keep(s)) is not None))


def _filled(section: ArticleSection) -> ArticleSection | None:
    """The section without subsections that could not be written; None where nothing is left."""
    children = tuple(kept for child in section.children if (kept := _filled(child)) is not None)
    return replace(section, children=children) if section.markdown.strip() or children else None
