"""Pandoc citations `[@key]`, `[@a; @b]` in Markdown: finding, listing and removing them.

Only a bracket that holds `@key` is a citation; `[0, 1]`, `[CLS]`, links, code and maths are left alone.
Syntax: Pandoc manual, section "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

__all__ = ["CITATION", "KEY", "cite", "cited_keys", "keep_known", "outside_code", "said_by", "without_citations"]

CITATION = re.compile(r"\[(?!\^)(?=[^\[\]]*\])([^\[\]]*(?<![\w.])@[A-Za-z0-9_][^\[\]]*)\](?!\()")
KEY = re.compile(r"(?<![\w.])@([A-Za-z0-9_](?:[\w:.#$%&\-+?<>~/]*\w)?)")
_SPACED = re.compile(rf"(?<![ \t])([ \t]*){CITATION.pattern}([ \t]*)")
# Fenced code, inline code, displayed and inline maths; a dollar opens maths only before, and closes it only after, a
# character that is no blank, and closes none before a digit (Pandoc manual, "Math").
_OPAQUE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^`\n]*\n.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<![`\\])(?P<tick>`+)(?!`)[^\n]+?(?<!`)(?P=tick)(?!`)"
    r"|(?<!\\)\$\$.*?\$\$"
    r"|(?<![\\$])\$(?![\s$])(?:\\[^\n]|[^$\\\n])+(?<!\s)\$(?!\d)",
    re.S | re.M,
)


def outside_code(markdown: str, change: Callable[[str], str]) -> str:
    """`markdown` with `change` applied to everything but code and maths."""
    out, last = [], 0
    for match in _OPAQUE.finditer(markdown):
        out += [change(markdown[last : match.start()]), match.group()]
        last = match.end()
    return "".join([*out, change(markdown[last:])])


def cited_keys(markdown: str) -> list[str]:
    """Keys in order of first citation, each once."""
    found: dict[str, None] = {}

    def collect(text: str) -> str:
        for match in CITATION.finditer(text):
            found.update(dict.fromkeys(KEY.findall(match.group(1))))
        return text

    outside_code(markdown, collect)
    return list(found)


def keep_known(markdown: str, known: Collection[str]) -> tuple[str, list[str]]:
    """`markdown` without citations of unknown keys, and those keys. A near miss is never repaired to another paper."""
    lost: dict[str, None] = {}

    def fix(match: re.Match[str]) -> str:
        keys = KEY.findall(match[2])
        bad = [k for k in keys if k not in known]
        if not bad:
            return match[0]
        lost.update(dict.fromkeys(bad))
        good = [k for k in keys if k in known]
        return f"{match[1]}{cite(*good)}{match[3]}" if good else _gap(match)

    return outside_code(markdown, lambda text: _SPACED.sub(fix, text)), list(lost)


def _gap(match: re.Match[str]) -> str:
    """What is left in the place of a citation and the blanks around it."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if not before or before == "\n":
        return match[1]
    return " " if (match[1] or match[3]) and (match[3] or after.isalnum()) and after != "\n" else ""


def without_citations(text: str) -> str:
    """`text` with its citations taken out and blanks folded."""
    return re.sub(r" ([.,;:])", r"\1", " ".join(CITATION.sub(" ", text).split()))


def cite(*bibkeys: str) -> str:
    """`[@a; @b]`."""
    return f"[{'; '.join('@' + key for key in dict.fromkeys(bibkeys))}]"


def said_by(sentence: str) -> dict[str, str]:
    """By bibkey what a sentence says before citing it: from the citation before, or its start; what follows the last
    citation belongs to that."""
    found: dict[str, list[str]] = {}
    last, keys = 0, []
    for match in CITATION.finditer(sentence):
        keys = KEY.findall(match[1])
        for key in keys:
            found.setdefault(key, []).append(sentence[last : match.start()])
        last = match.end()
    for key in keys:
        found[key].append(sentence[last:])
    return {key: " ".join(" ".join(parts).split()) for key, parts in found.items()}
