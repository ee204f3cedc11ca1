"""Names of versions: given in the history and from the editor, shown where revisions are, and kept from later edits."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from surveygo.accounts.models import Membership, Role, User
from surveygo.articles import document, updates, yjs
from surveygo.articles.models import Article, Revision
from surveygo.review.panel import activity

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def edited(article: Article, text: str, author: User) -> Revision:
    """The revision of a change."""
    return document.change(article, article.version, text, author)


def test_a_version_is_named_renamed_and_cleared(article: Article, as_alice: Client, alice: User) -> None:
    """In the history, without changing when it was written; its header and the list say the name."""
    at = f"/articles/{article.pk}/history/1"
    before = article.revisions.get().changed
    page = as_alice.post(f"{at}/name", {"name": " First <draft> "}, follow=True)
    assert "Revision 1 is called “First &lt;draft&gt;”." in page.text
    assert "<strong>First &lt;draft&gt;</strong>" in page.text and "Revision 1 “First &lt;draft&gt;”" in page.text
    revision = article.revisions.get()
    assert (revision.name, revision.named_by, revision.changed) == ("First <draft>", alice, before)
    assert "Named by Alice" in page.text
    as_alice.post(f"{at}/name", {"name": "Sent"})
    assert article.revisions.get().name == "Sent"
    page = as_alice.post(f"{at}/name", {"name": ""}, follow=True)
    assert "has no name now" in page.text and "Named by" not in page.text
    assert as_alice.post(f"{at}/name", {"name": "x" * 101}, follow=True).text.count("at most 100 characters") == 1
    assert article.revisions.get().name == ""


def test_only_named_ones_are_listed_where_that_is_wanted(article: Article, as_alice: Client, alice: User) -> None:
    """With a link back to all."""
    edited(article, "# Two", alice)
    document.name(article, "First", alice, 1)
    at = f"/articles/{article.pk}/history"
    page = as_alice.get(at).text
    assert re.findall(r'<li[^>]*>\s*<a href="/articles/\d+/history/(\d+)"', page) == ["2", "1"] and "Named (1)" in page
    page = as_alice.get(f"{at}/2?named").text
    assert re.findall(r'<li[^>]*>\s*<a href="/articles/\d+/history/(\d+)\?named"', page) == ["1"]
    document.name(article, "", alice, 1)
    assert "Named (" not in as_alice.get(at).text


def test_the_editor_names_what_was_typed_until_now(article: Article, as_alice: Client, alice: User) -> None:
    """It is settled first, and what is typed later becomes another revision."""
    doc = document.current(article)
    updates.store(article.pk, [(yjs.rewrite(doc, "# Typed"), alice.pk)])
    at = f"/articles/{article.pk}/history/name"
    reply = as_alice.post(at, {"name": "Sent to the journal"})
    assert reply.json() == {"number": 2, "name": "Sent to the journal"}
    assert article.revisions.get(number=2).markdown == "# Typed"
    article.refresh_from_db()
    assert edited(article, "# Typed more", alice).number == 3
    assert article.revisions.get(number=2).markdown == "# Typed"
    for wrong in ("", " ", "x" * 101):
        reply = as_alice.post(at, {"name": wrong})
        assert reply.status_code == 422 and reply.json()["problem"].endswith(".")


def test_activity_names_versions(article: Article, alice: User, bob: User) -> None:
    """Who named which, and the name wherever that revision is told of."""
    document.name(article, "First", bob, 1)
    told = [(entry.who, entry.what) for entry in activity(article)]
    assert told[0] == ("Bob", "named revision 1 “First”")
    assert ("SurveyGO", "written by surveygo: revision 1 “First”") in told
    document.name(article, "", alice, 1)
    assert [entry.what for entry in activity(article)] == ["written by surveygo: revision 1"]


def test_readers_see_names_and_give_none(article: Article, alice: User, bob: User, client: Client) -> None:
    """A reviewer has no form, and is refused."""
    Membership.objects.filter(user=bob).update(role=Role.REVIEWER)
    document.name(article, "First", alice, 1)
    client.force_login(bob)
    page = client.get(f"/articles/{article.pk}/history").text
    assert "<strong>First</strong>" in page and "/name" not in page
    assert client.post(f"/articles/{article.pk}/history/1/name", {"name": "x"}).status_code == 403
    assert client.post(f"/articles/{article.pk}/history/name", {"name": "x"}).status_code == 403
