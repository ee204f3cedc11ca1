"""Skeletons as Markdown: headings with `Gather:`, `Analyse:` and `Papers:` lines; reading them, and outlines of people.

A heading may carry its section's id as `{#s7}` (Pandoc's heading identifiers); its title is then taken as it stands.
Without, numbers such as `1.2` before titles are removed where all siblings carry theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pipeline.errors import BadInput
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.reply import line, markdown

LABELS = {"en": ("Gather: ", "Analyse: ", "Papers: "), "zh": ("收集：", "分析：", "论文：")}
_FIELDS = {"gather": 0, "收集": 0, "analyse": 1, "analyze": 1, "分析": 1, "papers": 2, "论文": 2}
_NAMES = "|".join(_FIELDS)

HEADING = re.compile(r"^ {0,3}(#{1,9})(?:[ \t]+|(?=[^#\s]))(\S.*)$")
_LABEL = re.compile(rf"^\s*(?:[-*+]\s+)?(?:\*\*({_NAMES})\s*[:：]?\*\*\s*[:：]?|({_NAMES})\s*[:：])\s*(.*)$", re.I)
_ITEM = re.compile(r"^([ \t]*)(?:[-*+•]|(\d{1,3}(?:\.\d{1,3})+)[.)]?|\d{1,3}[.)])\s+(\S.*)$")
_ID = re.compile(r"\s*\{#([^\s{}]+)\}$|\s+\[(s\d+)\]$")
_NUMBER = re.compile(r"(?:第?([\d.]*\d|[一二三四五六七八九十]+)[章节部分、.．)）]*)[\s、]+")
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_\-]*[A-Za-z0-9])?")
_CHINESE = "一二三四五六七八九十"


@dataclass(slots=True)
class _Node:
    level: tuple[int, ...]
    title: str
    texts: list[str] = field(default_factory=lambda: ["", "", ""])
    children: list[_Node] = field(default_factory=list)
    id: str = ""


def parse_outline(text: str, known: Collection[str] | None = None) -> Skeleton:
    """A person's outline: headings, nested lists, or plain lines, with or without the labelled lines.

    known: bibkeys that `Papers:` lines may name; None keeps them all.

    Raises:
        BadInput: when no section can be found.
    """
    skeleton = read_outline(text, known, plain=True)
    if not skeleton.sections:
        raise BadInput("The outline holds no sections; write one heading or one list item for each section.")
    return skeleton


def read_outline(text: str, known: Collection[str] | None = None, plain: bool = False) -> Skeleton:
    """The skeleton in a Markdown text, which may be empty; plain: whether bare lines are sections too."""
    lines = [row for row in markdown(text).split("\n") if row.strip() and not row.lstrip().startswith(("```", "~~~"))]
    title = ""
    nodes: list[_Node] = []
    shape = _shape(lines, plain)
    heading: tuple[int, ...] = ()
    field_at: int | None = None
    for row in lines:
        if found := HEADING.match(row):
            heading, field_at = (len(found[1]),), 0
            if heading == (1,) and not nodes and not title and shape.one_top:
                title = line(found[2])
            else:
                nodes.append(_Node(heading, line(found[2])))
        elif nodes and (label := _LABEL.match(row)):
            field_at = _FIELDS[(label[1] or label[2]).lower()]
            _append(nodes[-1], field_at, label[3])
        elif shape.lists and (item := _ITEM.match(row)):
            depth = (len(item[1].expandtabs(4)), (item[2] or "").count("."))
            nodes.append(_Node((*(heading or (1,)), *depth), line(item[3])))
            field_at = 0
        elif shape.plain:
            nodes.append(_Node((1, len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())), line(row)))
        elif nodes and field_at is not None:
            _append(nodes[-1], field_at, row)
    return Skeleton(title, _sections(nodes, known))


@dataclass(frozen=True, slots=True)
class _Shape:
    one_top: bool
    lists: bool
    plain: bool


def _shape(lines: list[str], plain: bool) -> _Shape:
    levels = [len(found[1]) for row in lines if (found := HEADING.match(row))]
    below = [level for level in levels[1:] if level > 1]
    labels = any(_LABEL.match(row) for row in lines)
    items = any(_ITEM.match(row) and not _LABEL.match(row) for row in lines)
    one_top = levels[:1] == [1] and len(below) == len(levels) - 1
    headings = len(levels) - one_top
    lists = items and (not labels or not headings)
    return _Shape(one_top, lists, plain and not headings and not items)


def _append(node: _Node, at: int, text: str) -> None:
    node.texts[at] = f"{node.texts[at]} {line(text)}".strip()


def _sections(nodes: list[_Node], known: Collection[str] | None) -> tuple[Section, ...]:
    roots: list[_Node] = []
    stack: list[_Node] = []
    for node in nodes:
        while stack and stack[-1].level >= node.level:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    _name(roots)
    taken: set[str] = set()
    for node in nodes:
        node.id = "" if node.id in taken else node.id
        taken.add(node.id)
    fresh = (name for number in range(1, len(nodes) * 2 + 2) if (name := f"s{number}") not in taken)
    return tuple(_section(node, fresh, known) for node in roots)


def _name(siblings: list[_Node], prefix: str = "") -> None:
    """Split titles from ids, and from numbers where every sibling without an id carries its own."""
    plain: list[tuple[_Node, str]] = []
    for number, node in enumerate(siblings, 1):
        found = _ID.search(node.title)
        if found:
            node.id = found[1] or found[2]
            node.title = line(node.title[: found.start()])
        else:
            node.title = line(re.sub(r"\s+#+$", "", node.title).strip("* "))
            plain.append((node, f"{prefix}{number}"))
    numbers = [_NUMBER.match(node.title) for node, _ in plain]
    if all(found and _is_number(found[1], own) for found, (_, own) in zip(numbers, plain, strict=True)):
        for found, (node, _) in zip(numbers, plain, strict=True):
            node.title = node.title[found.end() :] if found else node.title
    for number, node in enumerate(siblings, 1):
        _name(node.children, f"{prefix}{number}.")


def _is_number(text: str, own: str) -> bool:
    last = own.rsplit(".", 1)[-1]
    return text in {own, last} or (int(last) <= 10 and text == _CHINESE[int(last) - 1])


def _section(node: _Node, fresh: Iterator[str], known: Collection[str] | None) -> Section:
    name = node.id or next(fresh)
    keys = dict.fromkeys(_KEY.findall(node.texts[2]))
    papers = tuple(key for key in keys if known is None or key in known)
    children = tuple(_section(child, fresh, known) for child in node.children)
    return Section(name, node.title, node.texts[0], node.texts[1], papers, children)


def format_outline(skeleton: Skeleton, language: str = "en", ids: bool = True) -> str:
    """The Markdown that `read_outline` reads back as the same skeleton (ids: whether headings carry theirs)."""
    rows = [f"# {line(skeleton.title)}"] if skeleton.title.strip() else []
    gather, analyse, papers = LABELS[language]

    def write(section: Section, level: int) -> None:
        rows.append(f"{'#' * level} {line(section.title)}{f' {{#{section.id}}}' if ids else ''}")
        rows.extend(
            f"{label}{line(text)}"
            for label, text in ((gather, section.construction), (analyse, section.analysis))
            if text.strip()
        )
        if section.papers:
            rows.append(f"{papers}{', '.join(section.papers)}")
        for child in section.children:
            write(child, level + 1)

    for section in skeleton.sections:
        write(section, 2)
    return "\n".join(rows)
