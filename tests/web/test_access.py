"""Every object through one door: members by their role, strangers not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from surveygo.accounts import access
from surveygo.accounts.models import Membership, Role, User, Workspace
from surveygo.articles.models import Article
from surveygo.library.models import Duplicate, Upload
from surveygo.searches.models import Search
from surveygo.surveys.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.services]

Get = Callable[..., Any]


@pytest.fixture(
    params=["workspace", "survey", "run", "collection", "paper", "duplicate", "upload", "search", "article"]
)
def found(request: pytest.FixtureRequest, run: Run) -> tuple[Get, int]:
    """A way in, and the key of an object of alice's behind it."""
    collection = run.survey.collection
    first, second, *_ = collection.in_order()
    keys = {
        "workspace": run.survey.workspace_id,
        "survey": run.survey_id,
        "run": run.pk,
        "collection": collection.pk,
        "paper": first.pk,
        "search": Search.objects.create(survey=run.survey, topic="T").pk,
        "duplicate": Duplicate.objects.create(first=first, second=second, score=95).pk,
        "upload": Upload.objects.create(collection=collection, name="a.pdf", size=1).pk,
        "article": Article.objects.create(survey=run.survey, run=run, title="T", markdown="", sha256="").pk,
    }
    return getattr(access, f"get_{request.param}"), keys[request.param]


def test_the_owner_and_editors_may_edit(found: tuple[Get, int], alice: User, bob: User) -> None:
    """Both get the object, for reading and for changing."""
    get, pk = found
    for user in (alice, bob):
        assert get(user, pk).pk == get(user, pk, "edit").pk == pk


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("need", access.ALLOWED)
def test_a_role_allows_what_the_table_says(
    found: tuple[Get, int], workspace: Workspace, bob: User, role: str, need: access.Need
) -> None:
    """They get the object for what their role allows, and 403 for the rest."""
    Membership.objects.filter(user=bob).update(role=role)
    get, pk = found
    assert access.can(bob, workspace.pk, need) == (role in access.ALLOWED[need])
    if role in access.ALLOWED[need]:
        assert get(bob, pk, need).pk == pk
        return
    with pytest.raises(PermissionDenied, match=re.escape(access.REFUSALS[need])):
        get(bob, pk, need)


def test_each_role_may_do_what_the_ones_after_it_may() -> None:
    """The table is a staircase: view, comment, edit, own."""
    order = Role.values
    for roles in access.ALLOWED.values():
        assert list(roles) == order[: len(roles)]
    assert [len(roles) for roles in access.ALLOWED.values()] == [4, 3, 2, 1]


def test_strangers_find_nothing(found: tuple[Get, int], charlie: User) -> None:
    """Not even that it exists: the same 404 as for a number that nothing has."""
    get, pk = found
    for need in access.ALLOWED:
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
