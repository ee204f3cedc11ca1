"""A locked article: nothing changes its text, whichever door it comes by, and everybody who has it open is told."""

from __future__ import annotations

import re

import pytest
from channels.db import database_sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from surveygo.accounts.models import Membership, Role, User
from surveygo.articles import document, locks, updates, yjs
from surveygo.articles.consumers import LOCKED
from surveygo.articles.models import Article, Lock, Update
from surveygo.assist import asking
from surveygo.assist.models import Assist
from surveygo.review import locking, reviews, threads
from surveygo.review.locking import NotApproved
from surveygo.review.panel import activity
from tests.pipeline.pictures import picture
from tests.web.yjs_client import Client, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def approve(article: Article, reviewer: User) -> None:
    """The reviewer approves the text as it is now."""
    reviews.answer(article, reviewer, "approved", "")


@pytest.fixture
def locked(article: Article, alice: User, bob: User) -> Article:
    """The article, approved by bob and locked by alice."""
    approve(article, bob)
    locking.lock(article, alice)
    return article


async def closed(tab: Client) -> int:
    """The code with which the server ends the connection."""
    assert tab.socket
    message = await tab.socket.receive_output(timeout=30)
    while message["type"] != "websocket.close":
        message = await tab.socket.receive_output(timeout=30)
    tab.socket = None
    return int(message["code"])


def test_only_what_is_approved_is_locked(article: Article, alice: User, bob: User) -> None:
    """As it is now, typed letters included, and where nobody asks for changes of the same text."""
    with pytest.raises(NotApproved):
        locking.lock(article, alice)
    approve(article, bob)
    reviews.answer(article, alice, "changes", "Not yet.")
    with pytest.raises(NotApproved):
        locking.lock(article, alice)
    approve(article, alice)
    doc = document.current(article)
    updates.store(article.pk, [(yjs.rewrite(doc, article.markdown + "more"), bob.pk)])
    with pytest.raises(NotApproved):
        locking.lock(article, alice)
    approve(article, bob)
    lock = locking.lock(article, alice)
    assert locking.lock(article, bob) == lock == Lock.objects.get()


def test_no_door_lets_a_change_in(locked: Article, as_alice: Browser, alice: User, bob: User) -> None:
    """Form, restoring, suggestions and images are refused in a sentence, even for who locked it; comments are not."""
    at, text = f"/articles/{locked.pk}", locked.markdown
    selection = threads.Selection("Attention")
    thread = threads.begin(locked, bob, selection, "", "Self-attention")
    threads.begin(locked, bob, selection, "A comment.")
    form = as_alice.post(f"{at}/edit/plain", {"text": "# Mine", "base": locked.version})
    assert form.status_code == 423 and "# Mine" in form.text and "Alice locked this article" in form.text
    htmx = {"HX-Request": "true"}
    for address in (f"/threads/{thread.pk}/settle", f"{at}/suggestions"):
        assert "Alice locked this article" in as_alice.post(address, headers=htmx).text
    thread.refresh_from_db()
    assert thread.state == "open"
    image = as_alice.post(f"{at}/images", {"image": SimpleUploadedFile("a.png", picture())})
    assert image.status_code == 423 and "Alice locked" in image.json()["problem"]
    with pytest.raises(locks.Locked):
        document.edit(locked, alice, lambda _: "# Mine")
    with pytest.raises(locks.Locked):
        document.change(locked, locked.version, "# Mine", alice)
    locked.refresh_from_db()
    assert locked.markdown == text and not Update.objects.exists()
    locking.unlock(locked, bob)
    threads.accept(thread, alice)
    assert "Self-attention" in yjs.text_of(document.current(locked))


def test_a_proposal_waits_for_the_unlocking(locked: Article, as_alice: Browser, alice: User) -> None:
    """What an engine proposes comes by the same door."""
    assist = asking.ask(locked, alice, "shorten", "", threads.Selection("Attention finds the aspect"))
    Assist.objects.update(status="ready", parts=[{"start": 0, "end": 9, "text": "It", "evidence": []}])
    at, htmx = f"/assists/{assist.pk}/take", {"HX-Request": "true"}
    assert "Alice locked this article" in as_alice.post(at, headers=htmx).text
    locking.unlock(locked, alice)
    as_alice.post(at, headers=htmx)
    assert "It finds the aspect" in yjs.text_of(document.current(locked))


