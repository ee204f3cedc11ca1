"""Tags put on papers and taken off; a tag without papers goes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from surveygo.accounts.models import Workspace
from surveygo.library.models import Paper, Tag


@transaction.atomic
def set_tags(paper: Paper, names: Sequence[str]) -> None:
    """Have the paper bear these tags and no others."""
    paper.tags.set(_named(paper.workspace, names))
    _clear(paper.workspace)


@transaction.atomic
def tag(workspace: Workspace, papers: QuerySet[Paper], names: Sequence[str]) -> None:
    """Put the tags on the papers."""
    keys = list(papers.values_list("pk", flat=True))
    for one in _named(workspace, names):
        one.papers.add(*keys)


@transaction.atomic
def untag(workspace: Workspace, papers: QuerySet[Paper], names: Sequence[str]) -> None:
    """Take the tags off the papers."""
    keys = list(papers.values_list("pk", flat=True))
    for one in workspace.tags.filter(name__in=names):
        one.papers.remove(*keys)
    _clear(workspace)


def _named(workspace: Workspace, names: Sequence[str]) -> list[Tag]:
    return [Tag.objects.get_or_create(workspace=workspace, name=name)[0] for name in names]


def _clear(workspace: Workspace) -> None:
    workspace.tags.filter(papers=None).delete()
