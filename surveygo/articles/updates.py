"""The rows of a shared document: its updates are numbered without gaps, read from a number on, and compacted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from surveygo.articles import locks, yjs
from surveygo.articles.models import Article, Document, Update

KEPT = timedelta(minutes=2)
"""Updates stay for so long after they are part of the state: another process may not have read them yet."""
MANY = 200
"""Compact once so many updates lie outside the state."""

Change = tuple[bytes, int | None]
"""An update and who made it."""


@dataclass(frozen=True)
class News:
    """What a reader at some number lacks, up to number `seq`: updates in order, if need be after the whole state."""

    seq: int
    updates: tuple[bytes, ...]


def opened(article: int) -> Document:
    """The article's document; where nobody ever opened it, made from its text, by the server alone."""
    found = Document.objects.filter(article=article).first()
    if found is None:
        text = Article.objects.values_list("markdown", flat=True).get(pk=article)
        found, _ = Document.objects.get_or_create(article_id=article, defaults={"state": yjs.seeded(text)})
    return found


def store(article: int, changes: Sequence[Change]) -> int:
    """Keep updates of a document that is open; returns the number of the first.

    Raises:
        Locked: the article is locked; nothing is kept.
    """
    with transaction.atomic():
        # Locks the row: numbers are given in the order of the commits.
        Document.objects.filter(article=article).update(seq=F("seq") + len(changes))
        locks.check(article)
        document = Document.objects.only("pk", "seq").get(article=article)
        first = document.seq - len(changes) + 1
        Update.objects.bulk_create(
            Update(document=document, seq=number, data=data, author_id=author)
            for number, (data, author) in enumerate(changes, first)
        )
    return first


def whole(article: int) -> News:
    """All of the article's document, opened where it was not."""
    with transaction.atomic():
        document = opened(article)
        rows = list(document.updates.filter(seq__gt=document.compacted).order_by("seq").values_list("data", flat=True))
    return News(document.compacted + len(rows), (bytes(document.state), *map(bytes, rows)))


def after(article: int, seq: int) -> News:
    """What came after update number `seq`."""
    with transaction.atomic():
        document = Document.objects.get(article=article)
        rows = list(document.updates.filter(seq__gt=seq).order_by("seq").values_list("seq", "data"))
        number = rows[-1][0] if rows else max(seq, document.compacted)
        data = tuple(bytes(update) for _, update in rows)
        if len(rows) == number - seq:
            return News(number, data)
        # Some are in the state already; merging it again does no harm.
        return News(number, (bytes(document.state), *data))


def compact(document: Document) -> None:
    """Merge what is settled into the state, and let go of the updates that every process has read by now. To be called
    in a transaction that holds the document's row."""
    rows = document.updates.filter(seq__gt=document.compacted, seq__lte=document.settled).order_by("seq")
    data = list(rows.values_list("data", flat=True))
    if len(data) >= MANY:
        doc = yjs.loaded([bytes(document.state), *map(bytes, data)])
        document.state, document.compacted = doc.get_update(), document.settled
        document.save(update_fields=["state", "compacted"])
    old = document.updates.filter(seq__lte=document.compacted, created__lt=timezone.now() - KEPT)
    old.delete()
