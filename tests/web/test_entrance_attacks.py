"""What a visitor with ill intent tries at the entrance: guessing, asking who is there, leading people elsewhere."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from pytest_django.fixtures import Settings

from surveygo.accounts.models import Mail, User
from tests.web.entrance import PASSWORD, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("team", "mailing")
def test_nobody_learns_who_has_an_account(client: Client, settings: Settings) -> None:
    """Signing in, a forgotten password and signing up answer alike for known and unknown addresses."""
    settings.ENV = settings.ENV | {"SURVEYGO_OPEN_SIGNUP": True}

    def plain(page: str, email: str) -> str:
        changing = r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken"|content)[=:] ?"[^"]*"'
        return re.sub(changing, "", page.replace(email, "@"))

    for path, form in (
        ("/signin", {"login": "{}", "password": "wrong password"}),
        ("/password/forgotten", {"email": "{}"}),
        ("/signup", {"name": "X", "email": "{}", "password1": PASSWORD}),
    ):
        answers = []
        for email in ("alice@example.org", "nobody@example.org"):
            reply = Client().post(path, {key: value.format(email) for key, value in form.items()})
            answers.append((reply.status_code, reply.headers.get("Location"), plain(reply.text, email)))
        assert answers[0] == answers[1]
    assert "You have an account already" in Mail.objects.filter(to="alice@example.org").values_list(
        "subject", flat=True
    )


@pytest.mark.usefixtures("team")
def test_passwords_cannot_be_tried_at_will(client: Client) -> None:
    """After a few wrong ones even the right one is refused for a while."""
    for _ in range(5):
        assert sign_in(client, password="wrong password").status_code == 200
    reply = sign_in(client)
    assert not signed_in(client)
    assert "Too many" in reply.text


@pytest.mark.usefixtures("team")
def test_codes_of_a_second_factor_cannot_be_tried_at_will(client: Client, alice: User) -> None:
    """Whoever knows the password has a few tries at the code."""
    TOTP.activate(alice, generate_totp_secret())
    RecoveryCodes.activate(alice)
    code = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client)
    for _ in range(5):
        client.post("/signin-factor", {"code": "000000"})
    assert "Too many" in client.post("/signin-factor", {"code": code}).text
    assert not signed_in(client)


@pytest.mark.usefixtures("team")
def test_another_site_s_name_is_refused(client: Client) -> None:
    """A request under a name that is not the site's gets no page, so nothing made from it can mislead."""
    assert client.get("/signin", headers={"host": "evil.example.org"}).status_code == 400


@pytest.mark.usefixtures("team", "mailing")
def test_mails_cannot_be_asked_for_at_will(client: Client) -> None:
    """The same address gets no more than a few, and the visitor is told to wait."""
    codes = [client.post("/password/forgotten", {"email": "alice@example.org"}).status_code for _ in range(8)]
    assert codes[0] == 302
    assert codes[-1] == 429
    assert Mail.objects.count() < 8


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    "place",
    ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)", "https:evil"],
)
def test_signing_in_leads_nowhere_else(client: Client, place: str) -> None:
    """`next` is followed within the site only."""
    assert (
        client.post("/signin", {"login": "alice@example.org", "password": PASSWORD, "next": place})["Location"] == "/"
    )


@pytest.mark.usefixtures("team")
def test_a_session_is_new_after_signing_in(client: Client) -> None:
    """Whoever planted a session in a browser does not share what becomes of it."""
    client.get("/join/nonsense")
    session = client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    client.cookies["sessionid"] = planted
    sign_in(client, to="/signin?next=/team")
    assert signed_in(client)
    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert attacker.get("/team").status_code == 302
