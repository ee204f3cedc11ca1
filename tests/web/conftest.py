"""Three people and what they work on: alice owns the workspace, bob is a member, charlie is a stranger."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django.conf
import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_q.brokers import get_broker
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from pipeline.retrieval import Candidate as Found
from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Invitation, Membership, Role, ShareLink, User, Workspace
from surveygo.accounts.tokens import digest
from surveygo.articles import images
from surveygo.articles.models import Article, ExportFile, Revision
from surveygo.assist.models import Assist
from surveygo.library.models import Collection, Duplicate, Upload
from surveygo.library.store import store
from surveygo.providers.models import Provider
from surveygo.review.models import Thread
from surveygo.searches.models import Candidate, Search
from surveygo.surveys.models import Event, Run, Survey
from tests.pipeline.papers import small_corpus
from tests.pipeline.pictures import picture
from tests.web.entrance import PASSWORD
from tests.web.yjs_client import Client as Tab


@pytest.fixture(scope="session", autouse=True)
def no_sessions_left(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL does not drop a database in use: sessions of workers that a test killed may still be ending."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    """Passwords of tests need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_tries_counted(settings: Settings) -> None:
    """Limits of tries begin anew with each test, and in memory: to clear a cache in Redis empties the queues there."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex}
    settings.CACHES = {"default": memory}


@pytest.fixture(autouse=True)
def no_deliveries_of_others() -> None:
    """What earlier tests left in the queues is gone; where the queue is the database, it went with its rows."""
    if django.conf.settings.REDIS_URL:
        for cluster in ("short", "runs"):
            get_broker(cluster).purge_queue()


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    """Uploads of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def alice(db: None) -> User:
    """The owner."""
    return User.objects.create_user("alice@example.org", name="Alice")


@pytest.fixture
def bob(workspace: Workspace) -> User:
    """A member who may edit."""
    user = User.objects.create_user("bob@example.org", name="Bob")
    Membership.objects.create(workspace=workspace, user=user, role=Role.EDITOR)
    return user


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger, with a workspace of his own."""
    user = User.objects.create_user("charlie@example.org", name="Charlie")
    Membership.objects.create(workspace=Workspace.objects.create(name="Elsewhere"), user=user, role=Role.OWNER)
    return user


@pytest.fixture
def workspace(alice: User) -> Workspace:
    """Alice's workspace."""
    workspace = Workspace.objects.create(name="Sentiment group")
    Membership.objects.create(workspace=workspace, user=alice, role=Role.OWNER)
    return workspace


@pytest.fixture
def collection(workspace: Workspace, alice: User) -> Collection:
    """Eight papers."""
    collection = Collection.objects.create(workspace=workspace, name="Aspect sentiment", created_by=alice)
    store(collection, small_corpus().papers)
    return collection


@pytest.fixture
def survey(workspace: Workspace, collection: Collection, alice: User) -> Survey:
    """A quick survey of the eight papers, not started."""
    return Survey.objects.create(
        workspace=workspace, collection=collection, title="Aspect sentiment", depth="quick", created_by=alice
    )


@pytest.fixture
def run(survey: Survey, alice: User) -> Run:
    """A queued run that nothing delivers."""
    return make_run(survey)


def make_run(survey: Survey, **fields: object) -> Run:
    """A run of the survey with its plan; fields: what else its row holds."""
    return Run.objects.create(survey=survey, plan=asdict(survey.make_plan()), **fields)


@pytest.fixture
def article(run: Run) -> Article:
    """The article of a finished run, with one revision and a diagram."""
    Run.objects.filter(pk=run.pk).update(status="done")
    papers = list(run.survey.collection.in_order())
    names = ("bibkey", "title", "authors", "year", "venue", "doi", "url")
    text = (
        f"# Aspect sentiment\n\n## Abstract\n\nAttention finds the aspect [@{papers[0].bibkey}].\n\n"
        "## Methods\n\n```mermaid\nflowchart LR\n  A --> B\n```\n"
    )
    fields = {"markdown": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "words": 8}
    article = Article.objects.create(
        survey=run.survey,
        run=run,
        title="Aspect sentiment",
        references=[{name: getattr(paper, name) for name in names} | {"paper": paper.pk} for paper in papers],
        revision=1,
        **fields,
    )
    Revision.objects.create(article=article, number=1, kind="written", **fields)
    return article


