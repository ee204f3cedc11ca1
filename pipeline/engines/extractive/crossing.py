"""One kind of statement gathered across themes: data, results, limitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.engines.extractive.clauses import Clause
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.enumerations import Lister
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.paragraphs import Writer, carries, split
from pipeline.engines.extractive.roles import Role, role_of
from pipeline.engines.extractive.sharing import Sharer
from pipeline.engines.extractive.staples import Kind
from pipeline.engines.extractive.themed import HIGH, LOW
from pipeline.skeleton import Section, Skeleton

_TELLING = 19  # words of a clause that can open a paragraph
_ENDS = ("findings", "limits", "systems", "findings", "limits")
_AHEAD = ("plans", "prospects")
_SHARED: Mapping[Role, tuple[Kind, ...]] = {
    "data": ("data", "resource", "tongue", "procedure"),
    "evaluation": ("data", "resource", "measure", "practice", "test"),
    "results": ("measure", "test", "practice", "trait"),
    "approach": ("model", "software", "words", "training", "procedure"),
}
_MOST = 6  # sentences on what the works of the whole section share
_LEAST = 6  # papers of a section that is opened so


class Crossing:
    """Tells one cross-cutting section, theme by theme; a theme is named where it begins."""

    def __init__(
        self, section: Section, chosen: Mapping[str, list[Clause]], library: Library, skeleton: Skeleton
    ) -> None:
        self.section = section
        self.chosen = chosen
        self.library = library
        self.writer = Writer(library)
        self.lister = Lister(library)
        self.home = {key: theme_of(key, skeleton, section) for key in chosen}
        self.rank = {leaf.title: i for i, leaf in enumerate(skeleton.leaves())}

    def paragraphs(self) -> list[str]:
        """What the section's works share, theme by theme what each says, and what they plan."""
        found = [self._overview()]
        planned, told = self._plans()
        last = ""
        for group in self._groups():
            left = {key: [c for c in self.chosen[key] if c not in told] for key in group}
            listed = []
            for name in _ENDS:
                sentence, taken = self.lister.listing([c for clauses in left.values() for c in clauses], name)
                listed += [sentence] if sentence else []
                left = {key: [c for c in clauses if c not in taken] for key, clauses in left.items()}
            pieces = split(self._by_theme({key: clauses for key, clauses in left.items() if clauses}))
            worded = []
            for piece in pieces:
                worded.append(self.writer.paragraph(piece, themes=self._named(piece, last)))
                last = self.home[piece[-1].bibkey]
            found += [*worded[:-1], self.writer.chain([*worded[-1:], *listed])]
        return [*found, planned]

    def _plans(self) -> tuple[str, list[Clause]]:
        """A paragraph on what works of any theme plan, two or three of them in a sentence, and the clauses it takes."""
        if role_of(self.section) != "limitations":
            return "", []
        left = [c for clauses in self.chosen.values() for c in clauses]
        sentences: list[str] = []
        told: list[Clause] = []
        while True:
            sentence, taken = self.lister.listing([c for c in left if c not in told], *_AHEAD)
            if not sentence:
                return self.writer.chain(sentences), told
            sentences.append(sentence)
            told += taken

    def _overview(self) -> str:
        """What many of the section's works use alike."""
        kinds = _SHARED.get(role_of(self.section), ())
        if not kinds or len(self.chosen) < _LEAST:
            return ""
        return self.writer.chain(
            Sharer(self.library, self.section.title).sentences(list(self.chosen), "works", _MOST, kinds)
        )

    def _groups(self) -> list[list[str]]:
        """The papers in runs of neighbours of one theme; short runs of themes that follow each other are put
        together."""
        keys = sorted(self.chosen, key=lambda k: self.rank.get(self.home[k], len(self.rank)))
        groups: list[list[str]] = []
        for _, members in groupby(keys, key=lambda k: self.home[k]):
            for run in runs(list(members), self.library.space, LOW, HIGH):
                if groups and len(groups[-1]) < LOW and len(groups[-1]) + len(run) <= HIGH + 1:
                    groups[-1].extend(run)
                else:
                    groups.append(list(run))
        if len(groups) > 1 and len(groups[-1]) < 2:
            groups[-2].extend(groups.pop())
        return groups

    def _by_theme(self, told: Mapping[str, list[Clause]]) -> list[Clause]:
        """Clauses theme by theme, those of one theme in turn."""
        parts = groupby(told, key=lambda k: self.home[k])
        return [c for _, keys in parts for c in self._in_turn({key: told[key] for key in keys})]

    def _named(self, clauses: Sequence[Clause], last: str) -> dict[int, str]:
        """The themes that begin in a paragraph, by place; none where one of several could not be named, since what
        follows would then be read as said of the theme before. last: the theme of the clause before."""
        homes = [self.home[clause.bibkey] for clause in clauses]
        begun = {i: inline(home) for i, home in enumerate(homes) if home and home != (homes[i - 1] if i else last)}
        if len(set(homes)) > 1 and not all(carries(clauses[i]) for i in begun):
            return {}
        return begun

    def _in_turn(self, told: Mapping[str, list[Clause]]) -> list[Clause]:
        """Clauses paper by paper, one that can open a paragraph first, two papers together where their first clauses
        make one sentence."""
        opens = [key for key, clauses in told.items() if any(c.subject and c.words > _TELLING for c in clauses)]
        order = opens[:1] + [key for key in told if key not in opens[:1]]
        ordered = {key: sorted(told[key], key=lambda c: (c.words <= _TELLING, c.leaning)) for key in order}
        if opens:
            ordered[opens[0]].sort(key=lambda c: not (c.subject and c.words > _TELLING))
        found: list[Clause] = []
        while order:
            one = order.pop(0)
            partner = next((k for k in order if found and self.writer.joins(ordered[one][0], ordered[k][0])), None)
            if partner is None:
                found += ordered[one]
                continue
            order.remove(partner)
            found += [ordered[one][0], ordered[partner][0], *ordered[partner][1:], *ordered[one][1:]]
        return found


def theme_of(bibkey: str, skeleton: Skeleton, section: Section) -> str:
    """The title of the theme leaf that lists the paper; empty where there is none."""
    for leaf in skeleton.leaves():
        if leaf.id != section.id and bibkey in leaf.papers and role_of(leaf) == "theme":
            return leaf.title
    return ""
