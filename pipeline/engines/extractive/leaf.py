"""Leaf sections: papers in runs of neighbours, each run told as approaches and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.choice import choose
from pipeline.engines.extractive.clauses import Clause, clause_of, names_authors
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.datasets import data_of
from pipeline.engines.extractive.enumerations import Lister
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import is_vague, plural
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.terms import Term
from pipeline.skeleton import Section, Skeleton

WORDS_A_PAPER = 115  # of a leaf without a target
_CROSS_WORDS = 60
_LOW, _HIGH = 3, 5  # papers a run
_HOLLOW = frozenset("library libraries package packages code module modules framework frameworks".split())
_WIDE = 0.35  # share of all papers that use a term too common to mark a group
_LONGEST = 8  # sentences a paragraph
_TELLING = 19  # words of a clause that can open a paragraph
_SHORTEST = 3
_FURTHER = 30  # claims of a paper that a listing may draw on
_FINDS = ("findings", "systems")
_MEANS, _ENDS = (
    ("proposals", "systems", "subjects", "uses", "aims"),
    ("findings", "plans", "limits", "systems", "findings", "limits"),
)
_GENERAL: tuple[PointKind, ...] = ("problem", "background")
_OUTCOME: tuple[PointKind, ...] = ("result", "comparison", "limitation")
_SHARED = 0.08  # how near a general statement is to the papers beside its own
_OPENING = (11, 34)  # words of a general statement that can open a paragraph
# What a paper says first, second, …: the story is told from the middle outwards as room grows.
_ORDER: tuple[PointKind, ...] = ("method", "result", "method", "data", "result", "comparison", "method", "problem")

Stock = dict[str, list[Clause]]


def write_leaf(
    skeleton: Skeleton, section: Section, points: Sequence[tuple[str, Point]], words: int, library: Library
) -> str:
    """The Markdown of a leaf. points: (bibkey, point); words: about how many, 0 for as many as the evidence carries."""
    stock: Stock = defaultdict(list)
    for bibkey, point in points:
        stock[bibkey].append(clause_of(bibkey, point, library))
    theme = role_of(section) == "theme"
    room = words or len(stock) * (WORDS_A_PAPER if theme else _CROSS_WORDS)
    chosen = choose(stock, room, _ORDER if theme else ())
    teller = _Teller(section, chosen, stock, library)
    paragraphs = teller.themed() if theme else teller.crossing(skeleton)
    return "\n\n".join(p for p in paragraphs if p)


class _Teller:
    """Tells one section."""

    def __init__(
        self, section: Section, chosen: Mapping[str, list[Clause]], stock: Mapping[str, list[Clause]], library: Library
    ) -> None:
        self.section = section
        self.chosen = chosen
        self.stock = stock
        self.library = library
        self.writer = Writer(library)
        self.lister = Lister(library)
        self.said = {frozenset(library.stems(section.title))}
        self.shown: set[str] = set()
        self.told: set[str] = set()

    def themed(self) -> list[str]:
        """Every run as paragraphs: what its papers share, how each goes about it, what came of it."""
        found = []
        for group in runs(list(self.chosen), self.library.space, _LOW, _HIGH):
            left = {key: list(self.chosen[key]) for key in group}
            opening = self._opening(group, left)
            before, after, outcome, more = (self._listed(left, *names) for names in (_MEANS, _MEANS, _FINDS, _FINDS))
            last = self._listed(left, *_MEANS)
            first = self._approaches(left)
            shown = set(map(id, first))
            second = self._side_by_side([c for key in group for c in left[key] if id(c) not in shown])
            lead = self._run([opening, before])
            if len(first) + len(second) <= _LONGEST or len(second) < _SHORTEST:
                found += self._paragraphs(first + second, lead, self._run([after, outcome, self._tested(group)]))
                continue
            found += self._paragraphs(first, lead, after)
            found += self._paragraphs(second, outcome or self._tested(group), self._run([more, last]))
        return found

    def _run(self, sentences: Sequence[str]) -> str:
        return self.writer.wording.space.join(sentence for sentence in sentences if sentence)

    def _listed(self, left: dict[str, list[Clause]], *names: str) -> str:
        """A listing of what papers do alike; the clauses it takes in leave `left`, which keeps one of every paper."""
        spare = [
            c
            for key, clauses in left.items()
            for c in self._sayable(key)
            if c.body not in self.told and (len(clauses) > 1 or c not in clauses)
        ]
        sentence, taken = self.lister.listing(spare, *names)
        self.told.update(c.body for c in taken)
        for clause in taken:
            left[clause.bibkey] = [c for c in left[clause.bibkey] if c is not clause]
        return sentence

    def _sayable(self, key: str) -> list[Clause]:
        """A paper's clauses of this section, then what else it says of its approach: no other kind of section does."""
        shown = {c.body for c in self.stock[key]}
        points = [
            Point(c.text, (c.passage,), c.kind) for c in self.library.claims(key)[:_FURTHER] if c.kind == "method"
        ]
        further = [clause_of(key, point, self.library) for point in points]
        return [*self.stock[key], *(c for c in further if c.body not in shown)]

    def _paragraphs(self, clauses: list[Clause], lead: str, end: str) -> list[str]:
        pieces = split(clauses)
        told = [self.writer.paragraph(piece, lead if i == 0 else "") for i, piece in enumerate(pieces)]
        return [*told[:-1], self._run([*told[-1:], end])]

    def _opening(self, group: Sequence[str], left: dict[str, list[Clause]]) -> str:
        """What opens a run: one general statement that fits its papers, or what they have in common."""
        general = self._general(group)
        if general is None:
            return self._common(group)
        self.told.add(general.body)
        left[general.bibkey] = [c for c in left[general.bibkey] if c.body != general.body]
        return self.writer.close(general.body, general.bibkey)

    def _general(self, group: Sequence[str]) -> Clause | None:
        """The problem or background that fits most papers of a run, if it fits more than its own."""
        rated = []
        for key in group:
            for clause in self.stock[key]:
                plain = clause.kind in _GENERAL and not clause.leaning and not names_authors(clause, self.library)
                if plain and _OPENING[0] <= clause.words <= _OPENING[1]:
                    vector = self.library.vector(key, clause.body)
                    near = [cosine(vector, self.library.space.paper(other)) for other in group if other != key]
                    rated.append((-round(sum(near) / max(1, len(near)), 6), key, clause.body, clause))
        best = min(rated, key=lambda row: row[:3], default=None)
        return best[3] if best and -best[0] >= _SHARED else None

    def _approaches(self, told: Mapping[str, list[Clause]]) -> list[Clause]:
        """Each paper's main approach, two side by side where they make one sentence, and how it works."""
        mains = {key: next((c for c in told[key] if c.kind == "method"), None) for key in told}
        details = {
            key: [c for c in told[key] if c is not mains[key] and c.kind not in _OUTCOME and c.kind not in _GENERAL][:1]
            for key in told
        }
        clauses: list[Clause] = []
        for block in self.writer.paired([main for main in mains.values() if main is not None]):
            clauses += block
            clauses += [c for main in reversed(block) for c in details[main.bibkey]]
        silent = [key for key in told if mains[key] is None]
        return clauses + [c for key in silent for c in told[key] if c.kind not in _OUTCOME][: len(silent)]

    def _side_by_side(self, clauses: list[Clause]) -> list[Clause]:
        """The first clause of every paper, two papers together where they make one sentence, then what is left."""
        first = list({clause.bibkey: clause for clause in reversed(clauses)}.values())[::-1]
        blocks = self.writer.paired(first)
        told = set(map(id, first))
        further = [[c for c in clauses if c.bibkey == lead.bibkey and id(c) not in told] for lead in first]
        after = dict(zip((c.bibkey for c in first), further, strict=True))
        return [c for block in blocks for c in (*block, *(d for lead in reversed(block) for d in after[lead.bibkey]))]

    def _common(self, group: Sequence[str]) -> str:
        """A sentence on what papers of a run have in common, if that is not what the section is about or said
        before."""
        wording = self.writer.wording
        for least in (3, 2):
            for term in self.library.shared_terms(group, most=6):
                users = [key for key in group if key in term.core]
                stems, text = frozenset(term.key), plural(term.text)
                few = len(users) < max(least, 0.4 * len(group))
                # "Two of these works deal with it" is false where a third one mentions it too.
                more = any(key in term.papers for key in group if key not in users)
                if few or more or self._dull(term) or any(stems & said for said in self.said):
                    continue
                if self.library.language == "en" and not text.endswith("s"):
                    continue
                patterns = wording.common if len(users) == len(group) else wording.some
                count = wording.number(len(users))
                pattern = patterns[len(self.said) % len(patterns)]
                self.said.add(stems)
                capital = text[:1].upper() + text[1:]
                filled = pattern.format(term=text, Term=capital, n=count, N=count.capitalize())
                return self.writer.close(filled, *users)
        return ""

    def _dull(self, term: Term) -> bool:
        """Whether a term tells no group of papers from the others."""
        wide = len(term.papers) > _WIDE * len(self.library.space.keys)
        return wide or is_vague(term) or term.text.split()[-1] in _HOLLOW

    def _tested(self, group: Sequence[str]) -> str:
        """A sentence on the data set that most papers of a run share."""
        users: dict[str, list[str]] = defaultdict(list)
        for key in group:
            for name in data_of(key, self.library):
                users[name].append(key)
        ranked = sorted((-len(keys), name) for name, keys in users.items() if len(keys) > 1 and name not in self.shown)
        if not ranked:
            return ""
        name = ranked[0][1]
        self.shown.add(name)
        wording = self.writer.wording
        count = wording.number(len(users[name]))
        pattern = wording.tested[len(self.shown) % len(wording.tested)]
        return self.writer.close(pattern.format(data=name, n=count, N=count.capitalize()), *users[name])

    def crossing(self, skeleton: Skeleton) -> list[str]:
        """Paragraphs of one kind of statement, theme by theme; a theme is named where it begins."""
        home = {key: theme_of(key, skeleton, self.section) for key in self.chosen}
        rank = {leaf.title: i for i, leaf in enumerate(skeleton.leaves())}
        keys = sorted(self.chosen, key=lambda k: rank.get(home[k], len(rank)))
        groups: list[tuple[str, list[str]]] = []
        for title, members in groupby(keys, key=lambda k: home[k]):
            for run in runs(list(members), self.library.space, _LOW, _HIGH):
                if groups and len(groups[-1][1]) < _LOW and len(groups[-1][1]) + len(run) <= _HIGH + 1:
                    groups[-1][1].extend(run)
                else:
                    groups.append((title, list(run)))
        if len(groups) > 1 and len(groups[-1][1]) < 2:
            groups[-2][1].extend(groups.pop()[1])
        found = []
        for i, (title, group) in enumerate(groups):
            theme = inline(title) if title and (i == 0 or groups[i - 1][0] != title) else ""
            left = {key: list(self.chosen[key]) for key in group}
            listed = []
            for name in _ENDS:
                sentence, taken = self.lister.listing([c for clauses in left.values() for c in clauses], name)
                listed += [sentence] if sentence else []
                left = {key: [c for c in clauses if c not in taken] for key, clauses in left.items()}
            pieces = split(self._in_turn({key: clauses for key, clauses in left.items() if clauses}))
            told = [self.writer.paragraph(piece, theme=theme if j == 0 else "") for j, piece in enumerate(pieces)]
            told = [*told[:-1], self._run([*told[-1:], *listed])]
            found += told
        return found

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


def split(clauses: list[Clause]) -> list[list[Clause]]:
    """Clauses in paragraphs of about equal length, papers kept together."""
    parts = max(1, -(-len(clauses) // (_LONGEST + 2)))
    size = -(-len(clauses) // parts)
    found: list[list[Clause]] = [[]]
    for clause in clauses:
        full = len(found[-1]) >= size and found[-1][-1].bibkey != clause.bibkey
        if full and len(found) < parts:
            found.append([])
        found[-1].append(clause)
    return [part for part in found if part]


def theme_of(bibkey: str, skeleton: Skeleton, section: Section) -> str:
    """The title of the theme leaf that lists the paper; empty where there is none."""
    for leaf in skeleton.leaves():
        if leaf.id != section.id and bibkey in leaf.papers and role_of(leaf) == "theme":
            return leaf.title
    return ""
