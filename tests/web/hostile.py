"""Rows whose every text is an attack, so that all pages show some of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

from django.db.models import Model

from pipeline import events
from pipeline.evidence import evidence_key
from pipeline.prose import cited_sentences
from pipeline.retrieval import Candidate as Found
from surveygo.accounts.models import Invitation, Membership, Role, User, Workspace
from surveygo.articles import updates
from surveygo.articles.models import Article, ExportFile, Revision
from surveygo.assist.models import Assist
from surveygo.library.models import Collection, Paper, Tag, Upload
from surveygo.providers.models import Provider
from surveygo.review.models import Comment, Notice, Review, Thread
from surveygo.searches.models import Candidate, Search
from surveygo.surveys.models import Event, Run, Survey
from tests.web.attacks import ATTACKS, DIAGRAMS, NAMES

LONG = "\n\n".join(ATTACKS)
NAMED: tuple[tuple[type[Model], str], ...] = (
    (Workspace, "name"), (Collection, "name"), (Survey, "title"), (Survey, "instructions"), (Run, "message"),
    (Search, "topic"), (Search, "message"), (Search, "pasted"), (Provider, "name"), (Provider, "model"),
    (Article, "title"), (Revision, "name"), (ExportFile, "reason"), (Upload, "name"), (Upload, "reason"),
    (Thread, "quote"), (Assist, "quote"), (Assist, "message"), (Assist, "instruction"), (Invitation, "email"),
)  # fmt: skip
"""Texts of one line; each row gets the next name."""


def poison(article: Article) -> None:
    """Make every row an attack, and add as many of each kind as there are attacks."""
    _people(article.survey.workspace)
    _work(article)
    _papers(article)
    _said(article)
    _told(article)
    names = cycle(NAMES)
    for model, field in NAMED:
        longest = getattr(model._meta.get_field(field), "max_length", None) or 1000
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(**{field: next(names)[:longest]})


def text() -> str:
    """An article of nothing but attacks, each in a section of its own."""
    diagrams = (f"```mermaid\n{source}\n```\n\n: Figure of {NAMES[0]}" for source in DIAGRAMS)
    parts = [*ATTACKS, *NAMES, *diagrams]
    return "# Hostile\n\n" + "\n\n".join(f"## {part.splitlines()[0][:80]}\n\n{part}" for part in parts)


def _people(workspace: Workspace) -> None:
    for number, name in enumerate(NAMES):
        user = User.objects.create_user(f"hostile{number}@example.org", name=name)
        Membership.objects.create(workspace=workspace, user=user, role=Role.REVIEWER)
    User.objects.filter(email__in=("alice@example.org", "bob@example.org")).update(name=NAMES[1])


def _work(article: Article) -> None:
    survey = article.survey
    for name in NAMES:
        Survey.objects.create(workspace=survey.workspace, collection=survey.collection, title=name)
    for name, status in zip(NAMES, cycle(["refused", "read"]), strict=False):
        report = {"name": name, "status": "refused", "reason": name, "papers": 0}
        Upload.objects.create(collection=survey.collection, name=name, size=1, status=status, files=[report])
    search = Search.objects.get()
    for number, name in enumerate(NAMES, 1):
        found = Found(
            name, abstract=LONG, authors=(name,), venue=name, url=f"javascript:alert({number})", reason=name, note=name
        )
        Candidate.objects.create(
            search=search, position=number, key=str(number), data=found.to_data(), included=bool(number % 2)
        )
    Search.objects.update(problems=NAMES, failures=dict.fromkeys(("openalex", "arxiv"), NAMES[1]))
    Search.objects.update(identified={"openalex": 3}, sources=["openalex"])


def _papers(article: Article) -> None:
    workspace = article.survey.workspace
    for paper, name in zip(Paper.objects.all(), cycle(NAMES)):
        fields = {"title": name, "venue": name, "url": "javascript:alert(1)", "abstract": LONG, "text": LONG}
        Paper.objects.filter(pk=paper.pk).update(**fields, authors=[name, NAMES[1]], doi=f"10.1/{name}")
        paper.tags.add(Tag.objects.get_or_create(workspace=workspace, name=name[:60])[0])
    references = article.references
    for row, name in zip(references, cycle(NAMES)):
        row.update(title=name, authors=[name], venue=name, doi=f"10.1/{name}", url="javascript:alert(1)")
    key = references[0]["bibkey"]
    hostile = f"{text()}\n\nIt is so [@{key}].\n"
    support = {"passage": "1", "bibkey": key, "quote": LONG, "page": 1, "score": 0.5, "start": 0, "end": 5}
    name = evidence_key(*next((one.text, one.keys) for one in cited_sentences(hostile) if one.keys == (key,)))
    evidence = {"key": name, "sentence": LONG, "bibkeys": [key], "kind": "claim", "verdict": "unsupported"}
    fields = {"markdown": hostile, "sha256": hashlib.sha256(hostile.encode()).hexdigest(), "references": references}
    Article.objects.filter(pk=article.pk).update(**fields, evidence=[evidence | {"score": 0.1, "supports": [support]}])
    article.refresh_from_db()
    updates.opened(article.pk)
    for number, name in enumerate(NAMES, 2):
        Revision.objects.create(
            article=article, number=number, kind="edited", name=name, markdown=hostile, sha256=article.sha256
        )
    Article.objects.filter(pk=article.pk).update(revision=len(NAMES) + 1)


def _said(article: Article) -> None:
    people = list(User.objects.filter(email__startswith="hostile"))
    alice = User.objects.get(email="alice@example.org")
    for person, name in zip(people, NAMES, strict=True):
        for kind in ("comment", "suggestion"):
            thread = Thread.objects.create(
                article=article, author=person, kind=kind, quote=name, replacement=f"{name} {NAMES[0]}"
            )
            Comment.objects.create(thread=thread, author=person, text=f"{name}\n@{person}")
        Review.objects.create(article=article, reviewer=person, message=name, state="changes")
        Notice.objects.create(person=alice, actor=person, article=article, text=name)
    parts = [{"start": 0, "end": 3, "text": LONG, "evidence": []}]
    ExportFile.objects.update(status="failed")
    Assist.objects.update(status="ready", answer=LONG, parts=parts, problems=NAMES)


def _told(article: Article) -> None:
    """What a run told, of a run that goes on."""
    run = Run.objects.exclude(pk=article.run_id).get()
    told = [*_events()]
    seq = Event.objects.filter(run=run).count()
    for number, event in enumerate(told, seq + 1):
        Event.objects.create(run=run, seq=number, key=event.key, kind=event.kind, data=event.data)
    Event.objects.filter(kind="candidate").update(data=_candidate())
    Run.objects.filter(pk=run.pk).update(seq=seq + len(told), status="paused", reason="user", stage=events.STAGES[0])


def _candidate() -> Mapping[str, Any]:
    first = {"round": 1, "layer": "0", "index": 0, "score": 5.0, "parts": {}, "sources": []}
    return first | {"titles": NAMES, "papers": NAMES, "edits": NAMES}


def _events() -> Iterator[events.Event]:
    for number, name in enumerate(NAMES):
        sections = [{"id": f"s{number}", "number": "1", "depth": 1, "title": name, "papers": [name]}]
        more = {"construction": name, "analysis": name}
        yield events.SkeletonChanged(f"{number}", name, ({**sections[0], **more},))
        yield events.Notice("cut", str(number), name)
        yield events.PaperStatus(f"paper{number}", name, "digested", name)
        yield events.SectionDone(f"s{number}", name, f"## {name}\n\n{LONG}", 10)
