"""Pandoc citations `[@key]`, `[@a; @b]` in Markdown: finding, listing and removing them.

Only a bracket that holds `@key` is a citation; `[0, 1]`, `[CLS]`, links, code and maths are left alone.
Syntax: Pandoc manual, section "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

__all__ = ["CITATION", "KEY", "cite", "cited_keys", "keep_known", "outside_code", "without_citations"]

CITATION = re.compile(r"\[(?!\^)([^\[\]]*(?<![\w.])@[A-Za-z0-9_][^\[\]]*)\](?!\()")
KEY = re.compile(r"(?<![\w.])@([A-Za-z0-9_](?:[\w:.#$%&\-+?<>~/]*\w)?)")
_OPAQUE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$", re.S)


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
        keys = KEY.findall(match.group(1))
        bad = [k for k in keys if k not in known]
        if not bad:
            return match.group()
        lost.update(dict.fromkeys(bad))
        good = [k for k in keys if k in known]
        return f"[{'; '.join('@' + k for k in good)}]" if good else ""

    def change(text: str) -> str:
        return re.sub(r"[ \t]+(?=[.,;:!?])", "", CITATION.sub(fix, text)) if CITATION.search(text) else text

    return outside_code(markdown, change), list(lost)


def without_citations(text: str) -> str:
    """`text` with its citations taken out and blanks folded."""
    return " ".join(re.sub(r"\s+([.,;:])", r"\1", CITATION.sub(" ", text)).split())


def cite(*bibkeys: str) -> str:
    """`[@a; @b]`."""
    return f"[{'; '.join('@' + key for key in dict.fromkeys(bibkeys))}]"
