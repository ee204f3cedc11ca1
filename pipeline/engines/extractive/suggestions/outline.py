"""A skeleton as a collection sees it: its themes, what is close to them, and how they could be divided and united."""

from __future__ import annotations

from functools import cached_property

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import Namer
from pipeline.engines.extractive.roles import role_of
from pipeline.skeleton import Section, Skeleton

_ALIKE = 0.5  # share of two headings' words that make them nearly the same
_BETTER = 0.15  # how much more of a section's papers a new heading must fit


class Outline:
    """One skeleton of one collection; everything is computed once."""

    def __init__(self, skeleton: Skeleton, library: Library) -> None:
        self.skeleton = skeleton
        self.library = library
        self.themes = [s for s in skeleton.leaves() if role_of(s) == "theme"]
        self.top = [s for s in skeleton.sections if s.children or role_of(s) == "theme"]
        self.parents: dict[str, Section | None] = dict.fromkeys(s.id for s in skeleton.sections)
        for section in skeleton.walk():
            self.parents |= dict.fromkeys((child.id for child in section.children), section)
        self.numbers = skeleton.numbers()

    def level(self, section: Section) -> int:
        """1 at the top."""
        return self.numbers[section.id].count(".") + 1

    def siblings(self, section: Section) -> list[Section]:
        """The themes beside a section, itself among them."""
        parent = self.parents[section.id]
        if parent is None:
            return self.top
        return [s for s in parent.children if s.children or role_of(s) == "theme"]

    def namer(self, without: Section | None = None) -> Namer:
        """A namer that repeats no heading of the skeleton, but for one that would go."""
        namer = self._fresh.copy()
        for section in self.skeleton.walk():
            if section is not without:
                namer.avoid(self.library.stems(section.title))
        return namer

    @cached_property
    def _fresh(self) -> Namer:
        """A namer that has given no heading yet."""
        return Namer(self.library.terms, self.library.language, len(self.library.space.keys))

    def says_again(self, title: str, section: Section, beneath: bool) -> bool:
        """Whether a heading for a part of `section` nearly repeats another one; beneath its section's it may say more
        than that, and in its place the same."""
        stems = frozenset(self.library.stems(title))
        for other in self.skeleton.walk():
            theirs = frozenset(self.library.stems(other.title))
            alike = len(stems & theirs) >= _ALIKE * len(stems | theirs)
            if alike and not (other is section and (not beneath or theirs < stems)):
                return True
        return False

    def closeness(self, bibkey: str, section: Section) -> float:
        """Mean latent similarity of a paper to the section's other papers."""
        return self.library.space.closeness(bibkey, section.papers)

    def nearest(self, bibkey: str) -> Section | None:
        """The theme whose papers are closest to a paper; the first of equals."""
        held = [s for s in self.themes if set(s.papers) - {bibkey}]
        return max(held, key=lambda s: self.closeness(bibkey, s), default=None)

    @cached_property
    def better_titles(self) -> dict[str, str]:
        """New headings by section id, where most of a leaf's papers use other terms than its heading's."""
        found: dict[str, str] = {}
        for section in self.themes:
            others = [k for s in self.siblings(section) if s is not section for k in s.papers]
            if len(section.papers) > 2:
                heading = self.namer(section).name(section.papers, others or self.library.space.keys)
                if heading.title and heading.coverage >= self._coverage(section) + _BETTER:
                    found[section.id] = heading.title
        return found

    def _coverage(self, section: Section) -> float:
        """The share of a section's papers that use a term of its heading; in the opening pages only: half."""
        title, papers = section.title.casefold(), frozenset(section.papers)
        terms = [t for t in self.library.terms.values() if t.text.casefold() in title]
        used = papers & {k for t in terms for k in t.papers}
        core = papers & {k for t in terms for k in t.core}
        return round((len(used) + len(core)) / (2 * len(papers)), 6)
