"""Pandoc's tree to text: paragraphs, headings with `#`, tables row by row, notes behind their paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pipeline.ingest.clean import one_line

Node = dict[str, Any]
_EQUATION = re.compile(r"\\(?:begin|end)\{equation\*?\}")
_MARKS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


class TreeText:
    """Turns a tree into text.

    cite: what a citation of some keys is shown as, given whether the sentence needs it; without it, what pandoc says.
    """

    def __init__(self, cite: Callable[[Sequence[str], bool], str] | None = None) -> None:
        self._cite = cite
        self._notes: list[list[Node]] = []

    def paragraphs(self, blocks: Sequence[Node]) -> Iterator[str]:
        """The paragraphs of blocks; a heading is one too."""
        for block in blocks:
            yield from (text for text in map(str.strip, self._block(block)) if text)
            while self._notes:
                yield from self.paragraphs(self._notes.pop(0))

    def inlines(self, inlines: Sequence[Node]) -> str:
        """The text of inlines."""
        return "".join(map(self._inline, inlines))

    def _block(self, block: Node) -> Iterator[str]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            yield self.inlines(content)
        elif kind == "Header":
            yield f"{'#' * content[0]} {one_line(self.inlines(content[2]))}"
        elif kind == "LineBlock":
            yield "\n".join(map(self.inlines, content))
        elif kind == "CodeBlock":
            yield str(content[1])
        elif kind in ("BlockQuote", "Div"):
            yield from self.paragraphs(content if kind == "BlockQuote" else content[1])
        elif kind == "BulletList":
            yield from self._items("-", content)
        elif kind == "OrderedList":
            yield from self._items("1.", content[1])
        elif kind == "DefinitionList":
            for term, definitions in content:
                inner = (text for definition in definitions for text in self.paragraphs(definition))
                yield f"{self.inlines(term)}: {' '.join(inner)}"
        elif kind == "Figure":
            yield from self.paragraphs(content[1][1])
        elif kind == "Table":
            yield from self._table(content)

    def _items(self, mark: str, items: Sequence[Sequence[Node]]) -> Iterator[str]:
        """A list as one paragraph, an item a line."""
        lines = (" ".join(self.paragraphs(item)) for item in items)
        yield "\n".join(f"{mark} {line}" for line in lines if line)

    def _table(self, content: Sequence[Any]) -> Iterator[str]:
        _, caption, _, head, bodies, foot = content
        yield " ".join(self.paragraphs(caption[1]))
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        lines = (" | ".join(" ".join(self.paragraphs(cell[4])) for cell in row[1]) for row in rows)
        yield "\n".join(line for line in lines if line.strip(" |"))

    def _inline(self, node: Node) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return str(content)
        if kind in _MARKS:
            return _MARKS[kind]
        if kind in ("Emph", "Strong", "Underline", "Strikeout", "SmallCaps"):
            return self.inlines(content)
        if kind in ("Superscript", "Subscript"):
            text = self.inlines(content)
            return f"{'^' if kind == 'Superscript' else '_'}{text}" if text.isdigit() else text
        if kind == "Quoted":
            opened, closed = _QUOTES[content[0]["t"]]
            return f"{opened}{self.inlines(content[1])}{closed}"
        if kind in ("Link", "Span"):
            return self.inlines(content[1])
        if kind == "Code":
            return str(content[1])
        if kind == "Math":
            sign = "$$" if content[0]["t"] == "DisplayMath" else "$"
            return f"{sign}{one_line(_EQUATION.sub('', content[1]))}{sign}"
        if kind == "Cite":
            keys = [cited["citationId"] for cited in content[0]]
            in_text = content[0][0]["citationMode"]["t"] == "AuthorInText"
            return self._cite(keys, in_text) if self._cite else self.inlines(content[1])
        if kind == "Note":
            self._notes.append(content)
        return ""


def meta_lines(value: Node | None) -> list[str]:
    """A value of the tree's metadata as lines: an item of a list, a paragraph or a line of inlines each."""
    if value is None:
        return []
    kind, content = value["t"], value["c"]
    if kind == "MetaList":
        return [line for item in content for line in meta_lines(item)]
    if kind == "MetaBlocks":
        return list(TreeText().paragraphs(content))
    if kind == "MetaInlines":
        return [one_line(line) for line in TreeText().inlines(content).split("\n") if line.strip()]
    return [one_line(content)] if kind == "MetaString" else []
