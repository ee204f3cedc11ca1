"""Articles as Yjs texts (yjs.dev), read and written with pycrdt: updates are stored, and merge in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from pycrdt import Doc, Text

NAME = "markdown"
"""Name of the text in its document, in the browser too."""
NOTHING = b"\x00\x00"
"""An update without a change."""
LARGE = 4_000_000
"""Stretches with more pairs of words than this are replaced whole: comparing them would take longer than it helps."""

Hunk = tuple[int, int, str]
"""Characters from, to, and what comes in their place."""


class BadUpdate(ValueError):
    """Bytes that are no Yjs update."""


def seeded(text: str) -> bytes:
    """The state of a new document with that text."""
    doc, markdown = _empty()
    markdown += text
    return doc.get_update()


def loaded(updates: Iterable[bytes]) -> Doc[Text]:
    """A document with these updates.

    Raises:
        BadUpdate: where one of them is none.
    """
    doc, _ = _empty()
    for update in updates:
        apply(doc, update)
    return doc


def apply(doc: Doc[Text], update: bytes) -> None:
    """Merge an update into the document.

    Raises:
        BadUpdate: for other bytes; the document is as it was.
    """
    try:
        doc.apply_update(update)
    except ValueError as error:
        raise BadUpdate(str(error)) from error


def text_of(doc: Doc[Text]) -> str:
    """The document's text."""
    return str(doc[NAME])


def changes(doc: Doc[Text], update: bytes) -> bool:
    """Whether the document would be another with that update: browsers that come back send what is known, too.

    Raises:
        BadUpdate: where it is no update.
    """
    copy = loaded([doc.get_update()])
    before = copy.get_update()
    apply(copy, update)
    return bool(copy.get_update() != before)


def rewrite(doc: Doc[Text], text: str) -> bytes:
    """Make `text` the document's text by the changes that lead there, so that what others type meanwhile keeps its
    place; returns the update."""
    before, old = doc.get_state(), text_of(doc)
    markdown = doc[NAME]
    with doc.transaction():
        for start, end, new in reversed(list(hunks(old, text))):
            # pycrdt counts UTF-8 bytes.
            at = len(old[:start].encode())
            if end > start:
                del markdown[at : at + len(old[start:end].encode())]
            if new:
                markdown.insert(at, new)
    return doc.get_update(before)


def hunks(old: str, new: str) -> Iterator[Hunk]:
    """The changes from one text to the other, in order of their place in the old one."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    at = 0
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        start, at = at, at + sum(map(len, before[a:b]))
        if tag != "equal":
            yield from _within("".join(before[a:b]), "".join(after[c:d]), start)


def _within(old: str, new: str, start: int) -> Iterator[Hunk]:
    """The changes within lines that differ, by words. start: where the old ones begin."""
    before, after = re.findall(r"\w+|\s+|[^\w\s]", old), re.findall(r"\w+|\s+|[^\w\s]", new)
    if len(before) * len(after) > LARGE or not (before and after):
        yield start, start + len(old), new
        return
    at = start
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        start, at = at, at + sum(map(len, before[a:b]))
        if tag != "equal":
            yield start, at, "".join(after[c:d])


def _empty() -> tuple[Doc[Text], Text]:
    doc: Doc[Text] = Doc()
    return doc, doc.get(NAME, type=Text)
