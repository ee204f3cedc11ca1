"""Accounts: an installation becomes a team's, people sign up by invitation, in with a password, and find one again."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from surveygo.accounts import invitations
from surveygo.accounts.installation import is_team
from surveygo.accounts.models import Mail, Membership, Role, User, Workspace
from surveygo.accounts.signin import local_owner, new_token
from surveygo.environment import ROOT
from tests.web.entrance import PASSWORD, link_in, sign_in, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_the_local_owner_turns_the_installation_into_a_team_one(client: Client) -> None:
    """No password is asked for before; afterwards it signs in, and the printed address does, too."""
    owner = local_owner()
    assert b"manage.py signin" in client.get("/signin").content
    client.get(f"/signin/{new_token(owner)}")
    given = {"name": "Ann", "email": "Ann@Example.org", "password": "short"}
    assert client.post("/team/begin", given).status_code == 422
    assert not is_team()
    assert client.post("/team/begin", given | {"password": PASSWORD})["Location"] == "/team"
    assert is_team()
    assert client.get("/team").status_code == 200
    assert client.get("/you/sessions").text.count("signed in <time") == 1
    other = Client()
    assert b'name="password"' in other.get("/signin").content
    assert sign_in(other, "ann@example.org")["Location"] == "/"
    assert signed_in(other)
    third = Client()
    third.get(f"/signin/{new_token(local_owner())}")
    assert signed_in(third)


def test_only_an_owner_turns_it(client: Client, bob: User) -> None:
    """An editor is refused."""
    client.force_login(bob)
    assert client.get("/team/begin").status_code == 403
    assert not is_team()


@pytest.mark.usefixtures("team")
def test_nobody_signs_up_uninvited(client: Client) -> None:
    """Neither page nor post makes an account, nor does an invitation that is spent."""
    form = {"name": "Eve", "email": "eve@example.org", "password1": PASSWORD}
    assert b"by invitation" in client.get("/signup").content
    client.get("/join/nonsense")
    client.post("/signup", form)
    assert not User.objects.filter(email="eve@example.org").exists()


def test_nobody_signs_up_where_one_person_works_alone(client: Client, settings: Settings) -> None:
    """Not even where sign-up is open."""
    settings.ENV = settings.ENV | {"SURVEYGO_OPEN_SIGNUP": True}
    assert b"by invitation" in client.get("/signup").content


@pytest.mark.usefixtures("team")
def test_everybody_signs_up_where_that_is_open(client: Client, settings: Settings) -> None:
    """They belong to no workspace, and may make one."""
    settings.ENV = settings.ENV | {"SURVEYGO_OPEN_SIGNUP": True}
    form = {"name": "Eve", "email": "eve@example.org", "password1": PASSWORD}
    assert client.post("/signup", form)["Location"] == "/"
    assert b"You are in no workspace yet" in client.get("/").content
    client.post("/workspaces/new", {"name": "Eve's"})
    assert Membership.objects.get(user__email="eve@example.org").role == Role.OWNER
    assert b"New survey" in client.get("/").content


@pytest.mark.usefixtures("team")
def test_an_invitation_makes_an_account_and_a_member_once(client: Client, alice: User, workspace: Workspace) -> None:
    """The visitor sees who invites them, signs up, comes back and joins; a second visitor finds it spent."""
    path = invitations.invite(workspace, alice, Role.REVIEWER, 7).removeprefix("http://127.0.0.1:8000")
    page = client.get(path)
    assert "Alice invites you" in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert client.post(path).status_code == 302 or not signed_in(client)
    form = {"name": "Dora", "email": "dora@example.org", "password1": PASSWORD, "next": path}
    assert client.post("/signup", form)["Location"] == path
    assert User.objects.get(email="dora@example.org").name == "Dora"
    assert client.post(path)["Location"] == "/"
    assert Membership.objects.get(user__email="dora@example.org", workspace=workspace).role == Role.REVIEWER
    assert Client().get(path).status_code == 410


@pytest.mark.usefixtures("team", "mailing")
def test_an_invitation_by_e_mail_proves_its_address(client: Client, alice: User, workspace: Workspace) -> None:
    """Whoever opened it need not confirm that address again; another address must be confirmed."""
    invitations.invite(workspace, alice, Role.EDITOR, 7, "dora@example.org")
    path = link_in(Mail.objects.get())
    client.get(path)
    form = {"name": "Dora", "email": "dora@example.org", "password1": PASSWORD, "next": path}
    assert client.post("/signup", form)["Location"] == path
    assert signed_in(client)
    other = Client()
    other.get(path)
    assert other.post("/signup", form | {"email": "eve@example.org"})["Location"] == "/email/confirm"
    assert not signed_in(other)
    confirm = link_in(Mail.objects.get(to="eve@example.org"))
    assert "eve@example.org is the address" in other.get(confirm).text
    other.post(confirm)
    assert EmailAddress.objects.get(email="eve@example.org").verified


@pytest.mark.usefixtures("team", "mailing")
def test_a_forgotten_password_is_set_by_mail_once(client: Client) -> None:
    """The link is on the site's own address whatever Host the visitor sent, and spent after its use."""
    client.post("/password/forgotten", {"email": "alice@example.org"}, headers={"host": "localhost:666"})
    assert OrmQ.objects.count() == 0
    path = link_in(Mail.objects.get())
    assert "localhost" not in Mail.objects.get().text + Mail.objects.get().html
    page = client.get(path, follow=True)
    assert b'name="password1"' in page.content
    new = {"password1": "another long one", "password2": "another long one"}
    assert client.post(page.redirect_chain[-1][0], new)["Location"] == "/password/new/done"
    assert not signed_in(client)
    assert b"no longer works" in Client().get(path, follow=True).content
    sign_in(client)
    assert not signed_in(client)
    sign_in(client, password="another long one")
    assert signed_in(client)