def test_pages_say_who_locked_it(locked: Article, as_alice: Browser) -> None:
    """And offer what can be done: unlocking, no saving and no restoring."""
    at = f"/articles/{locked.pk}"
    assert 'class="badge locked"' in as_alice.get(f"{at}/history").text
    assert re.search(r'id="locked"[^>]*role="status">\s*<p><span data-who>Alice', as_alice.get(f"{at}/edit").text)
    plain = as_alice.get(f"{at}/edit/plain").text
    assert "Alice locked this article" in plain and ">Save<" not in plain and "readonly" in plain
    panel = as_alice.get(f"{at}/review").text
    assert ">Unlock<" in panel and 'data-locked="yes"' in panel
    locking.unlock(locked, locked.survey.created_by)  # type: ignore[arg-type]
    assert ">Lock it<" in as_alice.get(f"{at}/review").text


def test_activity_tells_of_both(locked: Article, bob: User) -> None:
    """Who locked and who unlocked."""
    locking.unlock(locked, bob)
    told = [(entry.who, entry.what) for entry in activity(locked)]
    assert told[:2] == [("Bob", "unlocked the article"), ("Alice", "locked the article")]


def test_only_editors_lock(article: Article, as_alice: Browser, bob: User, client: Browser) -> None:
    """A reviewer approves, and sees the lock without its key."""
    Membership.objects.filter(user=bob).update(role=Role.REVIEWER)
    approve(article, bob)
    client.force_login(bob)
    assert client.post(f"/articles/{article.pk}/lock").status_code == 403
    as_alice.force_login(article.survey.created_by)  # type: ignore[arg-type]
    as_alice.post(f"/articles/{article.pk}/lock")
    client.force_login(bob)
    panel = client.get(f"/articles/{article.pk}/review").text
    assert "Locked" in panel and ">Unlock<" not in panel


async def test_open_pages_hear_of_the_lock(tabs: list[Client], article: Article, alice: User, bob: User) -> None:
    """At once, and when they come; what they have typed before is part of what was locked."""
    one, two = await opened(tabs, alice, article), await opened(tabs, bob, article)
    await database_sync_to_async(approve)(article, bob)
    await database_sync_to_async(locking.lock)(article, alice)
    for tab in (one, two):
        while tab.lock is None:
            await tab.hear()
        assert tab.lock["by"] == "Alice"
    assert (await opened(tabs, bob, article)).lock == one.lock
    await database_sync_to_async(locking.unlock)(article, bob)
    while two.lock is not None:
        await two.hear()
    await two.type(0, "x")
    await one.hear_until("x" + article.markdown)


async def test_what_is_typed_into_a_locked_article_waits(
    tabs: list[Client], article: Article, alice: User, bob: User
) -> None:
    """The connection ends and nothing is stored; who typed keeps it, and it is stored once the article is unlocked.
    Coming back with nothing new is no change, deletions of before included."""
    one = await opened(tabs, alice, article)
    await one.type(0, delete=2)
    await one.settle()
    before = one.text
    await database_sync_to_async(approve)(article, bob)
    await database_sync_to_async(locking.lock)(article, bob)
    await one.drop()
    await one.connect()
    await one.settle()
    await one.type(0, "late ")
    assert await closed(one) == LOCKED
    two = await opened(tabs, bob, article)
    assert two.text == before
    await database_sync_to_async(locking.unlock)(article, bob)
    while two.lock is not None:
        await two.hear()
    await one.connect()
    await two.hear_until("late " + before)


async def test_typing_and_locking_at_once_never_both_win(
    tabs: list[Client], article: Article, alice: User, bob: User
) -> None:
    """What reached the server before it heard of the lock is refused by the rows; its room begins anew."""
    one = await opened(tabs, alice, article)
    await database_sync_to_async(approve)(article, bob)
    await Lock.objects.acreate(article=article, by=bob)
    await one.type(0, "late ")
    assert await closed(one) in (4503, LOCKED)
    two = await opened(tabs, bob, article)
    assert two.text == article.markdown and two.lock
