"""Points of a paper as Markdown bullets: `- (method) What the paper contributes. [p3, p5]`."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.digest import POINT_KINDS, Point
from pipeline.steps.reply import line

_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")
_KIND = re.compile(rf"^[(（]({'|'.join(POINT_KINDS)})[)）]\s*", re.I)
_PASSAGES = re.compile(r"[\[［]([^\[\]［］]{2,400})[\]］]\s*[.。]?$")
_NAME = re.compile(r"(?:([^\s:]+):)?p(\d{1,6})(?:[-–]p?(\d{1,6}))?")
_LONGEST_RANGE = 12


def format_point(point: Point, bibkey: str, passages: bool = True) -> str:
    """One bullet; its passages, if they are to be named, by their short ids."""
    return f"- ({point.kind}) {with_passages(point.text, point.passages if passages else (), bibkey)}"


def parse_point(row: str, bibkey: str, known: Collection[str]) -> Point | None:
    """The point in a bullet, with those of its passages that are `known`; None without text or passages."""
    body = bullet(row)
    kind = _KIND.match(body)
    text, passages = split_passages(body[kind.end() :] if kind else body, bibkey, known)
    if not text or not passages:
        return None
    return Point(text, passages, next((k for k in POINT_KINDS if kind and k == kind[1].lower()), "background"))


def is_bullet(row: str) -> bool:
    """Whether a line is a list item."""
    return bool(_BULLET.match(row))


def bullet(row: str) -> str:
    """A list item's text."""
    found = _BULLET.match(row)
    return found[1] if found else row


def with_passages(text: str, passages: Collection[str], bibkey: str) -> str:
    """`text [p3, p5]`."""
    short = ", ".join(name.removeprefix(f"{bibkey}:") for name in passages)
    return f"{line(text)} [{short}]" if passages else line(text)


def split_passages(text: str, bibkey: str, known: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The text before a closing `[p3, p5]`, and the ids of those passages that are `known`."""
    found = _PASSAGES.search(text.rstrip())
    names = [_NAME.fullmatch(name) for name in re.split(r"[\s,;，；、]+", found[1].strip())] if found else []
    if not found or not all(names):
        return line(text), ()
    passages: dict[str, None] = {}
    for name in names:
        if name and (name[1] or bibkey) == bibkey:
            first, last = int(name[2]), int(name[3] or name[2])
            numbers = range(first, min(last, first + _LONGEST_RANGE) + 1)
            passages.update(dict.fromkeys(f"{bibkey}:p{number}" for number in numbers))
    return line(text[: found.start()]), tuple(name for name in passages if name in known)
