"""The index as a table of tsvector (https://www.postgresql.org/docs/current/textsearch-controls.html).

A tsvector holds at most 1 MB, hence different words alone, without all their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from surveygo.library.search.words import Entry

CREATE = """
CREATE TABLE library_index (paper bigint PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX library_index_words ON library_index USING gin (words)"""
DROP = "DROP TABLE library_index"
MATCHING = "SELECT paper FROM library_index WHERE words @@ %s::tsquery"
RANK = "SELECT -ts_rank(words, %s::tsquery) FROM library_index WHERE library_index.paper = library_paper.id"

MOST_WORDS = 600_000
"""Bytes of a paper's different words that are indexed; beyond that lie only works of many volumes."""

_PUT = """
INSERT INTO library_index (paper, words) VALUES (%s, %s::tsvector)
ON CONFLICT (paper) DO UPDATE SET words = EXCLUDED.words
"""


def query(words: Sequence[tuple[str, bool]], any_word: bool) -> str:
    """A query for all of the words, or any. They hold letters and digits alone, so that quoting them is enough."""
    return (" | " if any_word else " & ").join(f"'{word}'{':*' if begins else ''}" for word, begins in words)


def put(cursor: Any, entries: Sequence[Entry]) -> None:
    """Index the entries in place of what the papers had."""
    cursor.executemany(_PUT, [(entry.pk, _vector(entry)) for entry in entries])


def forget(cursor: Any, pk: int) -> None:
    """Take a paper out."""
    cursor.execute("DELETE FROM library_index WHERE paper = %s", [pk])


def _vector(entry: Entry) -> str:
    """A tsvector as text: a place with its weight for words of the head, the bare word for those of the body."""
    places: dict[str, list[str]] = {}
    for field, place in ((entry.title, "1A"), (entry.about, "2B"), (entry.abstract, "3C")):
        for word in dict.fromkeys(field.split()):
            places.setdefault(word, []).append(place)
    for word in dict.fromkeys(entry.text.split()):
        places.setdefault(word, [])
    left, parts = MOST_WORDS, []
    for word, found in places.items():
        left -= len(word.encode()) + 8
        if left < 0:
            break
        parts.append(f"'{word}'" + (":" + ",".join(found) if found else ""))
    return " ".join(parts)
