"""Links to an article for people without an account: what they open, what they do not, and how they end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveygo.accounts.models import Membership, Role, ShareLink, User
from surveygo.articles import exports, sharing
from surveygo.articles.models import Article, ExportFile
from surveygo.surveys.models import Survey
from tests.web.conftest import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def path(article: Article, alice: User) -> str:
    """Where anybody reads alice's article, with downloads."""
    return sharing.share(article, alice, 30, exports=True).removeprefix("http://127.0.0.1:8000")


def test_an_editor_makes_a_link_that_is_shown_once(as_alice: Client, article: Article) -> None:
    """The rows hold its digest alone; it opens the article for a visitor, and no search engine keeps it."""
    page = as_alice.post(f"/articles/{article.pk}/shares", {"days": "7"})
    (token,) = re.findall(r"/shared/([\w-]+)", page.text)
    assert token not in as_alice.get(f"/articles/{article.pk}/shares").text
    assert token not in str(ShareLink.objects.values())
    reply = Client().get(f"/shared/{token}")
    assert "Attention finds the aspect" in reply.text
    assert reply["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in reply.text
    assert reply["Referrer-Policy"] == "same-origin"
    assert reply["Cache-Control"] == "private, no-store"
    assert "sessionid" not in reply.cookies


def test_a_reader_sees_text_evidence_and_diagrams(path: str, article: Article, client: Client) -> None:
    """And nothing that leads into the workspace."""
    text = client.get(path).text
    assert client.get(f"{path}/evidence", {"paper": article.references[0]["bibkey"]}).status_code == 200
    (figure,) = re.findall(r'src="(/figures/[^"]+)"', text)
    assert client.get(figure).status_code == 200
    for word in (">Edit<", ">History<", ">Papers<", ">Team<", f"/articles/{article.pk}", article.survey.workspace.name):
        assert word not in text


def test_a_link_opens_nothing_else(path: str, article: Article, client: Client) -> None:
    """Whoever has read by it is as much a stranger elsewhere as before."""
    client.get(path)
    for other in (
        f"/articles/{article.pk}",
        f"/runs/{article.run_id}",
        "/",
        "/library",
        f"/surveys/{article.survey_id}",
    ):
        assert client.get(other)["Location"].startswith("/signin?")


@pytest.mark.parametrize("end", ["expire", "revoke", "delete"])
def test_a_link_ends(path: str, article: Article, as_alice: Client, end: str) -> None:
    """By time, by hand, or with its article: afterwards there is nothing at its address."""
    link = ShareLink.objects.get()
    if end == "expire":
        ShareLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    elif end == "revoke":
        as_alice.post(f"/shares/{link.pk}/revoke")
    else:
        article.delete()
    bibkey = article.references[0]["bibkey"]
    for address in (path, f"{path}/evidence?paper={bibkey}", f"{path}/files/1"):
        assert Client().get(address).status_code == 404
    assert Client().post(f"{path}/exports/markdown").status_code == 404


def test_a_link_without_an_end_lasts(article: Article, alice: User, client: Client) -> None:
    """Until it is revoked."""
    path = sharing.share(article, alice, None, exports=False).removeprefix("http://127.0.0.1:8000")
    assert ShareLink.objects.get().expires is None
    assert client.get(path).status_code == 200


def test_files_are_for_links_that_allow_them(path: str, article: Article, client: Client) -> None:
    """Markdown at once, PDF by a worker; no other format, and nothing where a link is for reading only."""
    assert client.post(f"{path}/exports/markdown").text.startswith("# Aspect sentiment")
    assert client.post(f"{path}/exports/pdf")["Location"] == f"{path}/files/{ExportFile.objects.get().pk}"
    made = ExportFile.objects.get()
    exports.make(made.pk)
    assert "ready" in client.get(f"{path}/files/{made.pk}").text
    assert client.get(f"{path}/files/{made.pk}/file").content.startswith(b"%PDF")
    assert client.post(f"{path}/exports/latex").status_code == 404
    ShareLink.objects.update(exports=False)
    assert ">Export" not in client.get(path).text
    assert client.post(f"{path}/exports/markdown").status_code == 404
    assert client.get(f"{path}/files/{made.pk}/file").status_code == 404


def test_files_of_other_articles_stay_closed(path: str, survey: Survey, alice: User, client: Client) -> None:
    """Even of the same workspace, by guessing numbers."""
    other = Article.objects.create(survey=survey, run=make_run(survey), title="T", markdown="# T", sha256="1")
    made = exports.order(other, "pdf")
    assert client.get(f"{path}/files/{made.pk}").status_code == 404
    assert client.get(f"{path}/files/{made.pk}/file").status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_only_editors_share(client: Client, article: Article, bob: User, role: Role) -> None:
    """Others do not see the page."""
    Membership.objects.filter(user=bob).update(role=role)
    client.force_login(bob)
    assert client.get(f"/articles/{article.pk}/shares").status_code == 403
    assert ">Share<" not in client.get(f"/articles/{article.pk}").text
