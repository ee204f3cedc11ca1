"""Several people in one article, through real sockets: everybody ends with the same text, and nothing is lost."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

import pytest
from channels.db import database_sync_to_async

from surveygo.accounts.models import Membership, Role, User
from surveygo.accounts.sockets import NOT_FOUND, SIGNED_OUT
from surveygo.articles import document, rooms, updates, yjs
from surveygo.articles.consumers import NOT_ALLOWED, NOT_UNDERSTOOD
from surveygo.articles.models import Article, Document, Revision, Update
from surveygo.articles.room import Member
from tests.web.yjs_client import Client, opened, socket_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def stored(article: Article) -> str:
    """The text that the rows hold."""
    return yjs.text_of(yjs.loaded(updates.whole(article.pk).updates))


async def test_what_one_types_the_other_sees(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """Both begin with the article's text; a change reaches the other, the rows, and the article."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    assert one.text == two.text == article.markdown
    await one.type(0, "Ω ")
    await two.hear_until(f"Ω {article.markdown}")
    await one.settle()
    assert await database_sync_to_async(stored)(article) == one.text
    await database_sync_to_async(document.settle)(article)
    assert article.markdown == one.text
    assert article.revision == 2


async def test_typing_offline_merges_on_return(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """Two change the same line while one of them has no connection."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    await one.drop()
    await one.type(2, "One ")
    await two.type(2, "Two ")
    await two.settle()
    await one.connect()
    await one.settle()
    await two.hear_until(one.text)
    assert "One " in one.text and "Two " in one.text
    assert await database_sync_to_async(stored)(article) == one.text


async def test_a_form_saved_meanwhile_reaches_those_who_type(
    tabs: list[Client], article: Article, alice: User, bob: User
) -> None:
    """The door without a socket changes only what differs; what the other types keeps its place."""
    one = await opened(tabs, alice, article)
    await one.type(len(one.markdown), "\nTyped by Alice.\n")
    await one.settle()
    await database_sync_to_async(document.settle)(article)
    wanted = article.markdown.replace("Attention finds", "Self-attention finds")
    await database_sync_to_async(document.change)(article, article.version, wanted, bob)
    await one.hear_until(wanted)
    assert "Typed by Alice." in one.text


async def test_revisions_name_who_typed(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """What two people type without a pause is one revision of both; the last one who leaves brings the article up."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    await one.type(0, "a")
    await one.settle()
    await two.type(0, "b")
    await two.settle()
    await one.drop()
    await two.drop()
    revision = await Revision.objects.select_related("author").aget(article=article, number=2)
    people = [user.pk async for user in revision.contributors.order_by("pk")]
    assert people == sorted([alice.pk, bob.pk])
    assert revision.author == bob
    assert revision.markdown in ("ba" + article.markdown, "ab" + article.markdown)


async def test_who_may_only_read_follows(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """A viewer hears what is typed; what a viewer types ends the connection and changes nothing."""
    await Membership.objects.filter(user=bob).aupdate(role=Role.VIEWER)
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    await one.type(0, "x")
    await two.hear_until("x" + article.markdown)
    await two.type(0, "y")
    assert two.socket
    message = await two.socket.receive_output(timeout=30)
    while message["type"] != "websocket.close":
        message = await two.socket.receive_output(timeout=30)
    assert message["code"] == NOT_ALLOWED
    assert "y" not in (await database_sync_to_async(stored)(article))[:2]


async def test_strangers_are_closed_out(article: Article, charlie: User) -> None:
    """A stranger sees the same as for a wrong number, and so does a visitor."""
    for user, number in ((charlie, article.pk), (charlie, 10**6), (None, article.pk), (None, 10**6)):
        socket = await database_sync_to_async(socket_of)(user, number)
        connected, _ = await socket.connect(timeout=30)
        assert connected
        assert await socket.receive_output(timeout=30) == {
            "type": "websocket.close",
            "code": NOT_FOUND if user else SIGNED_OUT,
        }


@pytest.mark.parametrize(
    "message", [b"\0\2\x05abc", b"\0\0\xff\xff", b"\0\1", b"\1\x03\xff\xff\xff", b"\0\2\x03\xff\xff\xff"]
)
async def test_nonsense_ends_the_connection_and_harms_nobody(
    tabs: list[Client], article: Article, alice: User, bob: User, message: bytes
) -> None:
    """Bytes that are no Yjs message close the socket of whoever sent them; the others go on."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    assert two.socket
    await two.socket.send_to(bytes_data=message)
    output = await two.socket.receive_output(timeout=30)
    while output["type"] != "websocket.close":
        output = await two.socket.receive_output(timeout=30)
    assert output["code"] == NOT_UNDERSTOOD
    await one.type(0, "still here ")
    await one.settle()
    assert (await database_sync_to_async(stored)(article)).startswith("still here ")


async def test_names_are_the_servers(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """Nobody shows a cursor under another's name, and who leaves is shown as gone."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    state = b'{"user":{"name":"Alice"},"cursor":null}'
    assert two.socket
    await two.socket.send_to(bytes_data=bytes([1, len(state) + 4, 1, 7, 1, len(state)]) + state)
    while not one.shown:
        await one.hear()
    assert '"name": "Bob"' in one.shown[0]
    await two.drop()
    while len(one.shown) < 2:
        await one.hear()
    assert one.shown[1].endswith("null")


async def test_a_store_that_fails_loses_nothing(
    tabs: list[Client], article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be stored is typed again by the Yjs protocol when its author connects anew."""
    one = await opened(tabs, alice, article)
    store = updates.store

    def failing(*args: object) -> int:
        monkeypatch.setattr(updates, "store", store)
        raise ConnectionError("the disk is full")

    monkeypatch.setattr(updates, "store", failing)
    await one.type(0, "kept ")
    assert one.socket
    while (await one.socket.receive_output(timeout=30))["type"] != "websocket.close":
        pass
    await one.drop()
    await one.connect()
    await one.settle()
    assert (await database_sync_to_async(stored)(article)).startswith("kept ")


async def test_a_socket_that_closes_meanwhile_disturbs_nobody(
    tabs: list[Client], article: Article, alice: User, bob: User
) -> None:
    """The server cannot send to it any more; the others stay connected and hear of everything."""

    async def fail(*_: object) -> None:
        raise ConnectionError("closed")

    one = await opened(tabs, alice, article)
    gone = Member(fail, fail, bob.pk, {})
    room = await rooms.here().enter(article.pk, gone)
    two = await opened(tabs, bob, article)
    await one.type(0, "heard ")
    await one.settle()
    await two.hear_until(one.text)
    assert not room.broken
    await rooms.here().leave(room, gone)


def test_compaction_changes_nothing(article: Article, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates merge into the state; a reader that has read none of them, some, or all gets what it lacks."""
    monkeypatch.setattr(updates, "MANY", 10)
    updates.opened(article.pk)
    seen = {}
    for number in range(1, 31):
        doc = yjs.loaded(updates.whole(article.pk).updates)
        seen[number] = doc
        updates.store(article.pk, [(yjs.rewrite(doc, f"{yjs.text_of(doc)}line {number}\n"), alice.pk)])
        document.settle(article)
    wanted = article.markdown
    Update.objects.filter(seq__lte=Document.objects.get().compacted).delete()
    assert Document.objects.get().compacted >= 10
    assert wanted.endswith("line 30\n")
    for number, doc in seen.items():
        for update in updates.after(article.pk, number - 1).updates:
            yjs.apply(doc, update)
        assert yjs.text_of(doc) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_eight_people_converge(tabs: list[Client], article: Article, alice: User, bob: User, seed: int) -> None:
    """Random edits of eight tabs with lost connections and edits of the other door: one text for all, as stored."""
    chance = random.Random(seed)
    people = [await opened(tabs, chance.choice([alice, bob]), article) for _ in range(8)]
    for _ in range(120):
        tab = chance.choice(people)
        await _act(tab, chance)
        if chance.random() < 0.05:
            await database_sync_to_async(_through_the_form)(article, alice, chance)
    for tab in people:
        if tab.socket is None:
            await tab.connect()
    await asyncio.gather(*(tab.settle() for tab in people))
    wanted = await database_sync_to_async(stored)(article)
    await asyncio.gather(*(tab.hear_until(wanted) for tab in people))
    await database_sync_to_async(document.settle)(article)
    assert article.markdown == wanted
    assert all(tab.text == wanted for tab in people)


async def _act(tab: Client, chance: random.Random) -> None:
    roll = chance.random()
    if roll < 0.1 and tab.socket is not None:
        await tab.drop()
    elif roll < 0.25 and tab.socket is None:
        await tab.connect()
    elif roll < 0.8 or not tab.text:
        await tab.type(_boundary(tab.text, chance), chance.choice(["word ", "é", "中文", "😀", "\n\n## New\n\n", "[@"]))
    else:
        start = _boundary(tab.text, chance)
        rest = tab.text.encode()[start:].decode()
        await tab.type(start, delete=len(rest[: chance.randrange(12)].encode()))


def _boundary(text: str, chance: random.Random) -> int:
    return len(text[: chance.randrange(len(text) + 1)].encode())


def _through_the_form(article: Article, author: User, chance: random.Random) -> None:
    document.settle(article)
    at = chance.randrange(len(article.markdown) + 1)
    text = f"{article.markdown[:at]} form {article.markdown[at:]}"
    with suppress(document.Conflict):
        document.change(article, article.version, text, author)
