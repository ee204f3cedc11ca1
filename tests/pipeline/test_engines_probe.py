"""Trying an account: one tiny call a model, one sentence for what is wrong, and no way to private addresses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline.engines.models import Price
from pipeline.engines.probe import Probe, probe
from pipeline.engines.providers import Provider
from pipeline.network import is_public
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated

KEY = "sk-right-0123456789"


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that takes one key."""
    with simulated(Model(Pace(0.002, 1_000_000), Faults(key=KEY))) as running:
        yield running


def account(model: Model, engine: str = "openai", /, **changes: Any) -> Provider:
    """An account with the model, as the application makes it."""
    address = model.address + ("/v1" if engine == "openai" else "")
    provider = Provider(engine, "simulated", KEY, address, page="the Models page")
    return replace(provider, **changes)


def tried(provider: Provider) -> list[Probe]:
    return asyncio.run(probe(provider))


@pytest.mark.parametrize("engine", ["openai", "gemini"])
def test_every_model_of_an_account_is_called_once(model: Model, engine: str) -> None:
    roles: dict[Any, str] = {"judge": "small", "writer": "simulated"}
    results = tried(account(model, engine, roles=roles, prices={"simulated": Price(1, 1, 1000)}))
    assert [(result.model, result.problem) for result in results] == [("simulated", ""), ("small", "")]
    assert len(model.log.calls) == 2
    assert all(0 < result.seconds for result in results)
    assert results[0].cost and results[0].cost > 0


@pytest.mark.parametrize("engine", ["openai", "gemini"])
def test_what_is_wrong_is_one_sentence_that_names_the_page(model: Model, engine: str) -> None:
    wrong = {
        "key": (account(model, engine, key="sk-wrong-987654"), "does not accept the key; check the key on the Models"),
        "model": (account(model, engine, model="nosuch"), "has no model “nosuch”; check the model's name"),
        "address": (account(model, engine, base_url=f"http://127.0.0.1:{free_port()}"), "Nothing answers at http"),
    }
    for what, (provider, sentence) in wrong.items():
        (result,) = tried(provider)
        assert sentence in result.problem, what
        assert "the Models page" in result.problem
        assert result.problem.count("\n") == 0 and "sk-" not in result.problem


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]"])  # noqa: S104
def test_private_addresses_are_not_connected_to_where_only_public_ones_may(model: Model, host: str) -> None:
    """A name that leads there is refused when it is connected to; nothing arrives at the server."""
    address = f"{model.address.replace('127.0.0.1', host)}/v1"
    (result,) = tried(account(model, base_url=address, public_only=True))
    assert "leads to this machine or a private network" in result.problem
    assert model.log.calls == []


def test_answers_that_lead_elsewhere_are_not_followed(model: Model) -> None:
    from aiohttp import web

    async def elsewhere(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": f"{model.address}/v1/chat/completions"})

    async def run() -> list[Probe]:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", elsewhere)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            return await probe(account(model, base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/v1"))
        finally:
            await runner.cleanup()

    (result,) = asyncio.run(run())
    assert "error 307" in result.problem
    assert model.log.calls == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.20.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_addresses_of_the_public_internet_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(address) is public
