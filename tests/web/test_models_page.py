"""The Models page: who may do what, keys that nobody sees again, addresses, prices, and the test of a connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import serializers
from django.test import Client

from pipeline.errors import BadInput
from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Membership, Role, User, Workspace
from surveygo.providers.account import account
from surveygo.providers.models import Provider
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated

pytestmark = pytest.mark.django_db
PROMPT, HARMLESS = "You write surveys of papers", "a harmless variable"
KEY = "sk-testing-0123456789-wxyz"
LIMITS = {
    "concurrency": "20", "requests_per_minute": "600", "tokens_per_minute": "0", "context": "0", "deadline": "90",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test has an installation's key of its own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that takes one key."""
    with simulated(Model(Pace(0.002, 1_000_000), Faults(key=KEY))) as running:
        yield running


@pytest.fixture
def provider(workspace: Workspace) -> Provider:
    """Alice's account at OpenAI."""
    return made(workspace)


def made(workspace: Workspace, kind: str = "openai", **fields: Any) -> Provider:
    provider = Provider(workspace=workspace, kind=kind, name="Ours", model="gpt-4o-mini", **fields)
    provider.set_key(KEY)
    provider.save()
    return provider


def filled(**changes: str) -> dict[str, str]:
    return {"name": "Ours", "model": "gpt-4o-mini", "key": KEY} | LIMITS | changes


