"""Who may open which address: every URL pattern has a rule here, and each kind of person is tried at each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from surveygo.accounts.models import Membership, Role, User
from surveygo.articles.models import Article, ExportFile
from surveygo.articles.reading import figure_url
from surveygo.surveys.models import Event, Run
from tests.web.conftest import make_run

pytestmark = pytest.mark.django_db

PEOPLE = ("alice", "bob", "viewer", "charlie", "anonymous")
CANDIDATE = {
    "round": 1, "layer": "0", "index": 0, "score": 5.0, "parts": {}, "sources": [], "papers": [], "edits": [],
    "titles": ["Methods"],
}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What an address answers. of: the object its number belongs to; need: view, edit, `editor` (a role that may edit
    anywhere), `signed in` or nothing; ok: the status for those who may; sent: the data of a POST."""

    method: str
    need: str
    ok: int = 200
    of: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)


RULES = {
    "healthz": Rule("get", ""),
    "signin": Rule("get", ""),
    "signin-once": Rule("get", "", 302, arguments={"token": "spent"}),
    "signout": Rule("post", "signed in", 302),
    "surveys": Rule("get", "signed in"),
    "survey-new": Rule("get", "editor"),
    "survey-sample": Rule("post", "editor", 302),
    "survey-estimate": Rule("get", "signed in"),
    "survey": Rule("get", "view", 302, "survey"),
    "survey-row": Rule("get", "view", of="survey"),
    "survey-edit": Rule("get", "edit", of="survey"),
    "survey-rename": Rule("post", "edit", 302, "survey", sent={"title": "Another title"}),
    "survey-duplicate": Rule("post", "edit", 302, "survey"),
    "survey-again": Rule("post", "edit", 302, "survey"),
    "survey-delete": Rule("post", "edit", 302, "survey"),
    "upload": Rule("post", "edit", of="collection", sent={"collection": "{pk}"}),
    "files": Rule("get", "view", of="collection"),
    "run": Rule("get", "view", of="run"),
    "run-changes": Rule("get", "view", of="run"),
    "run-candidate": Rule("get", "view", of="run", arguments={"block": 1, "layer": "0", "index": 0}),
    "run-pause": Rule("post", "edit", 302, "run"),
    "run-resume": Rule("post", "edit", 302, "run"),
    "run-cancel": Rule("post", "edit", 302, "run"),
    "run-outline": Rule("post", "edit", 409, "run"),
    "article": Rule("get", "view", of="article"),
    "evidence": Rule("get", "view", of="article"),
    "article-papers": Rule("get", "view", of="article"),
    "edit": Rule("get", "edit", of="article"),
    "save": Rule("post", "edit", 409, "article", sent={"text": "# T", "base": "an older one"}),
    "preview": Rule("post", "edit", of="article", sent={"text": "# T"}),
    "history": Rule("get", "view", of="article"),
    "revision": Rule("get", "view", of="article", arguments={"number": 1}),
    "restore": Rule("post", "edit", 302, "article", {"number": 1}),
    "export": Rule("post", "view", of="article", arguments={"format": "markdown"}),
    "export-progress": Rule("get", "view", of="export"),
    "export-file": Rule("get", "view", of="export"),
    "figure": Rule("get", "signed in"),
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern of the site."""
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item)
        else:
            yield item


Visit = Callable[[str, str], HttpResponseBase]


@pytest.fixture
def objects(article: Article) -> dict[str, int]:
    """The numbers of one object of each kind, all of alice's workspace."""
    survey = article.survey
    run = make_run(survey)
    Event.objects.create(run=run, seq=1, key="candidate", kind="candidate", data=CANDIDATE)
    Run.objects.filter(pk=run.pk).update(seq=1)
    made = ExportFile(article=article, format="pdf", sha256="", status="ready")
    made.file.save(".pdf", ContentFile(b"%PDF-1.7"))
    return {
        "survey": survey.pk,
        "collection": survey.collection_id,
        "run": run.pk,
        "article": article.pk,
        "export": made.pk,
    }


@pytest.fixture
def people(alice: User, bob: User, charlie: User, objects: dict[str, int], article: Article) -> dict[str, User]:
    """Those who can sign in."""
    viewer = User.objects.create_user("viewer@example.org", name="Viewer")
    Membership.objects.create(workspace=article.survey.workspace, user=viewer, role=Role.VIEWER)
    return {"alice": alice, "bob": bob, "viewer": viewer, "charlie": charlie}


def address(name: str, objects: dict[str, int], article: Article) -> str:
    """Where the rule of that name is tried."""
    rule = RULES[name]
    if name == "figure":
        return figure_url("flowchart LR\n  A --> B")
    number = {"pk": objects[rule.of]} if rule.of and name != "upload" else {}
    query = f"?paper={article.references[0]['bibkey']}" if name == "evidence" else ""
    return reverse(name, kwargs=number | rule.arguments) + query


def expected(rule: Rule, person: str) -> int:
    """The status that the person gets; 0 for being sent to sign in."""
    if not rule.need:
        return rule.ok
    if person == "anonymous":
        return 0
    if rule.need == "signed in" or person in ("alice", "bob"):
        return rule.ok
    if person == "charlie":
        return rule.ok if rule.need == "editor" else 404
    return rule.ok if rule.need == "view" else 403


def test_every_address_has_a_rule() -> None:
    """A new address fails here until this file says who may open it."""
    names = [pattern.name for pattern in patterns(get_resolver())]
    assert None not in names
    assert sorted(map(str, names)) == sorted(RULES)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", RULES)
def test_each_person_gets_what_the_rule_says(
    name: str, person: str, people: dict[str, User], objects: dict[str, int], article: Article, client: Client
) -> None:
    """Anonymous to sign in, strangers find nothing, viewers read and change nothing."""
    rule = RULES[name]
    if person in people:
        client.force_login(people[person])
    sent = {key: value.format(pk=objects.get(rule.of)) for key, value in rule.sent.items()}
    before = state(article)
    reply = getattr(client, rule.method)(address(name, objects, article), sent or None)
    wanted = expected(rule, person)
    if name == "signin-once" and person == "anonymous":
        wanted = 403
    if wanted == 0:
        assert reply.status_code == 302 and reply["Location"].startswith("/signin?next=")
    else:
        assert reply.status_code == wanted, reply.content[:500]
    if wanted in (0, 403, 404):
        assert state(article) == before


def state(article: Article) -> tuple[object, ...]:
    """All that a visitor without the right to could have changed."""
    runs = tuple(Run.objects.order_by("pk").values_list("pk", "status", "wanted"))
    texts = tuple(Article.objects.values_list("pk", "title", "markdown", "revision"))
    surveys = tuple(type(article.survey).objects.order_by("pk").values_list("pk", "title"))
    return runs, texts, surveys, ExportFile.objects.count()


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.method == "post"])
def test_changes_need_a_post_with_its_token(
    name: str, people: dict[str, User], objects: dict[str, int], article: Article
) -> None:
    """Neither a link nor another site's form changes anything, even for the owner."""
    wary = Client(enforce_csrf_checks=True)
    wary.force_login(people["alice"])
    before = state(article)
    url = address(name, objects, article)
    assert wary.post(url, RULES[name].sent).status_code == 403
    assert wary.get(url).status_code in (200, 405)
    assert state(article) == before


@pytest.mark.parametrize("person", ["viewer", "charlie"])
def test_pages_that_take_a_collection_check_it(
    person: str, people: dict[str, User], objects: dict[str, int], client: Client
) -> None:
    """Papers of a workspace cannot be taken into a survey by those who may not change it."""
    client.force_login(people[person])
    wanted = 404 if person == "charlie" else 403
    for path in ("/surveys/new", "/surveys/estimate"):
        assert client.get(f"{path}?collection={objects['collection']}").status_code == wanted


def test_a_viewer_is_offered_no_change(people: dict[str, User], objects: dict[str, int], client: Client) -> None:
    """Pages leave out what their reader may not do."""
    client.force_login(people["viewer"])
    assert ">Edit<" not in client.get(f"/articles/{objects['article']}").text
    assert ">New survey<" not in client.get("/").text
    assert ">Restore<" not in client.get(f"/articles/{objects['article']}/history/1").text
    assert "data-read-only" in client.get(f"/runs/{objects['run']}").text
