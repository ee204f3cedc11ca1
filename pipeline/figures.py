"""Tables and diagrams as data, and as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and the ids of the passages it rests on (empty only for an empty cell)."""

    text: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One paper's row; the first column names and cites the paper and is not among `cells`."""

    bibkey: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison of papers. columns: headings of `cells` (the first column's heading is not among them)."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_markdown(self, names: dict[str, str], first: str = "Work") -> str:
        """A pipe table with a Pandoc caption. names: how each bibkey's paper is named in its row."""
        head = [first, *self.columns]
        lines = [f"| {' | '.join(map(_cell, head))} |", f"|{'---|' * len(head)}"]
        for row in self.rows:
            cells = [f"{names[row.bibkey]} [@{row.bibkey}]", *(cell.text or "–" for cell in row.cells)]
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
        return "\n".join([*lines, "", f": {' '.join(self.caption.split())}"])


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace("|", "\\|").strip()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A Mermaid diagram and its caption."""

    caption: str
    source: str

    def to_markdown(self) -> str:
        """A fenced block, the caption in italics below it."""
        return f"```mermaid\n{self.source.strip()}\n```\n\n*{' '.join(self.caption.split())}*"
