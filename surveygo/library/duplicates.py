"""Papers that may be the same: proposed to a person, who merges or dismisses them; never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from surveygo.accounts.models import Workspace
from surveygo.articles.models import Article
from surveygo.library.models import CollectionPaper, Duplicate, Paper
from surveygo.library.store import fill

ALIKE = 90.0
"""Least likeness of two titles, 0 to 100, for a pair to be proposed."""
SHORTEST = 12
"""Letters of a title below which likeness says nothing."""
YEARS = 3
"""How far apart the years of a preprint and its publication may lie."""


def proposals(workspace: Workspace) -> QuerySet[Duplicate]:
    """Pairs of the workspace that wait for a person, the likest first."""
    found = Duplicate.objects.filter(first__workspace=workspace, dismissed=False).select_related("first", "second")
    return found.defer("first__text", "second__text").order_by("-score", "pk")


def propose(workspace: Workspace, papers: Iterable[int]) -> int:
    """Look for papers that may be the same as one of `papers`; how many new pairs there are."""
    rows = list(workspace.papers.values_list("pk", "title_key", "year", "authors"))
    asked = set(papers)
    pairs = list(_pairs(rows, [row for row in rows if row[0] in asked]))
    before = Duplicate.objects.count()
    Duplicate.objects.bulk_create(pairs, ignore_conflicts=True)
    return Duplicate.objects.count() - before


@transaction.atomic
def merge(keep: Paper, other: Paper) -> None:
    """Make one paper of two: `keep` gets what it lacked, and every collection, tag and citation of `other`.

    Surveys written from either go on being so; articles keep the text they have.
    """
    fill(keep, other)
    held = keep.places.values("collection")
    CollectionPaper.objects.filter(paper=other, collection__in=held).delete()
    CollectionPaper.objects.filter(paper=other).update(paper=keep)
    keep.tags.add(*other.tags.all())
    for article in Article.objects.filter(survey__workspace=keep.workspace_id).only("references"):
        if any(reference.get("paper") == other.pk for reference in article.references):
            for reference in article.references:
                if reference.get("paper") == other.pk:
                    reference["paper"] = keep.pk
            Article.objects.filter(pk=article.pk).update(references=article.references)
    gone = other.pk
    other.delete()
    keep.save()
    propose(keep.workspace, [keep.pk])
    Duplicate.objects.filter(Q(first=gone) | Q(second=gone)).delete()


def _pairs(
    rows: Sequence[tuple[int, str, int | None, list[str]]], asked: Sequence[tuple[int, str, int | None, list[str]]]
) -> Iterator[Duplicate]:
    titles = [row[1] for row in rows]
    for pk, title, year, authors in asked:
        if len(title) < SHORTEST:
            continue
        for _, score, index in process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=6):
            found, _, other_year, other_authors = rows[index]
            near = year is None or other_year is None or abs(year - other_year) <= YEARS
            if (
                found != pk
                and near
                and _digits(title) == _digits(titles[index])
                and _share_author(authors, other_authors)
            ):
                yield Duplicate(first_id=min(pk, found), second_id=max(pk, found), score=round(score))


def _digits(title: str) -> str:
    """The numbers of a title: parts 1 and 2 are alike, and two works."""
    return "".join(sign for sign in title if sign.isdigit())


def _share_author(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a surname stands in both; unknown authors may be anyone."""
    if not ours or not theirs:
        return True
    return bool({_surname(name) for name in ours} & {_surname(name) for name in theirs})


def _surname(name: str) -> str:
    family = name.partition(",")[0] if "," in name else name.split(" ")[-1]
    return family.strip().casefold()
