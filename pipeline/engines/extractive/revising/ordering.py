"""Paragraphs by the years of the works they cite, the oldest first. What leans on a paragraph moves with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median_low

from pipeline.citations import cited_keys
from pipeline.engines.extractive.revising.leaning import leans

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_NOT_PROSE = re.compile(r"\s*(?:[-*+] |\d+[.)] |```|~~~|\||: |\$\$|!\[|>|\*[^*]+\*\s*$)")


@dataclass
class Unit:
    """A paragraph with what follows and leans on it; year: of the works it cites, None where it cites none of known
    year."""

    year: int | None
    blocks: list[str] = field(default_factory=list)


def by_year(markdown: str, years: Mapping[str, int | None]) -> str:
    """The passage with the paragraphs under each heading in the order of their years; each paragraph as it was.

    What stands before the first paragraph that cites stays there."""
    runs: list[list[Unit]] = [[Unit(None)]]
    for block in _blocks(markdown):
        if re.match(r" {0,3}#{1,6}\s", block):
            runs.append([Unit(None, [block])])
            continue
        cited = [year for key in cited_keys(block) if (year := years.get(key))]
        if cited and not leans(block) and not _NOT_PROSE.match(block):
            runs[-1].append(Unit(median_low(cited)))
        runs[-1][-1].blocks.append(block)
    ordered = [unit for head, *units in runs for unit in (head, *sorted(units, key=lambda unit: unit.year or 0))]
    return "\n\n".join(block for unit in ordered for block in unit.blocks)


def _blocks(markdown: str) -> list[str]:
    """Paragraphs, and headings, lists, tables and blocks of code as they are, blank lines inside code included."""
    blocks: list[list[str]] = [[]]
    fence = ""
    for row in markdown.split("\n"):
        mark = _FENCE.match(row)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if row.strip() or fence:
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(rows) for rows in blocks if rows]
