"""Reading a written section: Markdown without headings, citing only what it may."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.citations import CITATION, KEY, cite, keep_known, outside_code
from pipeline.errors import BadReply
from pipeline.steps.reply import line, markdown

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,9}(?:[ \t]+(.*)|)$")
_BARE = re.compile(f"{CITATION.pattern}|{KEY.pattern}")  # groups: content of a citation, key outside of one
_BRACKET = re.compile(r"\[([^\[\]\n]{2,400})\](?!\()")
_PASSAGES = re.compile(r"(?<![ \t])[ \t]*[\[［]p\d+(?:[,;，；、]\s*p\d+)*[\]］]")
_UNDERLINE = re.compile(r"^ {0,3}(?:={3,}|-{3,})[ \t]*$")
_REFERENCES = re.compile(r"(?:references|bibliography|works cited|参考文献)\W*$", re.I)
_PREAMBLE = re.compile(
    r"\A(?:(?:Sure|Certainly|Of course|好的|当然)[!,.，。！][^\n@]{0,150}"
    r"|(?:Here is|Here's|Below is|以下是|下面是)[^\n@]{0,150}[:：])[ \t]*\n\s*\n",
    re.I,
)


def read_prose(text: str, keys: Collection[str], title: str = "", cites: bool = True) -> str:
    """A section's Markdown: heading lines and a list of references are removed, and citations of keys not in `keys`
    (cites: whether any may stay).

    Brackets that hold nothing but keys, with or without `@`, and `@key` outside of brackets are citations too. Code,
    maths, links and other brackets are kept as they are.

    Raises:
        BadReply: when no text is left.
    """
    body = without_preamble(markdown(text))
    rows = [row.rstrip() if not row.endswith("  ") else row for row in _without_headings(body.split("\n"), title)]
    kept = outside_code("\n".join(_unspaced(rows)).strip(), lambda part: as_citations(part, keys))
    kept = keep_known(kept, keys if cites else ())[0].strip()
    if not re.search(r"\w", kept):
        raise BadReply("The reply holds no text; expected the section's Markdown without a heading.")
    return kept


def without_preamble(text: str) -> str:
    """`text` without a first line that only announces it."""
    return _PREAMBLE.sub("", text.strip("\n"))


def as_citations(text: str, keys: Collection[str]) -> str:
    """`text` with every way to name known keys written as `[@a; @b]`, and the ids of passages taken out."""

    def bracket(match: re.Match[str]) -> str:
        names = [name for name in re.split(r"[\s;,；，、]+", match[1]) if name.strip("@")]
        if any(name.lstrip("@") in keys for name in names) and all(n[0] == "@" or n in keys for n in names):
            return cite(*(name.lstrip("@") for name in names))
        return match[0]

    text = _BRACKET.sub(bracket, _PASSAGES.sub("", text))
    return _BARE.sub(lambda m: f"[{m[0]}]" if m[2] in keys else m[0], text)


def _without_headings(rows: list[str], title: str) -> list[str]:
    kept: list[str] = []
    listed = False  # whether this row stands under a heading such as References
    for row, code in _with_code(rows):
        heading = None if code else _HEADING.match(row)
        if heading:
            listed = bool(_REFERENCES.match(_plain(heading[1] or "")))
        if not listed:
            kept.append("" if heading or (not code and _UNDERLINE.match(row)) else row)
    first = next((i for i, row in enumerate(kept) if row.strip()), None)
    if first is not None and title and len(kept) > first + 1 and _plain(kept[first]) == _plain(title):
        kept[first] = ""
    return kept


def _plain(text: str) -> str:
    return line(re.sub(r"^\s*[\d.]+\s", "", re.sub(r"[*_#:：]", "", text))).casefold()


def _unspaced(rows: list[str]) -> list[str]:
    """`rows` with at most one empty row in succession, outside of code."""
    kept: list[str] = []
    for row, code in _with_code(rows):
        if row.strip() or code or (kept and kept[-1].strip()):
            kept.append(row)
    return kept


def _with_code(rows: list[str]) -> Iterator[tuple[str, bool]]:
    """Each row, and whether it belongs to a fenced block."""
    fence = ""
    for row in rows:
        mark = _FENCE.match(row)
        yield row, bool(fence or mark)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