@pytest.fixture
def people(alice: User, bob: User, charlie: User, workspace: Workspace) -> dict[str, User | None]:
    """One person of each role in alice's workspace, a stranger, and nobody."""
    found: dict[str, User | None] = {Role.OWNER: alice, Role.EDITOR: bob, "stranger": charlie, "nobody": None}
    for role in (Role.REVIEWER, Role.VIEWER):
        found[role] = user = User.objects.create_user(f"{role}@example.org", name=role.label)
        Membership.objects.create(workspace=workspace, user=user, role=role)
    return found


@pytest.fixture
def objects(article: Article, alice: User, bob: User) -> dict[str, int]:
    """The key of one object of each kind that routes name, all of alice's workspace."""
    survey = article.survey
    run = make_run(survey)
    candidate = {"round": 1, "layer": "0", "index": 0, "score": 5.0, "titles": ["Methods"], "parts": {}}
    data = candidate | {"sources": [], "papers": [], "edits": []}
    Event.objects.create(run=run, seq=1, key="candidate", kind="candidate", data=data)
    Run.objects.filter(pk=run.pk).update(seq=1)
    # Nothing listens on port 9.
    provider = Provider(workspace=survey.workspace, kind="compatible", base_url="http://127.0.0.1:9/v1", model="m")
    provider.save()
    made = ExportFile(article=article, format="pdf", sha256="", status="ready")
    made.file.save(".pdf", ContentFile(b"%PDF-1.7"))
    images.add(article, SimpleUploadedFile("a.png", picture()), alice)
    first, second, *_ = survey.collection.in_order()
    search = Search.objects.create(survey=survey, topic="T", status="ready", created_by=survey.created_by)
    return {
        "workspace": survey.workspace_id,
        "member": Membership.objects.get(user=bob).pk,
        "invitation": Invitation.objects.create(
            workspace=survey.workspace,
            role=Role.VIEWER,
            invited_by=alice,
            digest=digest("open"),
            expires=timezone.now() + timedelta(days=1),
        ).pk,
        "survey": survey.pk,
        "collection": survey.collection_id,
        "paper": first.pk,
        "search": search.pk,
        "candidate": Candidate.objects.create(
            search=search, position=0, key="k", data=Found("T").to_data(), included=False
        ).pk,
        "upload": Upload.objects.create(collection=survey.collection, name="a.pdf", size=1, status="refused").pk,
        "duplicate": Duplicate.objects.create(first=first, second=second, score=95).pk,
        "run": run.pk,
        "article": article.pk,
        "thread": Thread.objects.create(article=article, kind="suggestion", author=alice, quote="aspect").pk,
        "export": made.pk,
        "assist": Assist.objects.create(article=article, person=alice, operation="shorten", quote="aspect").pk,
        "share": ShareLink.objects.create(article=article, digest=digest("shared"), shared_by=alice, exports=True).pk,
        "provider": provider.pk,
    }


@pytest.fixture
def team(alice: User, workspace: Workspace) -> None:
    """A team installation in which alice has a password."""
    alice.set_password(PASSWORD)
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    become_team()


@pytest.fixture
def mailing(settings: Settings) -> None:
    """E-mail is set up, and new addresses must be confirmed."""
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": "smtp://127.0.0.1:1", "PORT": 8123}
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def as_alice(alice: User, client: Client) -> Client:
    """A browser in which alice is signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def environment(transactional_db: None) -> dict[str, str]:
    """The environment of processes that work on this test's database, with leases of two seconds."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{settings['NAME']}"
    else:
        url = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "SURVEYGO_LEASE_SECONDS": "2",
        "SURVEYGO_RENEW_SECONDS": "0.5",
        "SURVEYGO_SWEEP_SECONDS": "0.5",
        "SURVEYGO_UNCLAIMED_SECONDS": "1",
    }


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[str]:
    """Host and port of a web server on this test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "daphne", "-v", "0", "-p", str(port), "surveygo.asgi:application"]
    process = subprocess.Popen(command, env=environment)
    while not _answers(port):
        assert process.poll() is None, "the web server did not start"
        time.sleep(0.1)
    yield f"127.0.0.1:{port}"
    process.terminate()
    process.wait()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture
async def tabs() -> AsyncIterator[list[Tab]]:
    """Tabs to be closed at the end."""
    opened: list[Tab] = []
    yield opened
    for tab in opened:
        await tab.drop()
