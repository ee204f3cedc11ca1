"""A theme, told in runs of neighbouring papers: what they share, how each goes about it, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of, names_authors
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.enumerations import Lister
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.opening import Commons, general
from pipeline.engines.extractive.overviews import Overview
from pipeline.engines.extractive.paragraphs import Writer, split
from pipeline.engines.extractive.parallel import nearness
from pipeline.engines.extractive.reading.anaphora import system_names
from pipeline.engines.extractive.sharing import Sharer
from pipeline.skeleton import Section, Skeleton

LOW, HIGH = 3, 5  # papers a run
_LONGEST = 8  # sentences a paragraph
_SHORTEST = 3
_FURTHER = 30  # claims of a paper that a listing may draw on
_ECHO = 0.45  # so near to what a listing has said, a clause says it again
_FINDS = ("findings", "systems")
_MEANS = ("definitions", "proposals", "systems", "subjects", "aims")
_OUTCOME: tuple[PointKind, ...] = ("result", "comparison", "limitation")
_FRONT = 60  # characters in which a clause names whose it is
_SHARED = 3  # sentences a run on what its papers use alike


class Themed:
    """Tells one theme."""

    def __init__(
        self,
        section: Section,
        chosen: Mapping[str, list[Clause]],
        stock: Mapping[str, list[Clause]],
        library: Library,
        skeleton: Skeleton,
    ) -> None:
        self.title = section.title
        self.chosen = chosen
        self.stock = stock
        self.library = library
        self.writer = Writer(library)
        self.lister = Lister(library)
        self.overview = Overview(section, skeleton, library)
        self.commons = Commons(section.title, list(chosen), library, self.writer)
        self.sharer = Sharer(library, section.title)
        self.told: set[str] = set()

    def paragraphs(self) -> list[str]:
        """Every run as paragraphs."""
        return [p for group in runs(list(self.chosen), self.library.space, LOW, HIGH) for p in self._run(group)]

    def _run(self, group: Sequence[str]) -> list[str]:
        left = {key: list(self.chosen[key]) for key in group}
        lead = self._lead(group, left)
        outcome, _ = self._listed(left, *_FINDS)
        more, _ = self._listed({key: left[key] for key in left if key not in self.overview.told}, *_MEANS)
        shared = self.sharer.sentences(group, "of these works", _SHARED)
        clauses = [c for key in group for c in sorted(left[key], key=self._unnamed)]
        first = self._side_by_side([c for c in clauses if c.kind not in _OUTCOME])
        second = self._side_by_side([c for c in clauses if c.kind in _OUTCOME])
        if len(first) + len(second) <= _LONGEST or min(len(first), len(second)) < _SHORTEST:
            return self._told(first + second, lead, [more, outcome, *shared])
        return self._told(first, lead, [more, *shared]) + self._told(second, outcome, [])

    def _lead(self, group: Sequence[str], left: dict[str, list[Clause]]) -> str:
        """What opens a run: what its works contribute, else what they do alike, else a general statement."""
        overview, items = self.overview.sentences(group)
        self._take([item.clause for item in items], left)
        common = self.commons.sentence(group)
        if overview:
            return self.writer.chain([*overview, common])
        means, _ = self._listed(left, *_MEANS)
        return self.writer.chain([common, means] if means else [self._opening(group, left), common])

    def _told(self, clauses: list[Clause], lead: str, end: Sequence[str]) -> list[str]:
        told = [self.writer.paragraph(part, lead if i == 0 else "") for i, part in enumerate(split(clauses))]
        return [*told[:-1], self.writer.chain([*told[-1:], *end])]

    def _opening(self, group: Sequence[str], left: dict[str, list[Clause]]) -> str:
        """What opens a run: one general statement that fits its papers."""
        clause = general(group, self.stock, self.library, self.title)
        if clause is None or clause.body in self.told:
            return ""
        self.told.add(clause.body)
        left[clause.bibkey] = [c for c in left[clause.bibkey] if c.body != clause.body]
        return self.writer.close(clause.body, clause.bibkey)

    def _listed(self, left: dict[str, list[Clause]], *names: str) -> tuple[str, set[str]]:
        """A listing of what papers do alike, and which papers; the clauses it takes in, and those that say it again,
        leave `left`, which keeps one of every paper."""
        spare = [
            c
            for key, clauses in left.items()
            for c in self._sayable(key)
            if c.body not in self.told and (len(clauses) > 1 or c not in clauses)
        ]
        sentence, taken = self.lister.listing(spare, *names)
        self._take(taken, left)
        return sentence, {clause.bibkey for clause in taken}

    def _take(self, taken: Sequence[Clause], left: dict[str, list[Clause]]) -> None:
        """Take what has been said, and what says it again, out of `left`, which keeps one of every paper that has
        more."""
        self.told.update(c.body for c in taken)
        for clause in taken:
            rest = [c for c in left[clause.bibkey] if c.body != clause.body]
            fresh = [c for c in rest if nearness(c, clause, self.library) < _ECHO]
            left[clause.bibkey][:] = fresh or rest[:1]

    def _unnamed(self, clause: Clause) -> bool:
        """Whether neither the authors nor the thing they made are named in front: such a clause opens no paper's
        part."""
        head = clause.body[:_FRONT].casefold()
        named = any(name.casefold() in head for name in system_names(self.library.paper(clause.bibkey).title))
        return not (named or clause.leaning or names_authors(clause, self.library))

    def _sayable(self, key: str) -> list[Clause]:
        """A paper's clauses of this section, then what else it says of its approach: no other kind of section
        does."""
        shown = {c.body for c in self.stock[key]}
        points = [
            Point(c.text, (c.passage,), c.kind) for c in self.library.claims(key)[:_FURTHER] if c.kind == "method"
        ]
        further = [clause_of(key, point, self.library) for point in points]
        return [*self.stock[key], *(c for c in further if c.body not in shown)]

    def _side_by_side(self, clauses: list[Clause]) -> list[Clause]:
        """The first clause of every paper, two papers together where they make one sentence, then what is left."""
        first = list({clause.bibkey: clause for clause in reversed(clauses)}.values())[::-1]
        blocks = self.writer.paired(first)
        told = set(map(id, first))
        further = [[c for c in clauses if c.bibkey == lead.bibkey and id(c) not in told] for lead in first]
        after = dict(zip((c.bibkey for c in first), further, strict=True))
        return [c for block in blocks for c in (*block, *(d for lead in reversed(block) for d in after[lead.bibkey]))]
