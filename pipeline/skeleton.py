"""The skeleton: a tree of sections that says what each section gathers from papers and how it analyses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a skeleton.

    id: stable name such as `s7`, unique in its skeleton and kept through edits, so that edits, digests and events can
    point to it. construction: what to extract from papers for it (paper: *digest construction*); analysis: how to
    organise and compare what was extracted (*digest analysis*). papers: bibkeys it draws on, most important first.
    """

    id: str
    title: str
    construction: str = ""
    analysis: str = ""
    papers: tuple[str, ...] = ()
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def is_leaf(self) -> bool:
        """Whether the section has no subsections."""
        return not self.children


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The plan of an article: its title and top-level sections (without abstract, introduction and conclusion,
    which are written last from the sections)."""

    title: str
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def leaves(self) -> list[Section]:
        """The sections without subsections, in reading order."""
        return [s for s in self.walk() if s.is_leaf]

    def find(self, section_id: str) -> Section | None:
        """The section of that id, or None."""
        return next((s for s in self.walk() if s.id == section_id), None)

    def numbers(self) -> dict[str, str]:
        """Reading numbers by section id: `{"s1": "1", "s4": "1.2", …}`."""
        found: dict[str, str] = {}

        def visit(sections: tuple[Section, ...], prefix: str) -> None:
            for index, section in enumerate(sections, 1):
                found[section.id] = f"{prefix}{index}"
                visit(section.children, f"{prefix}{index}.")

        visit(self.sections, "")
        return found

    def renumbered(self) -> Skeleton:
        """The same tree with ids `s1`, `s2`, … in reading order."""
        counter = iter(range(1, 1_000_000))

        def visit(section: Section) -> Section:
            name = f"s{next(counter)}"
            return replace(section, id=name, children=tuple(visit(c) for c in section.children))

        return Skeleton(self.title, tuple(visit(s) for s in self.sections))
