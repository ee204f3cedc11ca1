"""The one door through which an article is written: by its run once, and by people from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pycrdt import Doc, Text

from pipeline.paper import Corpus
from pipeline.prose import word_count
from surveygo import wake
from surveygo.accounts.models import User
from surveygo.articles import updates, yjs
from surveygo.articles.models import Article, Document, Revision
from surveygo.surveys.models import Run

if TYPE_CHECKING:
    from pipeline.survey import Survey as Written

QUIET = timedelta(minutes=2)
"""Edits join the newest revision until nothing was typed for so long."""
LONGEST = timedelta(minutes=15)
"""Nor does a revision grow for longer than this."""
CURRENT = ("title", "markdown", "sha256", "revision", "words", "changed")
"""What changes when people edit."""

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


def change(
    article: Article, base: str, text: str, author: User, *, kind: Kind = Kind.EDITED, restored: int | None = None
) -> Revision:
    """Make `text` the article's text; returns the revision that holds it, and brings `article` up to date.

    Only what differs is changed, so that what others type in the meantime keeps its place.
    base: `Article.version` of the text that the edit began from.

    Raises:
        Conflict: where the article is not at `base` any more.
        Locked: where it is locked.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    settle(article)
    with transaction.atomic():
        document = held(article)
        newest = article.revisions.select_related("author").get(number=article.revision)
        if article.version != base or document.settled < document.seq:
            raise Conflict(newest)
        if text == article.markdown:
            return newest
        return _rewritten(article, document, text, author, kind, restored)


def edit(article: Article, author: User, work: Callable[[Doc[Text]], str]) -> Revision:
    """Make the text what `work` makes of it as it is at this moment, whatever others type; `article` is brought up to
    date. What `work` raises leaves everything as it was.

    Raises:
        Locked: where the article is locked.
    """
    settle(article)
    with transaction.atomic():
        document = held(article)
        text = work(current(article))
        return _rewritten(article, document, text, author, Kind.EDITED)


def current(article: Article) -> Doc[Text]:
    """The shared document as it is now."""
    return yjs.loaded(updates.whole(article.pk).updates)


def add_evidence(article: Article, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep what stands behind sentences that came in; to be called in the transaction of the edit that brought them."""
    article.refresh_from_db(fields=["evidence"])
    known = {row["key"]: row for row in article.evidence} | {row["key"]: dict(row) for row in rows}
    article.evidence = list(known.values())
    article.save(update_fields=["evidence"])


def _rewritten(
    article: Article, document: Document, text: str, author: User, kind: Kind, restored: int | None = None
) -> Revision:
    updates.store(article.pk, [(yjs.rewrite(current(article), text), author.pk)])
    document.refresh_from_db(fields=["seq"])
    transaction.on_commit(partial(wake.tell, wake.ARTICLES, article=article.pk))
    return _keep(article, document, text, [author], kind, restored)


def settle(article: Article) -> None:
    """Bring the article and its newest revision up to what people typed until now; cheap where they typed nothing.

    What several people type without a pause joins one revision, which names them all.
    """
    unsettled = Document.objects.filter(article=article.pk, settled__lt=F("seq"))
    if unsettled.exists():
        with transaction.atomic():
            document = held(article)
            rows = document.updates.filter(seq__gt=document.settled).exclude(author=None).order_by("seq")
            order = list(dict.fromkeys(rows.values_list("author", flat=True)))
            found = User.objects.in_bulk(order)
            authors = [found[pk] for pk in order if pk in found]
            _keep(article, document, yjs.text_of(current(article)), authors, Kind.EDITED)
            updates.compact(document)
    else:
        # Somebody else may have settled it after `article` was read.
        article.refresh_from_db(fields=CURRENT)


def held(article: Article) -> Document:
    """The document, for this transaction alone: nobody stores a change before it ends. `article` is as it is now."""
    updates.opened(article.pk)
    Document.objects.filter(article=article.pk).update(seq=F("seq"))
    article.refresh_from_db(fields=CURRENT)
    return Document.objects.get(article=article.pk)


def _keep(
    article: Article, document: Document, text: str, authors: list[User], kind: Kind, restored: int | None = None
) -> Revision:
    """Let the article and a revision hold the document's text."""
    newest = article.revisions.select_related("author").get(number=article.revision)
    if text != article.markdown:
        fields = _fields(text)
        author = authors[-1] if authors else None
        if kind == Kind.EDITED and _joins(newest):
            Revision.objects.filter(pk=newest.pk).update(**fields, author=author, changed=timezone.now())
        else:
            newest = Revision.objects.create(
                article=article, number=article.revision + 1, kind=kind, author=author, restored=restored, **fields
            )
        newest.contributors.add(*authors)
        title = first_heading(text) or article.title
        Article.objects.filter(pk=article.pk).update(
            **fields, title=title, revision=newest.number, changed=timezone.now()
        )
        article.refresh_from_db(fields=CURRENT)
        newest.refresh_from_db()
    document.settled = document.seq
    document.save(update_fields=["settled"])
    return newest


def restore(article: Article, number: int, base: str, author: User) -> Revision:
    """Bring back the text of an earlier revision as a new one.

    Raises:
        Conflict: where the article is not at `base` any more.
        Locked: where it is locked.
        Revision.DoesNotExist: for a number that the article does not have.
    """
    earlier = article.revisions.get(number=number)
    return change(article, base, earlier.markdown, author, kind=Kind.RESTORED, restored=number)


@transaction.atomic
def name(article: Article, name: str, person: User, number: int | None = None) -> Revision:
    """Give a revision a name, or take it away with an empty one. number: by default that of the text as it is now, with
    all that was typed; what is typed later becomes another revision.

    Raises:
        Revision.DoesNotExist: for a number that the article does not have.
    """
    held(article)
    settle(article)
    revision = article.revisions.get(number=article.revision if number is None else number)
    given = {"name": name, "named": timezone.now(), "named_by": person}
    taken = {"name": "", "named": None, "named_by": None}
    # `changed` stays as it is: when somebody last wrote in it.
    Revision.objects.filter(pk=revision.pk).update(**(given if name else taken))
    revision.refresh_from_db()
    transaction.on_commit(partial(wake.tell, wake.ARTICLES, article=article.pk, review=True))
    return revision


def first_heading(text: str) -> str:
    """The title in the text's first line, or nothing."""
    first = text.lstrip().partition("\n")[0]
    return first[2:].strip() if first.startswith("# ") else ""


def _joins(newest: Revision) -> bool:
    now = timezone.now()
    goes_on = now - newest.changed < QUIET and now - newest.created < LONGEST
    return goes_on and newest.kind == Kind.EDITED and not newest.name


def _fields(text: str) -> dict[str, Any]:
    return {"markdown": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "words": word_count(text)}


def _references(corpus: Corpus, rows: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for paper in corpus.papers:
        names = ("bibkey", "title", "authors", "year", "venue", "doi", "url")
        yield {name: getattr(paper, name) for name in names} | {"paper": rows[paper.bibkey]}
