"""The live socket through a real web server, from a real client, with events from another process."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from surveygo.accounts.models import User
from surveygo.accounts.sockets import NOT_FOUND
from surveygo.surveys.machine import Status, finish
from surveygo.surveys.models import Run
from tests.web.test_live import tell
from tests.web.test_machine import claimed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def open_as(user: User, server: str, run: Run, origin: str | None = None) -> ClientConnection:
    """A socket with the user's session."""
    browser = Client()
    browser.force_login(user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = {"Cookie": cookie, "Origin": origin or f"http://{server}"}
    return connect(f"ws://{server}/ws/runs/{run.pk}/?after=0", additional_headers=headers)


def heard(one: ClientConnection, word: str) -> None:
    """Read until the word comes."""
    while word not in str(one.recv(timeout=60)):
        pass


def test_a_run_is_followed_to_its_end(server: str, run: Run, alice: User) -> None:
    """What was told before, what is told now, and how it ended."""
    claim = claimed(run)
    tell(claim, "before")
    with open_as(alice, server, run) as one:
        heard(one, "Paper before was long.")
        tell(claim, "now")
        heard(one, "Paper now was long.")
        finish(claim, Status.FAILED, message="The model server is gone.")
        heard(one, "The model server is gone.")


def test_strangers_and_other_sites_hear_nothing(server: str, run: Run, alice: User, charlie: User) -> None:
    """A stranger is closed out as if there were no such run; another site's page does not get that far."""
    with open_as(charlie, server, run) as stranger, pytest.raises(ConnectionClosed) as closed:
        stranger.recv(timeout=60)
    assert closed.value.rcvd and closed.value.rcvd.code == NOT_FOUND
    with pytest.raises(InvalidStatus) as refused:
        open_as(alice, server, run, "https://evil.example.org")
    assert refused.value.response.status_code == 403
