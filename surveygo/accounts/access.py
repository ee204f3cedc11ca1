"""The one door to every object: strangers get 404, members whose role does not allow what they want get 403."""

from __future__ import annotations

from typing import Literal, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from surveygo.accounts.models import Invitation, Membership, Role, ShareLink, User, Workspace
from surveygo.articles.models import Article, ExportFile
from surveygo.assist.models import Assist
from surveygo.library.models import Collection, Duplicate, Paper, Upload
from surveygo.providers.models import Provider
from surveygo.review.models import Thread
from surveygo.searches.models import Search
from surveygo.surveys.models import Run, Survey

Need = Literal["view", "comment", "edit", "own"]
ALLOWED: dict[Need, tuple[Role, ...]] = {
    "view": (Role.OWNER, Role.EDITOR, Role.REVIEWER, Role.VIEWER),
    "comment": (Role.OWNER, Role.EDITOR, Role.REVIEWER),
    "edit": (Role.OWNER, Role.EDITOR),
    "own": (Role.OWNER,),
}
REFUSALS: dict[Need, str] = {
    "view": "Your role in this workspace does not let you see this.",
    "comment": "Your role in this workspace lets you read, not comment.",
    "edit": "Your role in this workspace lets you read, not change.",
    "own": "Only an owner of this workspace may do that.",
}
M = TypeVar("M", bound=Model)


def role_in(user: User, workspace_id: int) -> str | None:
    """The user's role in that workspace, or None for a stranger."""
    return Membership.objects.filter(user=user, workspace_id=workspace_id).values_list("role", flat=True).first()


def can(user: User, workspace_id: int, need: Need) -> bool:
    """Whether the user's role in the workspace allows what is needed."""
    return role_in(user, workspace_id) in ALLOWED[need]


def current_workspace(user: User, need: Need = "view") -> Workspace:
    """The workspace the user works in: the one they chose, else the one they joined first.

    Raises:
        Http404: for a user without one.
        PermissionDenied: for a user whose role there does not allow what is needed.
    """
    memberships = user.memberships.select_related("workspace").order_by("pk")
    membership = memberships.filter(workspace=user.chosen_id).first() or memberships.first()
    if membership is None:
        raise Http404("You are not a member of a workspace.")
    if membership.role not in ALLOWED[need]:
        raise PermissionDenied(REFUSALS[need])
    return membership.workspace


def surveys_of(user: User) -> QuerySet[Survey]:
    """Every survey the user may see."""
    return Survey.objects.filter(workspace__members=user)


def get_workspace(user: User, pk: int, need: Need = "view") -> Workspace:
    """The workspace, or 404 for strangers and 403 for members who may not."""
    return _checked(Workspace.objects.filter(pk=pk), user, need, "pk")


def get_member(user: User, pk: int, need: Need = "view") -> Membership:
    """The membership of somebody, or 404 for strangers and 403 for members who may not."""
    return _checked(Membership.objects.filter(pk=pk).select_related("user"), user, need, "workspace_id")


def get_invitation(user: User, pk: int, need: Need = "view") -> Invitation:
    """The invitation, or 404 for strangers and 403 for members who may not."""
    return _checked(Invitation.objects.filter(pk=pk), user, need, "workspace_id")


def get_survey(user: User, pk: int, need: Need = "view") -> Survey:
    """The survey, or 404 for strangers and 403 for members who may not."""
    return _checked(Survey.objects.filter(pk=pk).select_related("workspace"), user, need, "workspace_id")


def get_run(user: User, pk: int, need: Need = "view") -> Run:
    """The run, or 404 for strangers and 403 for members who may not."""
    return _checked(Run.objects.filter(pk=pk).select_related("survey"), user, need, "survey.workspace_id")


def get_collection(user: User, pk: int, need: Need = "view") -> Collection:
    """The collection, or 404 for strangers and 403 for members who may not."""
    return _checked(Collection.objects.filter(pk=pk), user, need, "workspace_id")


def get_paper(user: User, pk: int, need: Need = "view") -> Paper:
    """The paper of a library, or 404 for strangers and 403 for members who may not."""
    return _checked(Paper.objects.filter(pk=pk).select_related("workspace"), user, need, "workspace_id")


def get_duplicate(user: User, pk: int, need: Need = "view") -> Duplicate:
    """Two papers that may be the same, or 404 for strangers and 403 for members who may not."""
    found = Duplicate.objects.filter(pk=pk).select_related("first__workspace", "second")
    return _checked(found, user, need, "first.workspace_id")


def get_upload(user: User, pk: int, need: Need = "view") -> Upload:
    """The upload, or 404 for strangers and 403 for members who may not."""
    found = Upload.objects.filter(pk=pk).select_related("collection")
    return _checked(found, user, need, "collection.workspace_id")


def get_search(user: User, pk: int, need: Need = "view") -> Search:
    """The search, or 404 for strangers and 403 for members who may not."""
    return _checked(Search.objects.filter(pk=pk).select_related("survey__workspace"), user, need, "survey.workspace_id")


def get_article(user: User, pk: int, need: Need = "view") -> Article:
    """The article, or 404 for strangers and 403 for members who may not."""
    found = Article.objects.filter(pk=pk).select_related("survey", "run")
    return _checked(found, user, need, "survey.workspace_id")


def get_share(user: User, pk: int, need: Need = "view") -> ShareLink:
    """The share link, or 404 for strangers and 403 for members who may not."""
    found = ShareLink.objects.filter(pk=pk).select_related("article__survey")
    return _checked(found, user, need, "article.survey.workspace_id")


def get_thread(user: User, pk: int, need: Need = "view") -> Thread:
    """The thread, or 404 for strangers and 403 for members who may not."""
    found = Thread.objects.filter(pk=pk).select_related("article__survey", "author")
    return _checked(found, user, need, "article.survey.workspace_id")


def get_assist(user: User, pk: int, need: Need = "view") -> Assist:
    """What an engine was asked for a passage, or 404 for strangers and 403 for members who may not."""
    found = Assist.objects.filter(pk=pk).select_related("article__survey")
    return _checked(found, user, need, "article.survey.workspace_id")


def get_export(user: User, pk: int, need: Need = "view") -> ExportFile:
    """The file made of an article, or 404 for strangers and 403 for members who may not."""
    found = ExportFile.objects.filter(pk=pk).select_related("article__survey")
    return _checked(found, user, need, "article.survey.workspace_id")


def get_provider(user: User, pk: int, need: Need = "view") -> Provider:
    """The provider, or 404 for strangers and 403 for members who may not."""
    return _checked(Provider.objects.filter(pk=pk), user, need, "workspace_id")


def _checked(found: QuerySet[M], user: User, need: Need, workspace: str) -> M:
    item = found.first()
    if item is None:
        raise Http404("There is nothing here.")
    place: object = item
    for name in workspace.split("."):
        place = getattr(place, name)
    role = role_in(user, int(str(place)))
    if role is None:
        raise Http404("There is nothing here.")
    if role not in ALLOWED[need]:
        raise PermissionDenied(REFUSALS[need])
    return item
