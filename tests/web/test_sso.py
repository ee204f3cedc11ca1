"""Single sign-on: whom an OpenID Connect provider lets in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from surveygo import environment
from surveygo.accounts import invitations
from surveygo.accounts.models import Role, User, Workspace
from surveygo.environment import BadSetting
from tests.web.entrance import signed_in
from tests.web.provider import Provider, provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("team")]

DORA = {"sub": "7", "email": "dora@example.org", "email_verified": True, "name": "Dora Maar"}


@pytest.fixture
def sso(settings: Settings) -> Iterator[Provider]:
    """A provider that the site is set up for."""
    with provider() as found:
        settings.ENV = settings.ENV | {"SURVEYGO_OIDC_URL": found.url}
        app = {"provider_id": "sso", "name": "Institute", "client_id": "surveygo", "secret": "s"}
        apps = [app | {"settings": {"server_url": found.url}}]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
        yield found


def come_back(client: Client, sso: Provider, claims: dict[str, Any], to: str = "/sso/sso/signin") -> Any:
    """Go to the provider and return from it as the person of those claims."""
    sso.claims = claims
    away = urlsplit(client.get(to)["Location"])
    asked = parse_qs(away.query)
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{sso.url}/auth"
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/sso/sso/callback", {"code": "c", "state": asked["state"][0]})


def test_a_member_signs_in_with_a_verified_address(sso: Provider, client: Client, alice: User) -> None:
    """Without a password, and the next time by the provider's name for them, whatever address it then says."""
    assert "Institute" in client.get("/signin").text
    come_back(client, sso, {"sub": "1", "email": "alice@example.org", "email_verified": True})
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert sso.asked[0]["code_verifier"]
    again = Client()
    come_back(again, sso, {"sub": "1", "email": "other@example.org", "email_verified": True})
    assert again.session["_auth_user_id"] == str(alice.pk)


def test_an_address_that_the_provider_did_not_verify_signs_nobody_in(sso: Provider, client: Client) -> None:
    """Anybody may have typed it there."""
    come_back(client, sso, {"sub": "2", "email": "alice@example.org", "email_verified": False})
    assert not signed_in(client)


def test_strangers_need_an_invitation(sso: Provider, client: Client, alice: User, workspace: Workspace) -> None:
    """With one they get an account under the name that the provider tells, and come back to join."""
    come_back(client, sso, DORA)
    assert not signed_in(client)
    assert not User.objects.filter(email="dora@example.org").exists()
    path = invitations.invite(workspace, alice, Role.VIEWER, 7).removeprefix("http://127.0.0.1:8000")
    client.get(path)
    assert come_back(client, sso, DORA, f"/sso/sso/signin?process=login&next={path}")["Location"] == path
    assert User.objects.get(email="dora@example.org").name == "Dora Maar"
    assert signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(sso: Provider, client: Client) -> None:
    """Its state is not one of this browser's."""
    sso.claims = {"sub": "1", "email": "alice@example.org", "email_verified": True}
    client.get("/sso/sso/callback", {"code": "c", "state": "made up"})
    assert not signed_in(client)


def test_a_provider_needs_https_and_a_name_for_this_site() -> None:
    """The start is refused with a sentence otherwise."""
    with pytest.raises(BadSetting, match="begin with https"):
        environment.read({"SURVEYGO_OIDC_URL": "http://id.example.org", "SURVEYGO_OIDC_CLIENT_ID": "x"})
    with pytest.raises(BadSetting, match="SURVEYGO_OIDC_CLIENT_ID"):
        environment.read({"SURVEYGO_OIDC_URL": "https://id.example.org"})
