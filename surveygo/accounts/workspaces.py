"""Workspaces as wholes: the one a person works in, and taking one away with all that is in it."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from surveygo.accounts.models import User, Workspace
from surveygo.articles.models import Article
from surveygo.library.models import Upload
from surveygo.surveys import shelf


def choose(workspace: Workspace, user: User) -> None:
    """Have the person work in that workspace until they choose another."""
    user.chosen = workspace
    user.save(update_fields=["chosen"])


def goes_with(workspace: Workspace) -> list[str]:
    """What a workspace takes along when it is deleted, for the person who is about to."""
    counts = (
        (workspace.surveys.count(), "survey"),
        (Article.objects.filter(survey__workspace=workspace).count(), "article"),
        (workspace.collections.count(), "collection"),
        (workspace.papers.count(), "paper"),
        (workspace.memberships.count() - 1, "other member"),
    )
    return [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number]


@transaction.atomic
def delete(workspace: Workspace) -> None:
    """Delete the workspace with its surveys, papers and articles; its runs stop. Its people stay."""
    for survey in workspace.surveys.all():
        shelf.delete(survey)
    for upload in Upload.objects.filter(collection__workspace=workspace).exclude(file=""):
        upload.file.delete(save=False)
    workspace.delete()


def shown(request: HttpRequest) -> dict[str, object]:
    """For templates: `my_workspaces` of who is signed in, and `my_workspace`, the one they work in."""
    if not isinstance(request.user, User):
        return {}
    mine = list(request.user.workspaces.order_by("memberships__pk"))
    here = next((one for one in mine if one.pk == request.user.chosen_id), mine[0] if mine else None)
    return {"my_workspaces": mine, "my_workspace": here}
