"""Which section of an article cites which paper, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.citations import CITATION, KEY
from pipeline.references import Reference


@dataclass(frozen=True)
class Row:
    """A cited paper: its citations by section, in the order of the columns, and their sum."""

    reference: Reference
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Coverage:
    """columns: titles of the article's top-level sections; rows: cited papers in order of their numbers."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def coverage(markdown: str, references: Sequence[Reference]) -> Coverage:
    """Citations counted by top-level section (`## …`)."""
    columns: list[str] = []
    counts: list[Counter[str]] = []
    for line in markdown.splitlines():
        if line.startswith("## "):
            columns.append(line[3:].strip())
            counts.append(Counter())
        elif counts:
            for match in CITATION.finditer(line):
                counts[-1].update(KEY.findall(match.group(1)))
    rows = (Row(r, tuple(c[r.bibkey] for c in counts), sum(c[r.bibkey] for c in counts)) for r in references)
    return Coverage(tuple(columns), tuple(rows))
