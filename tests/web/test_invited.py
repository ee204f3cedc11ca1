"""An invitation stays with who signed up on it, through a mail that is opened in another browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from surveygo import mail
from surveygo.accounts import invitations
from surveygo.accounts.access import role_in
from surveygo.accounts.models import BroughtInvitation, Invitation, Mail, Role, User, Workspace
from tests.web.entrance import PASSWORD, sign_in, signed_in
from tests.web.smtp import MailServer, mail_of_site

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.usefixtures("team")]

DORA = "dora@example.org"
ENDED = "was taken by somebody else, was revoked, or has expired"


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[MailServer]:
    """A mail server that the site is set up for."""
    with mail_of_site(settings) as server:
        yield server


@pytest.fixture
def path(alice: User, workspace: Workspace) -> str:
    """Where an invitation without an address is taken."""
    return invitations.invite(workspace, alice, Role.REVIEWER, 7).removeprefix("http://127.0.0.1:8000")


def sign_up(path: str, email: str = DORA) -> Client:
    """A browser in which somebody opened the invitation and made an account, and has to confirm the address."""
    browser = Client()
    assert "Make an account" in browser.get(path).text
    form = {"name": email.split("@")[0].title(), "email": email, "password1": PASSWORD, "next": path}
    assert browser.post("/signup", form)["Location"] == "/email/confirm"
    return browser


def confirm(letterbox: MailServer, browser: Client, email: str = DORA) -> None:
    """Open the link of the mail that came to the address, and press the button there."""
    for row in Mail.objects.all():
        mail.post(row.pk, row.tries)
    message = next(message for message in letterbox.taken if message["To"] == email)
    text = next(part.get_content() for part in message.walk() if part.get_content_type() == "text/plain")
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/email/confirm/\S+)", text)
    assert f"{email} is the address" in browser.get(link).text
    assert browser.post(link)["Location"] == "/signin"


def member(email: str, workspace: Workspace) -> str | None:
    return role_in(User.objects.get(email=email), workspace.pk)


def test_an_invitation_waits_in_another_browser(letterbox: MailServer, path: str, workspace: Workspace) -> None:
    """Nobody joins before the address is confirmed; then the first page after signing in has the button."""
    first, other = sign_up(path), Client()
    for browser in (first, other):
        assert sign_in(browser, DORA)["Location"] == "/email/confirm"
        browser.post("/join", {"invitation": Invitation.objects.get().pk})
        assert not signed_in(browser)
    first.post(path)
    assert member(DORA, workspace) is None
    confirm(letterbox, other)
    assert sign_in(other, DORA)["Location"] == "/"
    page = other.get("/")
    assert "You are invited" in page.text
    assert "Alice invites you to the workspace “Sentiment group”, as reviewer." in page.text
    page = other.post("/join", {"invitation": Invitation.objects.get().pk}, follow=True)
    assert "You are now a member of “Sentiment group”." in page.text
    assert member(DORA, workspace) == Role.REVIEWER
    assert not Invitation.objects.exists()
    assert not BroughtInvitation.objects.exists()


def test_the_same_browser_leads_back_to_the_invitation(letterbox: MailServer, path: str, workspace: Workspace) -> None:
    """The sign-in page says what for, and goes there without being told."""
    browser = sign_up(path)
    confirm(letterbox, browser)
    assert "Sign in to join “Sentiment group”." in browser.get("/signin").text
    assert sign_in(browser, DORA)["Location"] == path
    assert browser.post(path)["Location"] == "/"
    assert member(DORA, workspace) == Role.REVIEWER


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_an_invitation_that_ended_meanwhile_says_so(
    letterbox: MailServer, as_alice: Client, path: str, workspace: Workspace, end: str
) -> None:
    """In whatever browser, and nobody gets in with it."""
    first, other = sign_up(path), Client()
    pk = Invitation.objects.get().pk
    if end == "revoked":
        as_alice.post(f"/invitations/{pk}/revoke")
    else:
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    confirm(letterbox, other)
    for browser in (first, other):
        sign_in(browser, DORA)
        page = browser.get("/").text
        assert f"Your invitation to “Sentiment group” {ENDED}: ask for another." in page
        assert "Join as" not in page
        assert browser.post("/join", {"invitation": pk}).status_code == 410
        assert browser.get(path).status_code == 410
    assert member(DORA, workspace) is None


def test_of_two_with_one_link_the_second_is_told(letterbox: MailServer, path: str, workspace: Workspace) -> None:
    """Though both signed up while it was open."""
    sign_up(path)
    sign_up(path, "eve@example.org")
    pk = Invitation.objects.get().pk
    pages = []
    browsers = {DORA: Client(), "eve@example.org": Client()}
    for email, browser in browsers.items():
        confirm(letterbox, browser, email)
        sign_in(browser, email)
        pages.append(browser.get("/").text)
    assert all("You are invited" in page for page in pages)
    assert browsers[DORA].post("/join", {"invitation": pk})["Location"] == "/"
    late = browsers["eve@example.org"]
    assert late.post("/join", {"invitation": pk}).status_code == 410
    assert ENDED in late.get("/").text
    assert (member(DORA, workspace), member("eve@example.org", workspace)) == (Role.REVIEWER, None)


@pytest.mark.usefixtures("letterbox")
def test_what_was_sent_to_a_confirmed_address_waits_in_the_menu(
    client: Client, alice: User, charlie: User, workspace: Workspace
) -> None:
    """Whoever has that address confirmed need not look for the mail; where it is not confirmed, nothing is told."""
    invitations.invite(workspace, alice, Role.EDITOR, 7, "Charlie@Example.org")
    invitations.invite(workspace, alice, Role.EDITOR, 7, "somebody@example.org")
    mine = Invitation.objects.get(email="Charlie@Example.org").pk
    address = EmailAddress.objects.create(user=charlie, email=charlie.email, verified=False, primary=True)
    client.force_login(charlie)
    assert "Invitations" not in client.get("/").text
    client.post("/join", {"invitation": mine})
    assert role_in(charlie, workspace.pk) is None
    address.set_verified()
    assert 'Invitations <span class="badge">1</span>' in client.get("/").text
    assert "Alice invites you" in client.get("/join").text
    others = Invitation.objects.exclude(pk=mine).get().pk
    assert client.post("/join", {"invitation": others}).status_code == 410
    assert client.post("/join", {"invitation": "x"}).status_code == 410
    client.post("/join", {"invitation": mine})
    assert role_in(charlie, workspace.pk) == Role.EDITOR
    assert "No invitation waits for you" in client.get("/join").text


@pytest.mark.usefixtures("letterbox")
def test_a_session_from_before_mail_was_set_up_joins_nothing(
    client: Client, charlie: User, path: str, workspace: Workspace
) -> None:
    """Its person is told to confirm the address first, and the invitation stays."""
    client.force_login(charlie)
    assert "Confirm your address first" in client.post(path, follow=True).text
    assert role_in(charlie, workspace.pk) is None
    assert Invitation.objects.exists()


@pytest.mark.usefixtures("letterbox")
def test_who_was_removed_comes_in_by_no_second_mail(
    as_alice: Client, alice: User, charlie: User, workspace: Workspace
) -> None:
    """Taking one invitation takes the others to that address and workspace; those to other people stay."""
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True, primary=True)
    for email in (charlie.email, charlie.email, DORA):
        invitations.invite(workspace, alice, Role.EDITOR, 7, email)
    assert invitations.accept(invitations.waiting(charlie)[0], charlie) == workspace
    as_alice.post(f"/members/{workspace.memberships.get(user=charlie).pk}/remove")
    assert not invitations.waiting(charlie).exists()
    assert Invitation.objects.get().email == DORA


@pytest.mark.usefixtures("letterbox")
def test_an_invitation_can_be_declined(
    client: Client, alice: User, charlie: User, path: str, workspace: Workspace
) -> None:
    """It waits no more; one by mail is gone, a link goes on for others, and what is others' cannot be declined."""
    EmailAddress.objects.create(user=charlie, email=charlie.email, verified=True, primary=True)
    for email in (charlie.email, DORA):
        invitations.invite(workspace, alice, Role.EDITOR, 7, email)
    link, sent, other = Invitation.objects.order_by("pk")
    BroughtInvitation.objects.create(user=charlie, digest=link.digest, workspace=workspace.name)
    client.force_login(charlie)
    for invitation in (link, sent):
        page = client.post("/join", {"decline": invitation.pk}, follow=True)
        assert "You declined the invitation to “Sentiment group”." in page.text
    assert client.post("/join", {"decline": other.pk}).status_code == 410
    assert set(Invitation.objects.all()) == {link, other}
    assert not invitations.waiting(charlie).exists()
    assert role_in(charlie, workspace.pk) is None
    assert Client().get(path).status_code == 200
