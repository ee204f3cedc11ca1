"""Teams: invitations, roles, the owner who cannot go, and workspaces one is in."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from surveygo.accounts import access, invitations, membership, workspaces
from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Invitation, Mail, Membership, Role, User, Workspace
from surveygo.articles.models import Article
from surveygo.library.models import Upload
from surveygo.surveys.models import Run, Survey

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(autouse=True)
def team(db: None) -> None:
    """The installation is a team's."""
    become_team()


def member(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_an_owner_invites_by_a_link_shown_once(as_alice: Client, workspace: Workspace) -> None:
    """The page after shows no link any more, and the rows hold its digest alone."""
    page = as_alice.post(f"/team/{workspace.pk}/invite", {"role": "viewer", "days": "7", "email": ""})
    (token,) = re.findall(r"/join/([\w-]+)", page.text)
    assert token not in as_alice.get("/team").text
    assert token not in str(Invitation.objects.values())
    found = invitations.find(token)
    assert found is not None and (found.role, found.workspace) == (Role.VIEWER, workspace)


def test_an_invitation_by_e_mail_is_shown_to_nobody_else(
    as_alice: Client, workspace: Workspace, settings: Settings
) -> None:
    """It goes to the mailbox; where no mail is set up the field says so."""
    given = {"role": "editor", "days": "7", "email": "dora@example.org"}
    assert as_alice.post(f"/team/{workspace.pk}/invite", given).status_code == 422
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": "smtp://127.0.0.1:1"}
    page = as_alice.post(f"/team/{workspace.pk}/invite", given, follow=True)
    assert "/join/" not in page.text
    assert "dora@example.org" in page.text
    mail = Mail.objects.get()
    assert mail.to == "dora@example.org"
    assert "Alice invites you" in mail.subject
    assert "/join/" in mail.text and "/join/" in mail.html


def test_an_invitation_ends_by_time_by_hand_and_by_use(
    as_alice: Client, alice: User, charlie: User, workspace: Workspace
) -> None:
    """Each way it is spent for good; taking one changes no role that one has."""
    tokens = [invitations.invite(workspace, alice, Role.EDITOR, 7).rsplit("/", 1)[1] for _ in range(4)]
    late, revoked = Invitation.objects.order_by("pk")[:2]
    Invitation.objects.filter(pk=late.pk).update(expires=timezone.now() - timedelta(seconds=1))
    as_alice.post(f"/invitations/{revoked.pk}/revoke")
    _, _, taken, another = [invitations.find(token) for token in tokens]
    assert taken and another
    assert invitations.accept(taken, charlie) == workspace
    assert invitations.accept(taken, alice) is None
    assert [invitations.find(token) for token in tokens[:3]] == [None, None, None]
    assert invitations.accept(another, alice) == workspace
    assert member(alice).role == Role.OWNER
    assert access.role_in(charlie, workspace.pk) == Role.EDITOR
    assert access.current_workspace(charlie) == workspace


def test_an_owner_changes_roles_and_removes_members(as_alice: Client, bob: User, workspace: Workspace) -> None:
    """What the member may do changes at once."""
    as_alice.post(f"/members/{member(bob).pk}/role", {"role": "nonsense"})
    assert access.role_in(bob, workspace.pk) == Role.EDITOR
    as_alice.post(f"/members/{member(bob).pk}/role", {"role": "reviewer"})
    assert access.can(bob, workspace.pk, "comment") and not access.can(bob, workspace.pk, "edit")
    as_alice.post(f"/members/{member(bob).pk}/remove")
    assert access.role_in(bob, workspace.pk) is None


def test_the_last_owner_stays(as_alice: Client, alice: User, bob: User, workspace: Workspace) -> None:
    """They can neither go nor become less, until there is another."""
    mine = member(alice).pk
    for path, sent in (
        (f"/members/{mine}/role", {"role": "viewer"}),
        (f"/members/{mine}/remove", {}),
        (f"/workspaces/{workspace.pk}/leave", {}),
    ):
        assert "needs an owner" in as_alice.post(path, sent, follow=True).text
        assert member(alice).role == Role.OWNER
    membership.change_role(member(bob), Role.OWNER)
    as_alice.post(f"/workspaces/{workspace.pk}/leave")
    assert access.role_in(alice, workspace.pk) is None
    with pytest.raises(membership.LastOwner):
        membership.remove(member(bob))


def test_one_works_in_the_workspace_one_chose(client: Client, bob: User, workspace: Workspace, survey: Survey) -> None:
    """Lists and new things are of that one; the others are a menu away."""
    client.force_login(bob)
    assert survey.title in client.get("/").text
    assert client.post("/workspaces/new", {"name": "Bob's own"})["Location"] == "/"
    assert survey.title not in client.get("/").text
    bob.refresh_from_db()
    assert access.current_workspace(bob).name == "Bob's own"
    client.post(f"/workspaces/{workspace.pk}/choose")
    bob.refresh_from_db()
    assert access.current_workspace(bob) == workspace
    assert survey.title in client.get("/").text


def test_a_role_is_that_of_the_chosen_workspace(client: Client, bob: User, workspace: Workspace) -> None:
    """A viewer here may not begin a survey, though they own another workspace."""
    membership.change_role(member(bob), Role.VIEWER)
    membership.found("Bob's own", bob.pk)
    workspaces.choose(workspace, bob)
    client.force_login(bob)
    assert client.get("/surveys/new").status_code == 403


def test_a_workspace_goes_with_all_that_is_named(
    as_alice: Client, article: Article, run: Run, workspace: Workspace
) -> None:
    """After its name was typed: rows and files, while its people stay."""
    upload = Upload(collection=run.survey.collection, name="a.pdf", size=1)
    upload.file.save("a.pdf", ContentFile(b"x"))
    file = Path(upload.file.path)
    page = as_alice.get(f"/workspaces/{workspace.pk}/delete").text
    for words in ("1 survey", "1 article", "1 collection", "8 papers"):
        assert words in page
    assert as_alice.post(f"/workspaces/{workspace.pk}/delete", {"name": "Sentiment"}).status_code == 422
    assert file.exists()
    as_alice.post(f"/workspaces/{workspace.pk}/delete", {"name": workspace.name})
    assert not Workspace.objects.filter(pk=workspace.pk).exists()
    assert not Article.objects.exists()
    assert not file.exists()
    assert User.objects.filter(email="alice@example.org").exists()
    assert "You are in no workspace yet" in as_alice.get("/").text


def test_a_workspace_gets_another_name(as_alice: Client, workspace: Workspace) -> None:
    """Names of nothing but spaces are refused."""
    assert as_alice.post(f"/workspaces/{workspace.pk}/rename", {"name": "  "}).status_code == 422
    as_alice.post(f"/workspaces/{workspace.pk}/rename", {"name": "Opinions"})
    workspace.refresh_from_db()
    assert workspace.name == "Opinions"


def test_the_machine_prints_an_address_that_sets_a_password(client: Client, bob: User) -> None:
    """For where no mail is sent."""
    out = StringIO()
    call_command("password", "Bob@example.org", stdout=out)
    page = client.get(out.getvalue().strip().removeprefix("http://127.0.0.1:8000"), follow=True)
    new = {"password1": "another long one", "password2": "another long one"}
    client.post(page.redirect_chain[-1][0], new)
    bob.refresh_from_db()
    assert bob.check_password("another long one")
    with pytest.raises(CommandError, match="Nobody"):
        call_command("password", "eve@example.org")