@pytest.mark.usefixtures("team")
def test_a_second_factor_is_asked_for(client: Client, alice: User) -> None:
    """It is set up with a code of the app, sealed at rest, and asked for from then on; a recovery code does once."""
    sign_in(client)
    assert client.get("/you/factor/app")["Location"].startswith("/you/confirm?")
    assert client.post("/you/confirm", {"password": "wrong password"}).status_code == 200
    client.post("/you/confirm", {"password": PASSWORD})
    page = client.get("/you/factor/app")
    (secret,) = re.findall(r'<code class="wrap">(\w+)</code>', page.text)
    assert client.post("/you/factor/app", {"code": code_of(secret)}).status_code == 302
    totp = Authenticator.objects.get(user=alice, type="totp")
    assert secret not in str(totp.data)
    codes = re.findall(r"<li><code>(\d+)</code></li>", client.get("/you/factor/codes").text)
    assert len(codes) == 10
    assert client.get("/you/factor/codes/file").text.split() == codes
    other = Client()
    assert sign_in(other)["Location"].startswith("/signin-factor")
    assert not signed_in(other)
    assert other.get("/team").status_code == 302
    other.post("/signin-factor", {"code": "000000"})
    assert not signed_in(other)
    other.post("/signin-factor", {"code": codes[0]})
    assert signed_in(other)
    third = Client()
    sign_in(third)
    third.post("/signin-factor", {"code": codes[0]})
    assert not signed_in(third)
    assert third.get("/signin").status_code == 302
    third.post("/signout")
    assert third.get("/signin").status_code == 200
    assert "The second factor is off." in client.post("/you/factor/app/off", follow=True).text
    assert not Authenticator.objects.exists()


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


@pytest.mark.usefixtures("team")
def test_the_settings_page_changes_name_and_password(client: Client, alice: User) -> None:
    """And signs out every other browser."""
    other = Client()
    sign_in(other)
    sign_in(client)
    client.post("/you", {"name": "Alice B."})
    alice.refresh_from_db()
    assert alice.name == "Alice B."
    assert client.post("/you", {"name": ""}).status_code == 422
    assert client.post("/you/sessions").status_code == 302
    assert other.get("/team").status_code == 302
    given = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    changed = client.post("/you/password", given, follow=True)
    assert changed.redirect_chain == [("/you", 302)]
    assert "Your password is changed." in changed.text
    alice.refresh_from_db()
    assert alice.check_password("another long one")


@pytest.mark.usefixtures("team", "mailing")
def test_an_address_changes_once_it_is_confirmed(client: Client, alice: User) -> None:
    """Until then the old one stays."""
    sign_in(client)
    asked = client.post("/you/email", {"email": "new@example.org", "action_add": ""}, follow=True)
    assert "A link that confirms new@example.org is on its way to it." in asked.text
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    for page in ("/you/email", "/you"):
        assert "new@example.org waits to be confirmed" in client.get(page).text
    link = link_in(Mail.objects.get(to="new@example.org"))
    assert "new@example.org is confirmed." in client.post(link, follow=True).text
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert "To your address" in client.get(link).text


@pytest.mark.usefixtures("team")
def test_without_mail_a_forgotten_password_is_a_matter_of_the_machine(client: Client) -> None:
    """The page says so, and keeps no mail."""
    assert "manage.py password" in client.post("/password/forgotten", {"email": "alice@example.org"}).text
    assert not Mail.objects.exists()


def test_what_an_act_has_done_is_told() -> None:
    """django-allauth leaves out a message that has no template, so that nobody would notice one that is missing."""
    silent = {"logged_in", "logged_out", "login_code_sent", "phone_verified", "phone_verification_sent"}
    silent |= {"webauthn_added", "webauthn_removed"}
    silent |= {"cannot_delete_primary_email", "primary_email_set", "unverified_primary_email"}
    package = Path(allauth.__file__).parent / "templates"
    known = {path.relative_to(package) for path in package.glob("*/messages/*.txt") if path.stem not in silent}
    assert len(known) > 10
    assert not [str(path) for path in known if not (ROOT / "templates" / path).is_file()]
