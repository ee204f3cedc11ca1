"""Papers into the library: each once in its workspace, and at the end of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from pipeline.paper import Paper as PipelinePaper
from surveygo.accounts.models import Workspace
from surveygo.library import identity
from surveygo.library.models import Collection, CollectionPaper, Paper

GAPS = ("authors", "year", "venue", "doi", "arxiv", "url", "abstract", "bibkey")
"""Fields that one account of a paper may fill in another's."""


@transaction.atomic
def store(collection: Collection, papers: Sequence[PipelinePaper], **more: Any) -> list[PipelinePaper]:
    """Put the papers at the collection's end; returns those that it holds already.

    A paper that the workspace's library knows by DOI, arXiv id or title and year is not stored again: what was missing
    of it is filled in. more: fields of the rows that the pipeline's paper does not have.
    """
    rows = keep(collection.workspace, [Paper.of(collection.workspace, paper, **more) for paper in papers])
    placed = {row.pk for row in place(collection, rows)}
    doubles = []
    for paper, row in zip(papers, rows, strict=True):
        if row.pk in placed:
            placed.discard(row.pk)
        else:
            doubles.append(paper)
    return doubles


@transaction.atomic
def keep(workspace: Workspace, found: Sequence[Paper]) -> list[Paper]:
    """The library's row for each of the papers, made where it has none; one row may stand for several."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    known = _known(workspace, found)
    rows: list[Paper] = []
    fresh: list[Paper] = []
    grown: dict[int, Paper] = {}
    for paper in found:
        row = next((known[name] for name in paper.names if name in known and not _differ(known[name], paper)), None)
        if row is None:
            row = paper
            fresh.append(row)
        elif fill(row, paper) and row.pk:
            grown[row.pk] = row
        known |= dict.fromkeys((*paper.names, *row.names), row)
        rows.append(row)
    Paper.objects.bulk_create(fresh, batch_size=50)
    for row in grown.values():
        row.save()
    return rows


@transaction.atomic
def place(collection: Collection, rows: Sequence[Paper]) -> list[Paper]:
    """Put the rows at the collection's end; returns those that it did not hold yet, each once."""
    Collection.objects.select_for_update().get(pk=collection.pk)
    held = set(collection.places.values_list("paper", flat=True))
    new = [row for row in {row.pk: row for row in rows}.values() if row.pk not in held]
    after = (collection.places.aggregate(last=Max("position"))["last"] or 0) + 1
    CollectionPaper.objects.bulk_create(
        (CollectionPaper(collection=collection, paper=row, position=number) for number, row in enumerate(new, after)),
        batch_size=500,
    )
    return new


def fill(row: Paper, other: Paper) -> bool:
    """Fill what the row lacks from another account of the same paper; whether there was anything."""
    before = [getattr(row, name) for name in (*GAPS, "text")]
    for name in GAPS:
        if not getattr(row, name):
            setattr(row, name, getattr(other, name))
    if row.basis == Paper.Basis.ABSTRACT and other.basis != Paper.Basis.ABSTRACT:
        row.text, row.page_starts, row.basis = other.text, other.page_starts, other.basis
    row.retracted = row.retracted or other.retracted
    row.derive()
    return before != [getattr(row, name) for name in (*GAPS, "text")]


def _known(workspace: Workspace, found: Sequence[Paper]) -> dict[tuple[str, ...], Paper]:
    """Rows of the library by the names that they share with one of the papers."""
    asked: dict[str, set[str]] = {"doi": set(), "arxiv": set(), "title_key": set(), "sha256": set()}
    for paper in found:
        for name, values in asked.items():
            values.add(getattr(paper, name))
    same = Q()
    for name, values in asked.items():
        same |= Q(**{f"{name}__in": sorted(values - {""})})
    return {name: row for row in Paper.objects.filter(same, workspace=workspace).order_by("-pk") for name in row.names}


def _differ(row: Paper, other: Paper) -> bool:
    """Whether both have a publisher's DOI, and not the same one: two works of one title, such as two editorials."""
    dois = {identity.publisher_doi(row.doi), identity.publisher_doi(other.doi)} - {""}
    return len(dois) > 1
