"""The socket of a run: who gets in, what is replayed, what follows, for one viewer and for many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from pipeline.events import Notice
from surveygo import wake
from surveygo.accounts.models import Membership, Role, User
from surveygo.accounts.sockets import NOT_FOUND, SIGNED_OUT
from surveygo.asgi import application
from surveygo.surveys import fragments
from surveygo.surveys.follower import Told, follower
from surveygo.surveys.machine import Claim, Status, fenced, finish, move
from surveygo.surveys.models import Event, Run, Survey
from tests.web.conftest import make_run
from tests.web.test_machine import claimed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

Socket = WebsocketCommunicator


def tell(claim: Claim, *names: str) -> None:
    """Write notices as a worker does."""
    events = [Notice("cut", name, f"Paper {name} was long.") for name in names]
    with fenced(claim, numbers=len(events)) as first:
        Event.objects.bulk_create(
            Event(run_id=claim.run, seq=number, key=event.key, kind=event.kind, data=event.data)
            for number, event in enumerate(events, first)
        )
    wake.tell(wake.RUNS, run=claim.run)


def socket(user: User | None, run: int, after: int | str = 0, origin: bytes = b"http://127.0.0.1:8000") -> Socket:
    """A browser's socket, with its session's cookie."""
    headers = [(b"origin", origin), (b"host", b"127.0.0.1:8000")]
    if user is not None:
        browser = Client()
        browser.force_login(user)
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    return Socket(application, f"/ws/runs/{run}/?after={after}", headers)


@pytest.fixture
async def opened() -> AsyncIterator[list[Socket]]:
    """Sockets to be closed at the end."""
    sockets: list[Socket] = []
    yield sockets
    for one in sockets:
        await one.disconnect()


async def open_as(opened: list[Socket], user: User, run: Run, after: int | str = 0) -> Socket:
    """An open socket of a member."""
    one = await database_sync_to_async(socket)(user, run.pk, after)
    connected, _ = await one.connect(timeout=30)
    assert connected
    opened.append(one)
    return one


async def heard(one: Socket, *words: str) -> str:
    """What comes until all the words were in it."""
    text = ""
    while not all(word in text for word in words):
        text += str(await one.receive_from(timeout=30))
    return text


@pytest.fixture
def claim(run: Run) -> Claim:
    """The run, claimed by this process: event 1 is its move to running."""
    return claimed(run)


async def test_strangers_are_closed_out(run: Run, charlie: User) -> None:
    """Without a word: a stranger as for a wrong number, a visitor as signed out, whatever the number."""
    for who, number in ((charlie, run.pk), (charlie, 10**6), (None, run.pk), (None, 10**6)):
        one = await database_sync_to_async(socket)(who, number)
        connected, _ = await one.connect(timeout=30)
        assert connected
        assert await one.receive_output(timeout=30) == {
            "type": "websocket.close",
            "code": NOT_FOUND if who else SIGNED_OUT,
        }


async def test_another_site_is_refused(run: Run, alice: User) -> None:
    """A page from elsewhere cannot open the socket with alice's cookie."""
    one = await database_sync_to_async(socket)(alice, run.pk, 0, b"https://evil.example.org")
    connected, _ = await one.connect(timeout=30)
    assert not connected


async def test_a_viewer_hears_what_came_after_the_page(opened: list[Socket], run: Run, claim: Claim, bob: User) -> None:
    """What the page was made from is not repeated; what came later comes, and then what happens."""
    await database_sync_to_async(tell)(claim, "one", "two", "three")
    await database_sync_to_async(Membership.objects.filter(user=bob).update)(role=Role.VIEWER)
    one = await open_as(opened, bob, run, after=3)
    first = await heard(one, "three")
    await database_sync_to_async(tell)(claim, "four")
    second = await heard(one, "four")
    assert 'value="4"' in first
    assert 'value="5"' in second


async def test_a_late_viewer_hears_what_others_heard_before(
    opened: list[Socket], run: Run, claim: Claim, alice: User, bob: User
) -> None:
    """Of two viewers, the one with the older page is brought up to date alone; both follow from there."""
    early = await open_as(opened, alice, run, after=1)
    await database_sync_to_async(tell)(claim, "one", "two")
    await heard(early, "one", "two")
    late = await open_as(opened, bob, run, after=0)
    await heard(late, "one", "two")
    assert await early.receive_nothing(0.3)
    await database_sync_to_async(tell)(claim, "three")
    await heard(early, "three")
    await heard(late, "three")


async def test_moves_are_heard_too(opened: list[Socket], run: Run, claim: Claim, alice: User) -> None:
    """The end of a run reaches the page as an event like all others."""
    one = await open_as(opened, alice, run, after=1)
    await database_sync_to_async(finish)(claim, Status.FAILED, message="The model server is gone.")
    await heard(one, "The model server is gone.")


@pytest.mark.parametrize("after", ["999999", "-5", "x", "9" * 50, "١"])
async def test_a_nonsensical_number_does_no_harm(
    opened: list[Socket], run: Run, claim: Claim, alice: User, after: str
) -> None:
    """The viewer follows on, and so do others."""
    one = await open_as(opened, alice, run, after=after)
    await database_sync_to_async(tell)(claim, "one")
    await heard(one, "one")


async def test_each_event_is_rendered_once_for_all(
    opened: list[Socket], run: Run, claim: Claim, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty viewers cost as many renderings as one."""
    rendered: list[int] = []
    render = fragments.render

    def counted(run: Run, event: Event) -> str:
        rendered.append(event.seq)
        return render(run, event)

    monkeypatch.setattr(fragments, "render", counted)
    sockets = [await open_as(opened, alice, run, after=1) for _ in range(20)]
    await database_sync_to_async(tell)(claim, "one", "two")
    texts = await asyncio.gather(*(heard(one, "one", "two") for one in sockets))
    assert len(set(texts)) == 1
    assert sorted(rendered) == [2, 3]


async def test_runs_do_not_hear_each_other(
    opened: list[Socket], run: Run, claim: Claim, survey: Survey, alice: User
) -> None:
    """Two runs watched at once each get their own."""
    other = await database_sync_to_async(make_run)(survey)
    here, there = await open_as(opened, alice, run, after=1), await open_as(opened, alice, other)
    await database_sync_to_async(tell)(claim, "lantern")
    await database_sync_to_async(move)(other.pk, Status.CANCELLED, message="Nobody wants it.")
    assert "Nobody" not in await heard(here, "lantern")
    assert "lantern" not in await heard(there, "Nobody")


async def test_whoever_left_is_forgotten(run: Run, claim: Claim, alice: User) -> None:
    """No viewer, nothing to follow."""
    opened: list[Socket] = []
    one = await open_as(opened, alice, run)
    await one.disconnect()
    assert run.pk not in follower._viewers
    assert run.pk not in follower._told


def test_parts_are_told_from_a_number_on() -> None:
    """A viewer that knows some of a batch gets the rest."""
    told = Told.of([(3, "c"), (5, "e"), (6, "f")])
    assert (told.last, told.after(2), told.after(3), told.after(6)) == (6, "cef", "ef", "")
