"""Reading a written section: Markdown without headings, citing only what it may."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.citations import CITATION, KEY, keep_known, outside_code
from pipeline.errors import BadReply
from pipeline.steps.reply import line, markdown

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,9}(?:[ \t]+(.*)|)$")
_CITED = re.compile(f"{CITATION.pattern}|{KEY.pattern}")  # groups: content of a citation, key outside of one
_UNDERLINE = re.compile(r"^ {0,3}(?:={3,}|-{3,})[ \t]*$")
_REFERENCES = re.compile(r"(?:references|bibliography|works cited|参考文献)\W*$", re.I)
_PREAMBLE = re.compile(
    r"\A(?:Sure|Certainly|Of course|Here is|Here's|Below is|好的|当然|以下是|下面是)[^\n]{0,150}[:：.。！!]\s*\n\s*\n",
    re.I,
)


def read_prose(text: str, known: Collection[str], title: str = "") -> str:
    """A section's Markdown: heading lines and a list of references are removed, and citations of keys not in `known`.

    Code, maths, links and brackets that cite nothing are kept as they are.

    Raises:
        BadReply: when no text is left.
    """
    body = _PREAMBLE.sub("", markdown(text).strip("\n"))
    rows = [row.rstrip() if not row.endswith("  ") else row for row in _without_headings(body.split("\n"), title)]
    kept = "\n".join(_unspaced(rows)).strip()
    kept = keep_known(outside_code(kept, lambda part: _bracketed(part, known)), known)[0].strip()
    if not re.search(r"\w", kept):
        raise BadReply("The reply holds no text; expected the section's Markdown without a heading.")
    return kept


def _bracketed(text: str, known: Collection[str]) -> str:
    """`text` with the known keys that stand outside of brackets (`@key shows`) made citations."""
    return _CITED.sub(lambda m: f"[{m[0]}]" if m[2] in known else m[0], text)


def _without_headings(rows: list[str], title: str) -> list[str]:
    kept: list[str] = []
    fence = ""
    for row in rows:
        mark = _FENCE.match(row)
        if mark:
            fence = fence if fence and not mark[1].startswith(fence) else "" if fence else mark[1]
        heading = None if fence or mark else _HEADING.match(row)
        if heading:
            if _REFERENCES.match(_plain(heading[1] or "")):
                return kept
            kept.append("")
        elif not fence and not mark and _UNDERLINE.match(row):
            kept.append("")
        else:
            kept.append(row)
    first = next((i for i, row in enumerate(kept) if row.strip()), None)
    if first is not None and title and len(kept) > first + 1 and _plain(kept[first]) == _plain(title):
        kept[first] = ""
    return kept


def _plain(text: str) -> str:
    return line(re.sub(r"^\s*[\d.]+\s", "", re.sub(r"[*_#:：]", "", text))).casefold()


def _unspaced(rows: list[str]) -> list[str]:
    """`rows` with at most one empty row in succession, outside of code."""
    kept: list[str] = []
    fence = ""
    for row in rows:
        if mark := _FENCE.match(row):
            fence = fence if fence and not mark[1].startswith(fence) else "" if fence else mark[1]
        if row.strip() or fence or (kept and kept[-1].strip()):
            kept.append(row)
    return kept
