"""Every socket of the site: who may open it, and that it closes when a membership or a session ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from surveygo.accounts.models import Membership, Role, User
from surveygo.accounts.rules import Rule, rule_of
from surveygo.accounts.sockets import COME_AGAIN, NOT_FOUND, SIGNED_OUT, GuardedConsumer
from surveygo.asgi import application, sockets
from surveygo.surveys.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

Browser = tuple[Client, WebsocketCommunicator]


def rule_at(pattern: Any) -> Rule:
    """The rule of a socket. Fails, saying what to do, for one without."""
    rule = rule_of(pattern.callback)
    consumer = pattern.callback.consumer_class
    assert rule is not None, f'Put `@needs("view", …)` from surveygo/accounts/rules.py above {consumer.__name__}.'
    assert issubclass(consumer, GuardedConsumer), f"{consumer.__name__} must be a GuardedConsumer."
    return rule


def browser(user: User | None, path: str) -> Browser:
    """Somebody's browser and its socket at that address."""
    client = Client()
    headers = [(b"origin", b"http://127.0.0.1:8000"), (b"host", b"127.0.0.1:8000")]
    if user is not None:
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    return client, WebsocketCommunicator(application, path, headers)


async def closed(socket: WebsocketCommunicator) -> int:
    """The code that the socket closes with, after whatever else it says."""
    while True:
        message = await socket.receive_output(timeout=30)
        if message["type"] == "websocket.close":
            return int(message["code"])


@pytest.mark.parametrize("pattern", sockets, ids=str)
async def test_a_socket_opens_for_those_its_rule_lets_in(
    pattern: Any, people: dict[str, User | None], objects: dict[str, int]
) -> None:
    """Whom it does not let in hears nothing but that there is nothing; who loses the workspace is closed out."""
    rule = rule_at(pattern)
    path = f"/{pattern.pattern}".replace("<int:pk>", str(objects[rule.kind]))
    for person, user in people.items():
        _, socket = await database_sync_to_async(browser)(user, path)
        assert (await socket.connect(timeout=30))[0]
        if rule.allows(person if person in Role.values else None):
            membership = await Membership.objects.aget(user=user)
            await membership.adelete()
        assert await closed(socket) == (NOT_FOUND if user else SIGNED_OUT)
        await socket.disconnect()


@pytest.fixture
async def opened(run: Run, bob: User) -> AsyncIterator[Browser]:
    """Bob, an editor, watching a run."""
    client, socket = await database_sync_to_async(browser)(bob, f"/ws/runs/{run.pk}/")
    assert (await socket.connect(timeout=30))[0]
    yield client, socket
    await socket.disconnect()


async def test_a_socket_closes_when_the_role_changes(opened: Browser, bob: User) -> None:
    """The browser comes again, with what it may do now."""
    membership = await Membership.objects.aget(user=bob)
    membership.role = Role.VIEWER
    await membership.asave()
    assert await closed(opened[1]) == COME_AGAIN


async def test_a_socket_closes_when_the_person_signs_out(opened: Browser, run: Run, bob: User) -> None:
    """That of the session which ended; another browser of theirs goes on."""
    _, other = await database_sync_to_async(browser)(bob, f"/ws/runs/{run.pk}/")
    assert (await other.connect(timeout=30))[0]
    await database_sync_to_async(opened[0].post)("/signout")
    assert await closed(opened[1]) == COME_AGAIN
    assert await other.receive_nothing()
    await other.disconnect()


async def test_a_socket_closes_when_the_password_changes(run: Run, bob: User) -> None:
    """A browser that somebody else signed in with the old one hears no more."""
    bob.set_password("a long password")
    await bob.asave()
    mine, _ = await database_sync_to_async(browser)(bob, "/")
    theirs, socket = await database_sync_to_async(browser)(bob, f"/ws/runs/{run.pk}/")
    assert (await socket.connect(timeout=30))[0]
    new = {"password1": "another long one", "password2": "another long one"}
    sent = new | {"oldpassword": "a long password"}
    assert (await database_sync_to_async(mine.post)("/you/password", sent)).status_code == 302
    assert await closed(socket) == COME_AGAIN
    assert (await database_sync_to_async(mine.get)("/you")).status_code == 200
    assert (await database_sync_to_async(theirs.get)("/you")).status_code == 302
    await socket.disconnect()
