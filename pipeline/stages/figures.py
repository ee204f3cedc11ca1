"""Stage 10: comparison tables and diagrams for the sections that want them, checked by rendering."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.article import Article
from pipeline.errors import StepFailed
from pipeline.events import FigureDone
from pipeline.evidence import Evidence, Support, Verdict, evidence_key
from pipeline.figures import Diagram, Table
from pipeline.mermaid import render_svg
from pipeline.names import short_name
from pipeline.paper import Corpus, Paper
from pipeline.skeleton import Section, Skeleton
from pipeline.stages.context import Context
from pipeline.stages.writing import Cited
from pipeline.steps.base import Step
from pipeline.steps.diagram import MakeDiagram
from pipeline.steps.table import MakeTable
from pipeline.together import together

F = TypeVar("F")
MOST_TABLES, MOST_DIAGRAMS = 6, 4
FIRST_COLUMN = {"en": "Work", "zh": "文献"}


@dataclass(frozen=True)
class Figures:
    """The article with its figures, and the evidence of their cells."""

    article: Article
    evidence: tuple[Evidence, ...]


async def draw(context: Context, skeleton: Skeleton, article: Article, points: Mapping[str, Cited]) -> Figures:
    """Ask for a table and a diagram for each top-level section and a diagram of the whole, and set those that came."""
    written = {section.id for section in article.sections}
    sections = [section for section in skeleton.sections if section.id in written]
    wanted: list[Section | None] = [None, *sections]
    with context.stage("figures", len(sections) + len(wanted)) as progress:

        async def table(section: Section) -> Table | None:
            rows = _points(section, points)
            step = MakeTable(context.brief, section, _papers(context.corpus, rows), rows)
            found = await _ask(context, step, section.title)
            progress.step()
            return found

        async def diagram(section: Section | None) -> Diagram | None:
            rows = _points(section, points) if section else tuple(r for found in points.values() for r in found)
            step = MakeDiagram(context.brief, skeleton, section, _papers(context.corpus, rows), rows)
            found = await _ask(context, step, section.title if section else context.brief.title)
            progress.step()
            return found

        tables, diagrams = await asyncio.gather(
            together(table(section) for section in sections), together(diagram(section) for section in wanted)
        )
    made = {s.id: found for s, found in zip(sections, tables, strict=True) if found}
    drawn = {s.id if s else "introduction": found for s, found in zip(wanted, diagrams, strict=True) if found}
    return _set(context, article, dict(list(made.items())[:MOST_TABLES]), dict(list(drawn.items())[:MOST_DIAGRAMS]))


async def _ask(context: Context, step: Step[F], about: str) -> F | None:
    """The figure; None, and a notice, where none could be made or drawn."""

    def accept(result: F) -> None:
        if isinstance(result, Diagram):
            render_svg(result.source)

    try:
        return await context.asker.ask("figures", step, accept=accept)
    except StepFailed as error:
        context.notice("figure-failed", f"{step.name}:{about}", f"A figure for “{about}” was left out: {error}")
        return None


def _points(section: Section, points: Mapping[str, Cited]) -> Cited:
    return tuple(row for leaf in section.walk() for row in points.get(leaf.id, ()))


def _papers(corpus: Corpus, points: Cited) -> tuple[Paper, ...]:
    shown = {bibkey for bibkey, _ in points}
    return tuple(paper for paper in corpus.papers if paper.bibkey in shown)


def _set(context: Context, article: Article, tables: Mapping[str, Table], diagrams: Mapping[str, Diagram]) -> Figures:
    """The article with each section's figures behind its own text."""
    names = {paper.bibkey: short_name(paper) for paper in context.corpus.papers}
    first = FIRST_COLUMN[context.brief.language]
    evidence: list[Evidence] = []
    sections = []
    for section in article.sections:
        blocks = [section.markdown]
        if table := tables.get(section.id):
            blocks.append(table.to_markdown(names, first))
            context.emit(FigureDone(section.id, "table", blocks[-1]))
            evidence += _cells(context.corpus, section.id, table)
        if diagram := diagrams.get(section.id):
            blocks.append(diagram.to_markdown())
            context.emit(FigureDone(section.id, "diagram", blocks[-1]))
        sections.append(replace(section, markdown="\n\n".join(blocks)))
    return Figures(replace(article, sections=tuple(sections)), tuple(evidence))


def _cells(corpus: Corpus, section: str, table: Table) -> list[Evidence]:
    """What stands behind each cell: the passages its step named."""
    found = []
    for row in table.rows:
        passages = corpus.by_key[row.bibkey].passage_by_id
        for cell in row.cells:
            supports = tuple(
                Support(p.id, row.bibkey, p.page, p.start, p.end, p.text, 1.0)
                for name in cell.passages
                if (p := passages.get(name))
            )
            if cell.text:
                key = evidence_key(cell.text, (row.bibkey,))
                verdict: Verdict = "supported" if supports else "unsupported"
                found.append(Evidence(key, cell.text, section, (row.bibkey,), "cell", verdict, 1.0, supports))
    return found
