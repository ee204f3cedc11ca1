"""Finding the answer in a reply: JSON, a wrapped Markdown text or a fenced block, among thoughts and prose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.errors import BadReply

NOTHING = frozenset({"none", "null", "nothing", "n/a", "无", "没有"})

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$")
_BRACKET = re.compile(r"[\[{]")
# A string that is never closed goes to the end, so that hostile text is not searched from each of its quotes again.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.S)
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))|,(?=\s*[}\]])', re.S)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.S)
# TeX commands whose first letter makes a valid JSON escape, so that `\theta` would be read as a tab and `heta`.
_TEX = re.compile(r"[bf][a-zA-Z]|n(?:u|abla|eq?|ot|i)\b|t(?:heta|au|imes|ext|ilde|anh|op|o)\b|r(?:ho|ight|m|angle)\b")
_CONTROL = dict.fromkeys([*range(32), 127])
_MOST_SCANS = 8
_MOST_PROSE = 200


def line(text: str) -> str:
    """`text` on one line: white space folded, control characters gone."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else folded.translate(_CONTROL)


def clean(text: str) -> str:
    """A reply with plain line ends and without the thoughts that some models write before their answer."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    head = text.lstrip()
    if head.startswith(("<think>", "<thinking>")):
        return re.sub(r"\A<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", "", head, flags=re.S).strip("\n")
    stray = re.search(r"^[ \t]*</think(?:ing)?>[ \t]*$", text, re.M)
    if stray and "<think" not in text[: stray.start()]:
        text = text[stray.end() :]
    return text.strip("\n")


def is_nothing(text: str) -> bool:
    """Whether a (cleaned) reply says that there is nothing: `none`, `null`, with or without fence and full stop."""
    return text.strip("`~ \t\n.\"'。").removeprefix("json").strip().lower() in NOTHING


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its info word in lower case, its text, and the reply's lines with where it starts and ends."""

    info: str
    text: str
    lines: list[str]
    start: int
    end: int

    @property
    def outside(self) -> str:
        """The reply without the block."""
        return "\n".join([*self.lines[: self.start], *self.lines[self.end + 1 :]])


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a cleaned reply in order; one that is never closed ends with the text."""
    lines, at = text.split("\n"), 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        if not opening:
            at += 1
            continue
        end = _closing(lines, at + 1, opening[1])
        yield Block(opening[2].lower(), "\n".join(lines[at + 1 : end]), lines, at, end)
        at = end + 1


def _closing(lines: list[str], start: int, fence: str) -> int:
    for at in range(start, len(lines)):
        if _closes(lines[at], fence):
            return at
    return len(lines)


def markdown(text: str) -> str:
    """The Markdown of a reply: what a wrapping `markdown` fence holds, code blocks inside included, else all of it."""
    text = clean(text)
    lines = text.split("\n")
    for at, row in enumerate(lines):
        opening = _FENCE.match(row)
        if not opening:
            continue
        end = _wrapper_end(lines, at, opening[1])
        inside, outside = "\n".join(lines[at + 1 : end]), "\n".join([*lines[:at], *lines[end + 1 :]])
        wraps = opening[2].lower() in {"markdown", "md"} or (
            not opening[2] and at == 0 and _closing(lines, 1, opening[1]) == end
        )
        return inside.strip("\n") if wraps and len(outside.strip()) <= max(len(inside), _MOST_PROSE) else text
    return text


def _wrapper_end(lines: list[str], start: int, fence: str) -> int:
    """The row that closes a block with blocks inside: the last fence, unless the fences after `start` come in pairs."""
    inner: list[int] = []
    at = start + 1
    while at < len(lines):
        found = _FENCE.match(lines[at])
        if found and found[1][0] != fence[0] and (end := _closing(lines, at + 1, found[1])) < len(lines):
            at = end
        elif found and found[1].startswith(fence):
            inner.append(at)
        at += 1
    bare = [at for at in inner if _closes(lines[at], fence)]
    return bare[-1] if len(inner) % 2 and bare else len(lines)


def _closes(row: str, fence: str) -> bool:
    found = _FENCE.match(row)
    return bool(found and not found[2] and found[1].startswith(fence))


def find_json(text: str, kind: type, expected: str) -> Any:
    """The value of type `kind` (list or dict) in a reply, the largest if there are several.

    A list may come wrapped in an object that has no other list.

    Raises:
        BadReply: with `expected` in its sentence, when there is none.
    """
    text = clean(text)
    sources = [text.strip(), *(block.text.strip() for block in blocks(text))]
    found = [value for value in map(_loads, sources) if _of_kind(value, kind) is not None]
    values = found or [value for value in _embedded(text) if _of_kind(value, kind) is not None]
    if not values:
        raise BadReply(f"The reply holds no readable JSON; expected {expected}.")
    return _of_kind(max(values, key=lambda value: len(str(value))), kind)


def _of_kind(value: Any, kind: type) -> Any:
    if isinstance(value, kind):
        return value
    if kind is list and isinstance(value, dict):
        lists = [part for part in value.values() if isinstance(part, list)]
        return lists[0] if len(lists) == 1 else None
    return None


def _embedded(text: str) -> Iterator[Any]:
    """JSON values that stand among prose, from left to right."""
    at, budget = 0, len(text) * _MOST_SCANS
    while budget >= 0 and (opening := _BRACKET.search(text, at)):
        end = _balanced(text, opening.start())
        budget -= (end or len(text)) - opening.start()
        value = _loads(text[opening.start() : end]) if end else None
        at = opening.end()
        if end and value is not None:
            yield value
            at = end


def _balanced(text: str, start: int) -> int | None:
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
            if not depth:
                return token.end()
    return None


def _loads(source: str) -> Any:
    if not source.startswith(("[", "{")):
        return None
    if "\\" in source:
        source = _ESCAPE.sub(lambda m: _escape(m, source), source)
    for attempt in (source, None):
        try:
            return json.loads(_STRING_OR_COMMA.sub(r"\1", source) if attempt is None else attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _escape(match: re.Match[str], source: str) -> str:
    """A valid JSON escape as it is; a TeX command's backslash doubled."""
    letter = match[1][0]
    if letter in '"\\/' or len(match[1]) == 5:
        return match[0]
    if letter in "bfnrt" and not _TEX.match(source, match.start(1)):
        return match[0]
    return f"\\\\{match[1]}"