def prices(*rows: dict[str, str]) -> dict[str, str]:
    found = {"price-TOTAL_FORMS": str(len(rows)), "price-INITIAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        found |= {f"price-{number}-{name}": value for name, value in row.items()}
    return found


def row(provider: Provider) -> str:
    """All that is stored of it."""
    return str(serializers.serialize("json", [provider]))


def test_a_provider_is_added_and_its_key_is_seen_no_more(as_alice: Client, workspace: Workspace) -> None:
    """Pages show its last four characters; the database holds it encrypted."""
    sent = filled(judge_model="gpt-4o", digest_model=" ")
    assert as_alice.post("/models/new/openai", sent).status_code == 302
    provider = workspace.providers.get()
    assert (provider.engine, provider.roles, provider.concurrency) == ("openai", {"judge": "gpt-4o"}, 20)
    assert KEY not in row(provider) and provider.key_end == "wxyz"
    known = account(provider)
    assert known.key == KEY and known.model_for("judge") == "gpt-4o" and known.deadline == 90
    assert KEY not in repr(known)
    for page in ("/models", f"/models/{provider.pk}"):
        shown = as_alice.get(page).content.decode()
        assert "…wxyz" in shown and KEY not in shown and KEY[:-4] not in shown
    assert (Path(settings.DATA) / "encryption.key").stat().st_mode & 0o777 == 0o600


def test_a_refused_form_does_not_show_the_key_again(as_alice: Client, workspace: Workspace) -> None:
    refused = as_alice.post("/models/new/openai", filled(model=""))
    assert refused.status_code == 422
    assert KEY not in refused.content.decode()


def test_a_key_is_kept_replaced_and_removed(as_alice: Client, provider: Provider) -> None:
    address = f"/models/{provider.pk}"
    table = prices({"model": "gpt-4o-mini"})
    as_alice.post(address, filled(key="") | table)
    provider.refresh_from_db()
    assert account(provider).key == KEY
    as_alice.post(address, filled(key="sk-another-9876543210-abcd") | table)
    provider.refresh_from_db()
    assert account(provider).key == "sk-another-9876543210-abcd" and provider.key_end == "abcd"
    as_alice.post(address, filled(key="", remove_key="on") | table)
    provider.refresh_from_db()
    assert (provider.sealed_key, provider.key_end) == ("", "")
    with pytest.raises(BadInput, match="has no key; enter it on the Models page"):
        account(provider)


def test_a_short_key_shows_nothing_of_itself(workspace: Workspace) -> None:
    provider = made(workspace)
    provider.set_key("secret")
    assert provider.key_end == ""


def test_a_key_of_another_installation_asks_to_be_entered_again(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(provider)
    monkeypatch.setattr(settings, "DATA", tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="encrypted by another installation; enter it again on the Models page"):
        account(provider)


def test_roles_decide_what_one_may(
    client: Client, provider: Provider, alice: User, bob: User, charlie: User, workspace: Workspace
) -> None:
    """Readers see, editors set up, owners give addresses, strangers find nothing."""
    server = made(workspace, "compatible", base_url="http://127.0.0.1:9/v1")
    table = prices({"model": "gpt-4o-mini"})
    client.force_login(bob)
    assert client.get(f"/models/{provider.pk}").status_code == 200
    assert client.get("/models/new/compatible").status_code == 403
    moved = filled(key="", base_url="http://127.0.0.1:10/v1") | table
    assert client.post(f"/models/{server.pk}", moved).status_code == 302
    server.refresh_from_db()
    assert server.base_url == "http://127.0.0.1:9/v1"
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    page = client.get("/models")
    assert page.status_code == 200 and b"Test connection" not in page.content
    for address in ("/models/new/openai", f"/models/{provider.pk}", f"/models/{provider.pk}/remove"):
        assert client.get(address).status_code == 403
    assert client.post(f"/models/{provider.pk}/test").status_code == 403
    client.force_login(charlie)
    assert b"Ours" not in client.get("/models").content
    for address in (f"/models/{provider.pk}", f"/models/{provider.pk}/remove"):
        assert client.get(address).status_code == 404
    assert client.post(f"/models/{provider.pk}/test").status_code == 404
    client.force_login(alice)
    assert client.post(f"/models/{server.pk}/remove").status_code == 302
    assert not Provider.objects.filter(pk=server.pk).exists()


def test_a_key_is_not_sent_to_a_new_address(as_alice: Client, workspace: Workspace) -> None:
    server = made(workspace, "compatible", base_url="http://127.0.0.1:9/v1")
    sent = filled(key="", base_url="http://127.0.0.1:10/v1") | prices({"model": "gpt-4o-mini"})
    refused = as_alice.post(f"/models/{server.pk}", sent)
    assert refused.status_code == 422 and "Enter the key again" in refused.content.decode()
    assert as_alice.post(f"/models/{server.pk}", sent | {"key": KEY}).status_code == 302


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://models.example.org", "must begin with http:// or https://"),
        ("models.example.org/v1", "must begin with http:// or https://"),
        ("https://[::1", "must begin with http:// or https://"),
        ("https://me:secret@models.example.org/v1", "must hold no password"),
        ("https://models.example.org/v1?key=1", "must hold no password"),
        ("", "This field is required"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(
    as_alice: Client, workspace: Workspace, address: str, sentence: str
) -> None:
    refused = as_alice.post("/models/new/compatible", filled(base_url=address))
    assert refused.status_code == 422 and sentence in refused.content.decode()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "10.0.0.8", "[::ffff:192.168.0.1]", "169.254.169.254"])
def test_a_team_s_addresses_are_public_unless_the_server_allows_others(
    as_alice: Client, workspace: Workspace, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At save; and what was saved before is refused when it is connected to."""
    sent = filled(base_url=f"http://{host}/v1")
    before = made(workspace, "compatible", base_url=f"http://{host}/v1")
    assert not account(before).public_only
    become_team()
    refused = as_alice.post("/models/new/compatible", sent)
    assert refused.status_code == 422 and "SURVEYGO_PRIVATE_ADDRESSES=1" in refused.content.decode()
    assert account(before).public_only
    monkeypatch.setitem(settings.ENV, "SURVEYGO_PRIVATE_ADDRESSES", True)
    assert as_alice.post("/models/new/compatible", sent).status_code == 302


def test_a_team_s_test_does_not_reach_private_addresses(as_alice: Client, workspace: Workspace, model: Model) -> None:
    provider = made(workspace, "compatible", base_url=f"{model.address.replace('127.0.0.1', 'localhost')}/v1")
    become_team()
    told = as_alice.post(f"/models/{provider.pk}/test").content.decode()
    assert "leads to this machine or a private network" in told
    assert model.log.calls == []


def test_prices_are_set_dated_and_taken_back(as_alice: Client, provider: Provider) -> None:
    address = f"/models/{provider.pk}"
    own = {"model": "gpt-4o-mini", "prompt": "0.5", "cached": "", "reply": "2"}
    as_alice.post(address, filled(key="") | prices(own))
    provider.refresh_from_db()
    price = account(provider).known("gpt-4o-mini").price
    assert price and (price.prompt, price.cached, price.reply) == (0.5, 0.5, 2.0)
    provider.prices["gpt-4o-mini"]["on"] = "2026-01-02"
    provider.save()
    assert "set on 2026-01-02" in as_alice.get("/models").content.decode()
    as_alice.post(address, filled(key="", name="Renamed") | prices(own))
    provider.refresh_from_db()
    assert (provider.name, provider.prices["gpt-4o-mini"]["on"]) == ("Renamed", "2026-01-02")
    half = as_alice.post(address, filled(key="") | prices({"model": "gpt-4o-mini", "prompt": "1"}))
    assert half.status_code == 422 and "Give the price of prompt and reply" in half.content.decode()
    as_alice.post(address, filled(key="") | prices({"model": "gpt-4o-mini"}))
    provider.refresh_from_db()
    assert provider.prices == {}


def test_a_model_without_a_price_says_so(as_alice: Client, workspace: Workspace) -> None:
    made(workspace, "compatible", base_url="https://models.example.org/v1", roles={"judge": "mystery-9"})
    assert "What mystery-9 costs is not known" in as_alice.get("/models").content.decode()


@pytest.mark.parametrize("kind", ["compatible", "gemini"])
def test_a_connection_is_tested_by_a_real_call(as_alice: Client, workspace: Workspace, model: Model, kind: str) -> None:
    """Each model once; what is wrong is one sentence."""
    base_url = model.address + ("/v1" if kind == "compatible" else "")
    provider = made(workspace, kind, base_url=base_url, roles={"judge": "nosuch-judge"})
    told = as_alice.post(f"/models/{provider.pk}/test", HTTP_HX_REQUEST="true").content.decode()
    assert "answered in" in told and "has no model “nosuch-judge”" in told
    assert "<html" not in told and len(model.log.calls) == 2
    provider.set_key("sk-wrong-0123456789")
    provider.roles = {}
    provider.save()
    told = as_alice.post(f"/models/{provider.pk}/test").content.decode()
    assert "does not accept the key; check the key on the Models page" in told and "sk-wrong" not in told
    Provider.objects.filter(pk=provider.pk).update(base_url="http://127.0.0.1:9/v1")
    assert "Nothing answers at http://127.0.0.1:9/v1" in as_alice.post(f"/models/{provider.pk}/test").content.decode()
    provider.set_key("")
    provider.save()
    if kind == "gemini":
        assert "has no key" in as_alice.post(f"/models/{provider.pk}/test").content.decode()


def test_a_traceback_shows_no_key_and_no_prompt(
    provider: Provider, client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what a form sent, with SURVEYGO_DEBUG=1."""
    client.force_login(alice)
    client.raise_request_exception = False
    monkeypatch.setattr(settings, "DEBUG", True)

    def broken(*_: Any, **__: Any) -> None:
        prompt, key, harmless = PROMPT, KEY, HARMLESS
        raise ZeroDivisionError(len(prompt + key + harmless))

    monkeypatch.setattr("surveygo.providers.views.account", broken)
    monkeypatch.setattr("surveygo.providers.forms.ProviderForm.save", broken)
    sent = filled() | prices({"model": "gpt-4o-mini"})
    for address in (f"/models/{provider.pk}/test", f"/models/{provider.pk}"):
        page = client.post(address, sent)
        shown = page.content.decode()
        assert page.status_code == 500 and HARMLESS in shown
        assert KEY not in shown and PROMPT not in shown
