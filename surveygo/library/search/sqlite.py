"""The index as a table of FTS5 (https://www.sqlite.org/fts5.html)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from surveygo.library.search.words import Entry

CREATE = """
CREATE VIRTUAL TABLE library_index USING fts5(
    title, about, abstract, body, tokenize = 'unicode61 remove_diacritics 0'
)"""
DROP = "DROP TABLE library_index"
MATCHING = "SELECT rowid FROM library_index WHERE library_index MATCH %s"
# Materialised, the ranks are computed once for all rows; bm25 looks at every match for each row that it ranks.
RANK = """
WITH ranked AS MATERIALIZED (
    SELECT rowid AS paper, bm25(library_index, 10.0, 4.0, 3.0, 1.0) AS rank
    FROM library_index WHERE library_index MATCH %s
) SELECT ranked.rank FROM ranked WHERE ranked.paper = library_paper.id"""


def query(words: Sequence[tuple[str, bool]], any_word: bool) -> str:
    """A query for all of the words, or any. They hold letters and digits alone, so that quoting them is enough."""
    return (" OR " if any_word else " ").join(f'"{word}"{"*" if begins else ""}' for word, begins in words)


def put(cursor: Any, entries: Sequence[Entry]) -> None:
    """Index the entries in place of what the papers had."""
    cursor.executemany(
        "INSERT OR REPLACE INTO library_index (rowid, title, about, abstract, body) VALUES (%s, %s, %s, %s, %s)",
        [(entry.pk, entry.title, entry.about, entry.abstract, entry.text) for entry in entries],
    )


def forget(cursor: Any, pk: int) -> None:
    """Take a paper out."""
    cursor.execute("DELETE FROM library_index WHERE rowid = %s", [pk])
