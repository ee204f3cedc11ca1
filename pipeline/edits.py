"""Applying edits to a skeleton: pure code, so that only the scoring of the result costs a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.digest import Edit
from pipeline.skeleton import Section, Skeleton

__all__ = ["MAX_DEPTH", "MAX_SECTIONS", "Applied", "apply_edits"]

MAX_DEPTH = 3
MAX_SECTIONS = 120


@dataclass
class _Node:
    """A section while its tree is being changed."""

    section: Section
    children: list[_Node] = field(default_factory=list)
    parent: _Node | None = None

    def depth(self) -> int:
        return 0 if self.parent is None else 1 + self.parent.depth()

    def height(self) -> int:
        return 1 + max((child.height() for child in self.children), default=0)

    def inside(self, other: _Node) -> bool:
        return self is other or (self.parent is not None and self.parent.inside(other))


@dataclass(frozen=True, slots=True)
class Applied:
    """A skeleton after edits. changes: section ids by what happened (added, renamed, moved, merged, removed, guided,
    assigned); merged_into: where the content of a merged section went; refused: edits that did not fit, and why."""

    skeleton: Skeleton
    changes: dict[str, tuple[str, ...]]
    merged_into: dict[str, str]
    refused: tuple[tuple[Edit, str], ...]


class _Editor:
    def __init__(self, skeleton: Skeleton) -> None:
        self.root = _Node(Section("", skeleton.title))
        self.nodes: dict[str, _Node] = {}
        self.aliases: dict[str, str] = {}
        self.merged: dict[str, str] = {}
        self.changes: dict[str, list[str]] = {}
        for section in skeleton.sections:
            self._load(section, self.root)
        self.counter = max((int(i[1:]) for i in self.nodes if i[1:].isdigit()), default=0)

    def _load(self, section: Section, parent: _Node) -> None:
        node = _Node(replace(section, children=()), [], parent)
        parent.children.append(node)
        self.nodes[section.id] = node
        for child in section.children:
            self._load(child, node)

    def find(self, name: str) -> _Node | None:
        return self.nodes.get(self.aliases.get(name, name))

    def note(self, what: str, section_id: str) -> None:
        self.changes.setdefault(what, []).append(section_id)

    def place(self, node: _Node, parent_id: str, after_id: str) -> str:
        """Put `node` under a parent behind a sibling; a sentence where that is not possible."""
        parent = self.find(parent_id) if parent_id else self.root
        if parent is None or parent.inside(node):
            return "its new parent does not exist"
        if parent.depth() + node.height() > MAX_DEPTH:
            return f"the outline would be deeper than {MAX_DEPTH} levels"
        if node.parent is not None:
            node.parent.children.remove(node)
        sibling = self.find(after_id) if after_id else None
        at = parent.children.index(sibling) + 1 if sibling in parent.children else len(parent.children)
        parent.children.insert(at, node)
        node.parent = parent
        return ""

    def add(self, edit: Edit) -> str:
        if not edit.title.strip():
            return "a new section needs a title"
        if len(self.nodes) >= MAX_SECTIONS:
            return f"the outline has {MAX_SECTIONS} sections already"
        if any(_same(edit.title, n.section.title) for n in self.nodes.values()):
            return "a section of that title exists already"
        name = f"s{self.counter + 1}"
        node = _Node(Section(name, edit.title.strip(), edit.construction, edit.analysis, edit.papers))
        if refused := self.place(node, edit.parent, edit.after):
            return refused
        self.counter += 1
        self.nodes[name] = node
        self.aliases.setdefault(edit.section, name)
        self.note("added", name)
        return ""

    def rename(self, node: _Node, edit: Edit) -> str:
        if not edit.title.strip():
            return "the new title is empty"
        if any(n is not node and _same(edit.title, n.section.title) for n in self.nodes.values()):
            return "a section of that title exists already"
        node.section = replace(node.section, title=edit.title.strip())
        self.note("renamed", node.section.id)
        return ""

    def move(self, node: _Node, edit: Edit) -> str:
        refused = self.place(node, edit.parent, edit.after)
        if not refused:
            self.note("moved", node.section.id)
        return refused

    def merge(self, node: _Node, edit: Edit) -> str:
        target = self.find(edit.into)
        if target is None or target.inside(node):
            return "the section to merge into does not exist"
        papers = dict.fromkeys((*target.section.papers, *node.section.papers))
        target.section = replace(target.section, papers=tuple(papers))
        for child in list(node.children):
            if self.place(child, target.section.id, ""):
                self.drop(child, target.section.id)
        self.drop(node, target.section.id)
        self.note("merged", target.section.id)
        return ""

    def delete(self, node: _Node, edit: Edit) -> str:
        if node.parent is self.root and len(self.root.children) == 1:
            return "it is the only section"
        self.drop(node, "")
        return ""

    def drop(self, node: _Node, heir: str) -> None:
        for child in list(node.children):
            self.drop(child, heir)
        assert node.parent is not None
        node.parent.children.remove(node)
        del self.nodes[node.section.id]
        if heir:
            self.merged[node.section.id] = heir
        self.note("removed", node.section.id)

    def guide(self, node: _Node, edit: Edit) -> str:
        if not (edit.construction or edit.analysis):
            return "no guidance is given"
        node.section = replace(
            node.section,
            construction=edit.construction or node.section.construction,
            analysis=edit.analysis or node.section.analysis,
        )
        self.note("guided", node.section.id)
        return ""

    def assign(self, node: _Node, edit: Edit) -> str:
        papers = dict.fromkeys((*node.section.papers, *edit.papers))
        if len(papers) == len(node.section.papers):
            return "its papers are there already"
        node.section = replace(node.section, papers=tuple(papers))
        self.note("assigned", node.section.id)
        return ""

    def apply(self, edit: Edit) -> str:
        if edit.op == "add":
            return self.add(edit)
        node = self.find(edit.section)
        return "there is no such section" if node is None else str(getattr(self, edit.op)(node, edit))

    def result(self, title: str) -> Skeleton:
        def build(node: _Node) -> Section:
            return replace(node.section, children=tuple(build(child) for child in node.children))

        return Skeleton(title, tuple(build(node) for node in self.root.children))


def _same(a: str, b: str) -> bool:
    return " ".join(a.casefold().split()) == " ".join(b.casefold().split())


def apply_edits(skeleton: Skeleton, edits: Iterable[Edit]) -> Applied:
    """`skeleton` after `edits` in order; what does not fit is refused one by one, the rest is done."""
    editor = _Editor(skeleton)
    refused = []
    for edit in edits:
        if reason := editor.apply(edit):
            refused.append((edit, reason))
    changes = {what: tuple(dict.fromkeys(ids)) for what, ids in editor.changes.items()}
    return Applied(editor.result(skeleton.title), changes, _resolved(editor.merged), tuple(refused))


def _resolved(merged: dict[str, str]) -> dict[str, str]:
    """Follow chains of merges to their end."""

    def end(name: str) -> str:
        seen = {name}
        while name in merged and merged[name] not in seen:
            name = merged[name]
            seen.add(name)
        return name

    return {name: end(name) for name in merged}
