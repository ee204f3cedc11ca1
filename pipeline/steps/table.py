"""Make a comparison table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from pipeline.brief import Brief
from pipeline.digest import Point
from pipeline.errors import BadReply
from pipeline.figures import Cell, Row, Table
from pipeline.paper import Paper
from pipeline.skeleton import Section
from pipeline.steps.base import Message, Role, Step
from pipeline.steps.points import split_passages, with_passages
from pipeline.steps.prompts import render
from pipeline.steps.reply import clean, find_json, is_nothing, line
from pipeline.steps.show import show_branch, show_brief, show_chosen, show_papers

_EXPECTED = '{"caption": "…", "columns": ["…"], "rows": [{"paper": "li2018ensure", "cells": ["… [p3]"]}]}, or null'


@dataclass(frozen=True)
class MakeTable(Step[Table | None]):
    """A comparison table for a section, or None where its points do not compare.

    Every row is one paper; every cell names passages of it.
    """

    name: ClassVar[str] = "table"
    role: ClassVar[Role] = "writer"
    brief: Brief
    section: Section
    papers: tuple[Paper, ...]
    points: tuple[tuple[str, Point], ...]

    def prompt(self, language: str) -> list[Message]:
        return render(
            language,
            self.name,
            brief=show_brief(self.brief),
            section=show_branch(self.section, language),
            papers=show_papers(self.papers),
            points=show_chosen(self.points, ("result", "data", "method"), passages=True),
        )

    def parse(self, text: str) -> Table | None:
        """Rows of unknown papers and rows without any supported cell are dropped; a cell without a passage of its
        row's paper is emptied."""
        if is_nothing(clean(text)):
            return None
        found = find_json(text, dict, _EXPECTED)
        caption, columns = found.get("caption"), found.get("columns")
        if not isinstance(caption, str) or not caption.strip():
            raise BadReply(f"The table has no caption; expected {_EXPECTED}.")
        if not isinstance(columns, list) or not columns or not all(isinstance(c, str) and c.strip() for c in columns):
            raise BadReply(f"The table has no columns with headings; expected {_EXPECTED}.")
        rows = found.get("rows")
        by_key = {paper.bibkey: paper for paper in self.papers}
        kept: dict[str, Row] = {}
        for item in rows if isinstance(rows, list) else []:
            paper = by_key.get(str(item.get("paper"))) if isinstance(item, dict) else None
            if paper and paper.bibkey not in kept and (row := _row(paper, item.get("cells"), len(columns))):
                kept[paper.bibkey] = row
        if len(kept) < 2:
            raise BadReply(f"{len(kept)} rows can be used; expected at least two, as in {_EXPECTED}.")
        return Table(line(caption), tuple(map(line, columns)), tuple(kept.values()))

    def format(self, result: Table | None) -> str:
        if result is None:
            return "null"
        rows = [
            {"paper": row.bibkey, "cells": [with_passages(c.text, c.passages, row.bibkey) for c in row.cells]}
            for row in result.rows
        ]
        return json.dumps({"caption": result.caption, "columns": result.columns, "rows": rows}, ensure_ascii=False)


def _row(paper: Paper, cells: Any, width: int) -> Row | None:
    if not isinstance(cells, list) or len(cells) != width:
        raise BadReply(f"The row of {paper.bibkey} must have {width} cells, one for each column; expected {_EXPECTED}.")
    read = []
    for cell in cells:
        text, passages = split_passages(cell if isinstance(cell, str) else "", paper.bibkey, paper.passage_by_id)
        read.append(Cell(text, passages) if text and passages else Cell(""))
    return Row(paper.bibkey, tuple(read)) if any(cell.text for cell in read) else None
