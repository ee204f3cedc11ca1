"""From Pandoc's Markdown to what Python-Markdown reads, with marks for what it does not know.

Marks are private-use characters around an index: they are taken out of the source first, so a text cannot forge one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.citations import without_citations

CITE, BLOCK, HEAD, OPEN, CLOSE, BRACKET, END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue00f"
MARKS = re.compile(f"{CITE}(?P<citation>\\d+){END}|[{BLOCK}{HEAD}]\\d+{END}|[\ue000-\ue00f]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\ue00f]")

_LINK = re.compile(
    r"\[[^\[\]]{0,1000}\]\((?:[^()\s<>]{0,2000}|<[^<>\n]{0,2000}>)(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"\n]{0,300}\")?\)"
)
_REFERENCE = re.compile(r"&#(x[0-9a-f]+|[0-9]+);?", re.I)
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+#.-]*)[^`]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])[ \t]+(?P<text>\S.*)$")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_CAPTION = re.compile(r"[ \t]*(?::|Table:)[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its text without markup, its id, unique in the article, and the number of its line
    in the source."""

    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the word after the fence, what stands inside, and the numbers of the lines with its fences."""

    language: str
    text: str
    first: int
    last: int


@dataclass
class Source:
    """Rewritten Markdown, with what its marks stand for."""

    lines: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    _lists: list[tuple[int, int]] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, markdown: str) -> Source:
        """Rewrite `markdown`, which may already hold marks for citations and sentences."""
        source = cls()
        lines = enumerate(_without_brackets(markdown.expandtabs(4)).split("\n"))
        for number, line in lines:
            fence = _FENCE.match(line)
            if fence:
                source._fence(fence, number, lines)
            else:
                source._line(line, number)
        return source

    @property
    def text(self) -> str:
        """The rewritten Markdown."""
        return "\n".join(self.lines) + "\n"

    def _fence(self, start: re.Match[str], first: int, lines: Iterator[tuple[int, str]]) -> None:
        close = re.compile(rf"[ \t]*{start['fence'][0]}{{{len(start['fence'])},}}[ \t]*$")
        indent, inside, last = len(start["indent"]), [], first
        for last, line in lines:  # noqa: B007 (used after the loop)
            if close.match(line):
                break
            inside.append(line[indent:] if not line[:indent].strip() else line.lstrip())
        depth = self._depth(indent)
        self.lines += ["", f"{'    ' * depth}{BLOCK}{len(self.fences)}{END}", ""]
        self.fences.append(Fence(start["language"].lower(), "\n".join(inside), first, last))

    def _line(self, line: str, number: int) -> None:
        before = self.lines[-1] if self.lines else ""
        heading = _HEADING.match(line)
        item = _ITEM.match(line) if not _RULE.match(line) else None
        if heading:
            self._heading(len(heading.group(1)), heading.group(2).rstrip("# \t"), number)
        elif item and (self._lists or not before.strip() or item["marker"] in "-*+1.1)"):
            self._item(item, before)
        elif _UNDERLINE.match(line) and self._is_paragraph(before):
            self.lines.pop()
            self._heading(1 if "=" in line else 2, before.strip(), number - 1)
        elif not line.strip():
            self.lines.append("")
        else:
            self._paragraph(line, before)

    def _heading(self, level: int, text: str, line: int) -> None:
        self._lists.clear()
        plain = heading_text(text)
        self.lines += ["", f"{'#' * level} {text} {HEAD}{len(self.headings)}{END}", ""]
        self.headings.append(Heading(level, plain, self._id(plain), line))

    def _id(self, text: str) -> str:
        words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
        base = wanted = f"sec-{'-'.join(words)[:60].rstrip('-') or 'untitled'}"
        number = 1
        while wanted in self._ids:
            number += 1
            wanted = f"{base}-{number}"
        self._ids.add(wanted)
        return wanted

    def _item(self, item: re.Match[str], before: str) -> None:
        indent = len(item["indent"])
        if not self._lists and before.strip():
            self.lines.append("")
        while self._lists and indent < self._lists[-1][0]:
            self._lists.pop()
        if self._lists and indent < self._lists[-1][0] + 2:
            self._lists.pop()
        depth = len(self._lists)
        self._lists.append((indent, indent + len(item["marker"]) + 1))
        self.lines.append(f"{'    ' * depth}{item['marker'].replace(')', '.')} {item['text']}")

    def _paragraph(self, line: str, before: str) -> None:
        indent = len(line) - len(line.lstrip())
        if self._lists and indent == 0 and (not before.strip() or line.startswith(("|", ">", ":"))):
            self._lists.clear()
        caption = _CAPTION.match(line) and before.lstrip().startswith("|")
        row = line.lstrip().startswith("|") and self._is_paragraph(before)
        if caption or (row and not before.lstrip().startswith("|")):
            self.lines.append("")
        if _is_table_rule(line) and len(self.lines) > 1 and "|" in before and self._is_paragraph(self.lines[-2]):
            self.lines.insert(-1, "")
        self.lines.append("    " * self._depth(indent) + line.lstrip())

    def _depth(self, indent: int) -> int:
        """Under how many list items a line of this indent stands."""
        return sum(1 for marker, _ in self._lists if indent > marker) if indent else 0

    def _is_paragraph(self, line: str) -> bool:
        return bool(line.strip()) and not line.lstrip().startswith((">", BLOCK, "#")) and not _ITEM.match(line)


def _is_table_rule(line: str) -> bool:
    return set(line) <= set("|:- \t") and "|" in line and "-" in line


def _without_brackets(markdown: str) -> str:
    """Every `[` that begins no link as a mark: Python-Markdown takes time with the square of their number, or worse."""
    out, last = [], 0
    for match in re.finditer(r"\[", markdown):
        link = _LINK.match(markdown, match.start())
        display = match.start() and markdown[match.start() - 1] == "\\"
        if link is None and not display:
            out += [markdown[last : match.start()], BRACKET]
            last = match.end()
    return "".join([*out, markdown[last:]])


def without_marks(markdown: str) -> str:
    """`markdown` with one kind of line end and without the characters that marks are made of."""
    text = _REFERENCE.sub(_harmless, markdown.replace("\r\n", "\n").replace("\r", "\n"))
    return _FORBIDDEN.sub("", text)


def _harmless(reference: re.Match[str]) -> str:
    """A numeric character reference, unless it stands for a forbidden character."""
    digits = reference.group(1).lower()
    base = 16 if digits.startswith("x") else 10
    significant = digits.lstrip("x").lstrip("0") or "0"
    number = int(significant, base) if len(significant) < 9 else -1
    allowed = 0 < number <= 0x10FFFF and not _FORBIDDEN.match(chr(number))
    return reference.group() if allowed else ""


def heading_text(markdown: str) -> str:
    """The words of a heading."""
    text = without_citations(MARKS.sub("", markdown.replace(BRACKET, "[")))
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`)", "", text)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", text).split())
