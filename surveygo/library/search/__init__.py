"""Full-text search of papers: one index, kept by SQLite's FTS5 or PostgreSQL's text search.

Both see the same words (`words.py`), so that a query finds the same papers on either. The index is kept in step by
`Paper.save`, `Paper.objects.bulk_create` and the deletion of rows; it is made by a migration.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL

from surveygo.library.search import postgresql, sqlite
from surveygo.library.search.words import Entry, asked

if TYPE_CHECKING:
    from surveygo.library.models import Paper

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def find(papers: QuerySet[Paper], text: str, *, any_word: bool = False) -> QuerySet[Paper]:
    """Those of `papers` that hold every word of the text, or any of them, annotated with `rank` (less is better).

    A word finds those that begin with it; Chinese, Japanese and Korean text is found by its pairs of characters.
    """
    words = asked(text)
    if not words:
        return papers.annotate(rank=Value(0.0)).none()
    backend = _BACKENDS[connection.vendor]
    query = backend.query(words, any_word)
    return papers.filter(pk__in=RawSQL(backend.MATCHING, [query])).annotate(rank=RawSQL(backend.RANK, [query]))  # noqa: S611  the texts are constants, the query a parameter


def put(papers: Iterable[Paper]) -> None:
    """Index the papers anew."""
    backend = _BACKENDS[connection.vendor]
    with connection.cursor() as cursor:
        backend.put(cursor, [Entry.of(paper) for paper in papers])


def forget(pk: int) -> None:
    """Take a paper out of the index."""
    with connection.cursor() as cursor:
        _BACKENDS[connection.vendor].forget(cursor, pk)
