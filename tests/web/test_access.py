"""Every object through one door: members by their role, strangers not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from surveygo.accounts import access
from surveygo.accounts.models import Membership, Role, User, Workspace
from surveygo.articles.models import Article
from surveygo.library.models import Upload
from surveygo.surveys.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.services]

Get = Callable[..., Any]


@pytest.fixture(params=["workspace", "survey", "run", "collection", "upload", "article"])
def found(request: pytest.FixtureRequest, run: Run) -> tuple[Get, int]:
    """A way in, and the key of an object of alice's behind it."""
    collection = run.survey.collection
    keys = {
        "workspace": run.survey.workspace_id,
        "survey": run.survey_id,
        "run": run.pk,
        "collection": collection.pk,
        "upload": Upload.objects.create(collection=collection, name="a.pdf", size=1).pk,
        "article": Article.objects.create(survey=run.survey, run=run, title="T", markdown="", sha256="").pk,
    }
    return getattr(access, f"get_{request.param}"), keys[request.param]


def test_the_owner_and_editors_may_edit(found: tuple[Get, int], alice: User, bob: User) -> None:
    """Both get the object, for reading and for changing."""
    get, pk = found
    for user in (alice, bob):
        assert get(user, pk).pk == get(user, pk, "edit").pk == pk


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_readers_may_only_read(found: tuple[Get, int], bob: User, role: Role) -> None:
    """They get the object for reading, and 403 for changing."""
    Membership.objects.filter(user=bob).update(role=role)
    get, pk = found
    assert get(bob, pk).pk == pk
    with pytest.raises(PermissionDenied):
        get(bob, pk, "edit")


def test_strangers_find_nothing(found: tuple[Get, int], charlie: User) -> None:
    """Not even that it exists: the same 404 as for a number that nothing has."""
    get, pk = found
    for need in ("view", "edit"):
        with pytest.raises(Http404) as stranger:
            get(charlie, pk, need)
        with pytest.raises(Http404) as missing:
            get(charlie, 10**9, need)
        assert str(stranger.value) == str(missing.value)


def test_lists_hold_only_what_one_may_see(run: Run, alice: User, bob: User, charlie: User) -> None:
    """Members see the workspace's surveys, once each."""
    assert list(access.surveys_of(alice)) == list(access.surveys_of(bob)) == [run.survey]
    assert not access.surveys_of(charlie)
    assert access.current_workspace(charlie) != access.current_workspace(alice)
    with pytest.raises(Http404):
        access.current_workspace(User.objects.create_user("nobody@example.org", name="Nobody"))
    assert Workspace.objects.count() == 2
