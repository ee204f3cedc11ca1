"""Workspaces as wholes: the one a person works in, and taking one away with all that is in it."""

from __future__ import annotations

from functools import cached_property

from django.db import transaction
from django.http import HttpRequest

from surveygo.accounts import invitations
from surveygo.accounts.models import Invitation, User, Workspace
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


class Mine:
    """The workspaces and invitations of a person, looked up where a page shows them."""

    def __init__(self, user: User) -> None:
        self._user = user

    @cached_property
    def all(self) -> list[Workspace]:
        """Those they are a member of, in the order in which they joined."""
        return list(self._user.workspaces.order_by("memberships__pk"))

    @cached_property
    def here(self) -> Workspace | None:
        """The one they work in."""
        return next((one for one in self.all if one.pk == self._user.chosen_id), self.all[0] if self.all else None)

    @cached_property
    def invitations(self) -> list[Invitation]:
        """Those that wait for them."""
        return list(invitations.waiting(self._user))

    @cached_property
    def ended(self) -> list[str]:
        """The names of workspaces whose invitation they came with and cannot take any more."""
        return invitations.ended(self._user)


def shown(request: HttpRequest) -> dict[str, Mine]:
    """For templates: `my_workspaces` of who is signed in."""
    # A request that is refused before it reaches the sessions has no user.
    user = getattr(request, "user", None)
    return {"my_workspaces": Mine(user)} if isinstance(user, User) else {}
