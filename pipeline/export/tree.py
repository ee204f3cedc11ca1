"""Pandoc's tree made ready for print: numbered citations, drawn diagrams, the article's own images and no others.

The tree's form: pandoc-types, `Text.Pandoc.Definition`. A node is `{"t": name, "c": content}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.references import safe_url

Node = dict[str, Any]
NO_ATTRIBUTES: list[Any] = ["", [], []]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A rendered diagram or an image: file name, and the width to print it at, in cm."""

    name: str
    width: float


@dataclass
class Printed:
    """Rewrites a tree. numbers: by bibkey; draw: a Mermaid source's drawing, or None where it cannot be drawn; images:
    the article's own, by their number."""

    numbers: dict[str, int]
    draw: Callable[[str], Drawing | None]
    images: dict[int, Drawing] = field(default_factory=dict)
    bad_maths: frozenset[str] = frozenset()

    def blocks(self, blocks: list[Node]) -> list[Node]:
        """Blocks rewritten, each diagram joined with the caption below it."""
        out: list[Node] = []
        for block in blocks:
            caption = _lone_emphasis(block)
            if caption is not None and out and out[-1].get("diagram"):
                out[-1]["c"][1] = [None, [{"t": "Plain", "c": self.inlines(caption)}]]
                del out[-1]["diagram"]
            else:
                out += self._block(block)
        for block in out:
            block.pop("diagram", None)
        return out

    def _block(self, block: Node) -> list[Node]:
        kind: str = block["t"]
        content: Any = block.get("c")
        lone = content[0] if kind == "Para" and len(content) == 1 else None
        if lone and lone["t"] == "Image" and (placed := self._own(lone["c"])):
            caption = self.inlines(lone["c"][1])
            return [_figure(placed, [{"t": "Plain", "c": caption}] if caption else [])]
        if kind in ("Para", "Plain"):
            return [{"t": kind, "c": self.inlines(content)}]
        if kind == "Header":
            return [{"t": kind, "c": [max(content[0] - 1, 1), NO_ATTRIBUTES, self.inlines(content[2])]}]
        if kind == "CodeBlock":
            return [self._code(content)]
        if kind in ("BlockQuote", "Div", "Figure"):
            inner = self.blocks(content if kind == "BlockQuote" else content[-1])
            return [{"t": "BlockQuote", "c": inner}] if kind == "BlockQuote" else inner
        if kind == "BulletList":
            return [{"t": kind, "c": [self.blocks(item) for item in content]}]
        if kind == "OrderedList":
            return [{"t": kind, "c": [content[0], [self.blocks(item) for item in content[1]]]}]
        if kind == "Table":
            return [self._table(content)]
        if kind == "HorizontalRule":
            return [{"t": kind}]
        return [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, str(content)]}]

    def _code(self, content: list[Any]) -> Node:
        attributes, text = content
        language = next((c for c in attributes[1] if re.fullmatch(r"[a-z0-9+-]{1,20}", c)), "")
        drawing = self.draw(text) if language == "mermaid" else None
        if drawing is None:
            return {"t": "CodeBlock", "c": [["", [language] if language else [], []], text]}
        return _figure(drawing, []) | {"diagram": True}

    def _table(self, content: list[Any]) -> Node:
        _, caption, columns, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        for row in rows:
            for cell in row[1]:
                cell[0], cell[4] = NO_ATTRIBUTES, self.blocks(cell[4])
            row[0] = NO_ATTRIBUTES
        widths = _widths(rows, len(columns))
        columns = [[column[0], {"t": "ColWidth", "c": width}] for column, width in zip(columns, widths, strict=True)]
        return {"t": "Table", "c": [NO_ATTRIBUTES, [None, self.blocks(caption[1])], columns, head, bodies, foot]}

    def inlines(self, inlines: list[Node]) -> list[Node]:
        """Inlines rewritten."""
        return [new for inline in inlines for new in self._inline(inline)]

    def _inline(self, inline: Node) -> list[Node]:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind in ("Str", "Space", "SoftBreak", "LineBreak"):
            return [inline]
        if kind in ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline"):
            return [{"t": kind, "c": self.inlines(content)}]
        if kind == "Quoted":
            return [{"t": kind, "c": [content[0], self.inlines(content[1])]}]
        if kind == "Math":
            bad = content[1] in self.bad_maths
            return [{"t": "Code", "c": [NO_ATTRIBUTES, content[1]]} if bad else inline]
        if kind == "Cite":
            return self._cite(content)
        if kind == "Image" and (placed := self._own(content)):
            return [_image(placed)]
        if kind in ("Image", "Span"):
            return self.inlines(content[1])
        if kind == "Link":
            return self._link(content)
        if kind == "Note":
            return [{"t": kind, "c": self.blocks(content)}]
        return [{"t": "Code", "c": [NO_ATTRIBUTES, str(content[1])]}]

    def _own(self, content: list[Any]) -> Drawing | None:
        """The article's own image that an image names, if it names one."""
        match = re.fullmatch(r"image:([0-9]{1,9})", content[2][0])
        return self.images.get(int(match[1])) if match else None

    def _link(self, content: list[Any]) -> list[Node]:
        text, address = self.inlines(content[1]), content[2][0]
        if not (safe_url(address) or re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+", address)):
            return text
        return [{"t": "Link", "c": [NO_ATTRIBUTES, text, [address, ""]]}]

    def _cite(self, content: list[Any]) -> list[Node]:
        """`[1, 2]`, each number a link to its entry; an unknown key stands as `?key`."""
        citations, original = content
        if all(c["citationMode"]["t"] == "AuthorInText" and c["citationId"] not in self.numbers for c in citations):
            return original if isinstance(original, list) else []
        out: list[Node] = [_text("[")]
        for index, citation in enumerate(citations):
            out += [_text(","), {"t": "Space"}] if index else []
            prefix = self.inlines(citation["citationPrefix"])
            number = self.numbers.get(citation["citationId"])
            shown = _text(str(number) if number else f"?{citation['citationId']}")
            out += [*prefix, {"t": "Space"}] if prefix else []
            out.append({"t": "Link", "c": [NO_ATTRIBUTES, [shown], [f"#ref-{number}", ""]]} if number else shown)
            out += self.inlines(citation["citationSuffix"])
        return [*out, _text("]")]


def _image(drawing: Drawing) -> Node:
    size = ["", [], [["width", f"{drawing.width:.2f}cm"]]]
    return {"t": "Image", "c": [size, [], [drawing.name, ""]]}


def _figure(drawing: Drawing, caption: list[Node]) -> Node:
    return {"t": "Figure", "c": [NO_ATTRIBUTES, [None, caption], [{"t": "Plain", "c": [_image(drawing)]}]]}


def _text(text: str) -> Node:
    return {"t": "Str", "c": text}


def _lone_emphasis(block: Node) -> list[Node] | None:
    inner = block.get("c")
    alone = block["t"] == "Para" and isinstance(inner, list) and len(inner) == 1 and inner[0]["t"] == "Emph"
    return list(inner[0]["c"]) if alone and inner else None


def _widths(rows: list[Any], count: int) -> list[float]:
    """Shares of the text width: by the square root of a column's text, at least its longest word needs."""
    totals, longest = [1.0] * count, [1.0] * count
    for row in rows:
        for index, cell in enumerate(row[1][:count]):
            text = plain_text(cell[4])
            totals[index] += len(text)
            longest[index] = max([longest[index], *(len(word) for word in text.split())])
    shares = [total**0.5 for total in totals]
    least = [min(word, 16.0) / 100 for word in longest]
    wanted = [max(share / sum(shares), low) for share, low in zip(shares, least, strict=True)]
    return [round(width / sum(wanted), 4) for width in wanted]


def plain_text(node: Any) -> str:
    """The words in a tree, formulas as their source."""
    if isinstance(node, list):
        return "".join(map(plain_text, node))
    if not isinstance(node, dict):
        return ""
    kind = node.get("t")
    content: Any = node.get("c")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Math", "Code", "CodeBlock"):
        return str(content[1])
    if kind == "Str":
        return str(content)
    if kind in ("Link", "Image", "Span", "Quoted"):
        return plain_text(content[1])
    return plain_text(content)


def maths_of(node: Any) -> list[Node]:
    """All formulas in a tree, in order."""
    if isinstance(node, list):
        return [found for item in node for found in maths_of(item)]
    if isinstance(node, dict):
        return [node] if node.get("t") == "Math" else [found for item in node.values() for found in maths_of(item)]
    return []
