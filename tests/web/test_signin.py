"""Signing in by an address that works once, and the local owner."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Membership, Role, SigninToken, User, Workspace
from surveygo.accounts.signin import local_owner, new_token, redeem
from surveygo.surveys.management.commands.up import ready_address

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def test_the_first_call_makes_the_owner_and_later_ones_find_them() -> None:
    """One owner with one workspace, however often it is asked for."""
    owner = local_owner()
    assert local_owner() == owner
    assert (User.objects.count(), Workspace.objects.count()) == (1, 1)
    assert Membership.objects.get().role == Role.OWNER
    assert not owner.has_usable_password()


def test_an_address_signs_in_once(client: Client) -> None:
    """The first visit signs in; a second browser is turned away with an explanation."""
    token = new_token(local_owner())
    assert client.head(f"/signin/{token}").status_code == 200
    assert "_auth_user_id" not in client.session
    reply = client.get(f"/signin/{token}")
    assert (reply.status_code, reply["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(local_owner().pk)
    second = Client().get(f"/signin/{token}")
    assert second.status_code == 403
    assert "manage.py signin" in second.content.decode()


def test_a_spent_address_still_leads_home_who_is_signed_in(client: Client) -> None:
    """Opening the printed address again is no error."""
    token = new_token(local_owner())
    client.get(f"/signin/{token}")
    assert client.get(f"/signin/{token}").status_code == 302


def test_tokens_expire_and_are_not_stored(client: Client) -> None:
    """After a day an address is spent; the rows never held the token itself."""
    token = new_token(local_owner())
    assert token not in str(SigninToken.objects.values())
    SigninToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert redeem(token) is None
    assert redeem("nonsense") is None


def test_inactive_people_stay_out() -> None:
    """A token of someone who was switched off signs nobody in."""
    owner = local_owner()
    token = new_token(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert redeem(token) is None


def test_every_page_asks_who_one_is(client: Client) -> None:
    """Without a session there is the sign-in page, and nothing else but the health check."""
    reply = client.get("/")
    assert (reply.status_code, reply["Location"].split("?")[0]) == (302, "/signin")
    assert client.get("/signin").status_code == 200
    assert client.get("/healthz").content == b"ok\n"


def test_signing_out_ends_the_session(client: Client) -> None:
    """By POST only."""
    client.force_login(local_owner())
    assert client.get("/signout").status_code == 405
    assert client.post("/signout").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_team_s_log_signs_nobody_in() -> None:
    """What `up` prints signs the one person in; of a team, more than the owner may read it."""
    assert "/signin/" in ready_address()
    become_team()
    assert ready_address() == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("hosts", "proxy", "begin"),
    [
        ([], False, "http://127.0.0.1:8123/signin/"),
        (["survey.example.org"], False, "http://survey.example.org:8123/signin/"),
        (["survey.example.org"], True, "https://survey.example.org/signin/"),
    ],
)
def test_the_command_prints_an_address(settings: Settings, hosts: list[str], proxy: bool, begin: str) -> None:
    """Loopback, unless the site has a name."""
    changes = {"PORT": 8123, "SURVEYGO_ALLOWED_HOSTS": hosts, "SURVEYGO_BEHIND_PROXY": proxy}
    settings.ENV = settings.ENV | changes | {"SURVEYGO_CSRF_ORIGINS": []}
    out = StringIO()
    call_command("signin", stdout=out)
    address = out.getvalue().strip()
    assert address.startswith(begin)
    assert redeem(address.rsplit("/", 1)[-1]) == local_owner()


def test_a_part_of_a_page_says_that_its_person_is_signed_out(client: Client) -> None:
    """A page leads to the sign-in page, which would land within the page that a script asks for a part of."""
    page = client.get("/library")
    assert (page.status_code, page["Location"]) == (302, "/signin?next=/library")
    for header in ({"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}):
        part = client.post("/surveys/basket", headers=header)
        assert part.status_code == 401
        assert part["Content-Type"].startswith("text/plain")
        assert "signed out" in part.content.decode()
