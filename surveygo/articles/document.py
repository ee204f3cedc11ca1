"""The one door through which an article is written: by its run once, and by people from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from pipeline.paper import Corpus
from pipeline.prose import word_count
from surveygo.accounts.models import User
from surveygo.articles.models import Article, Revision
from surveygo.surveys.models import Run

if TYPE_CHECKING:
    from pipeline.survey import Survey as Written

QUIET = timedelta(minutes=2)
"""Saves of one author join one revision until it is this old."""

Kind = Revision.Kind


class Conflict(Exception):
    """The text was changed since the edit began; nothing was written. newest: the revision that came between."""

    def __init__(self, newest: Revision) -> None:
        who = newest.author or "the run"
        super().__init__(f"{who} saved a newer version meanwhile; compare it with yours before you save again.")
        self.newest = newest


@transaction.atomic
def create(run: Run, corpus: Corpus, written: Written, rows: Mapping[str, int]) -> Article:
    """The article of a finished run, with its first revision. rows: each paper's row in the library, by bibkey."""
    text = written.article.to_markdown()
    article = Article.objects.create(
        survey=run.survey,
        run=run,
        title=written.article.title,
        references=list(_references(corpus, rows)),
        evidence=[asdict(item) for item in written.evidence],
        skeleton=asdict(written.skeleton),
        record=written.record,
        **_fields(text),
        revision=1,
    )
    Revision.objects.create(article=article, number=1, kind=Kind.WRITTEN, **_fields(text))
    return article


@transaction.atomic
def change(
    article: Article, base: str, text: str, author: User, *, kind: Kind = Kind.EDITED, restored: int | None = None
) -> Revision:
    """Make `text` the article's text; returns the revision that holds it, and brings `article` up to date.

    base: `Article.version` of the text that the edit began from. Saves of one author within two minutes join one
    revision, so that autosaving does not flood the history.

    Raises:
        Conflict: where the article is not at `base` any more.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Locks the row, and decides between two edits that began from the same text.
    Article.objects.filter(pk=article.pk).update(changed=timezone.now())
    article.refresh_from_db(fields=["title", "markdown", "sha256", "revision", "words", "changed"])
    newest = article.revisions.select_related("author").get(number=article.revision)
    if article.version != base:
        raise Conflict(newest)
    if text == article.markdown:
        return newest
    fields = _fields(text)
    if kind == Kind.EDITED and _joins(newest, author):
        Revision.objects.filter(pk=newest.pk).update(**fields, changed=timezone.now())
    else:
        newest = Revision.objects.create(
            article=article, number=article.revision + 1, kind=kind, author=author, restored=restored, **fields
        )
    title = first_heading(text) or article.title
    Article.objects.filter(pk=article.pk).update(**fields, title=title, revision=newest.number)
    article.refresh_from_db(fields=["title", "markdown", "sha256", "revision", "words", "changed"])
    newest.refresh_from_db()
    return newest


def restore(article: Article, number: int, base: str, author: User) -> Revision:
    """Bring back the text of an earlier revision as a new one.

    Raises:
        Conflict: where the article is not at `base` any more.
        Revision.DoesNotExist: for a number that the article does not have.
    """
    earlier = article.revisions.get(number=number)
    return change(article, base, earlier.markdown, author, kind=Kind.RESTORED, restored=number)


def first_heading(text: str) -> str:
    """The title in the text's first line, or nothing."""
    first = text.lstrip().partition("\n")[0]
    return first[2:].strip() if first.startswith("# ") else ""


def _joins(newest: Revision, author: User) -> bool:
    young = timezone.now() - newest.created < QUIET
    return young and newest.kind == Kind.EDITED and newest.author_id == author.pk


def _fields(text: str) -> dict[str, Any]:
    return {"markdown": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "words": word_count(text)}


def _references(corpus: Corpus, rows: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for paper in corpus.papers:
        names = ("bibkey", "title", "authors", "year", "venue", "doi", "url")
        yield {name: getattr(paper, name) for name in names} | {"paper": rows[paper.bibkey]}
