"""Leaf sections: papers in runs of neighbours, each run told as approaches and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import Clause, clause_of
from pipeline.engines.extractive.clusters import runs
from pipeline.engines.extractive.datasets import data_of
from pipeline.engines.extractive.guidance import inline
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.naming import is_vague, plural
from pipeline.engines.extractive.paragraphs import Writer
from pipeline.engines.extractive.roles import role_of
from pipeline.engines.extractive.terms import Term
from pipeline.skeleton import Section, Skeleton

WORDS_A_PAPER = 130  # of a leaf without a target
_CROSS_WORDS = 60
_FEW, _ROUNDS = 3, 4  # so few papers tell at least so much each
_LOW, _HIGH = 3, 5  # papers a run
_HOLLOW = frozenset("library libraries package packages code module modules framework frameworks".split())
_WIDE = 0.35  # share of all papers that use a term too common to mark a group
_LONGEST = 8  # sentences a paragraph
_SHORT, _SHORT_NAMED, _TELLING = 9, 15, 19  # words of a clause that says little, and of one that can open a paragraph
_SHORTEST = 3
_GENERAL: tuple[PointKind, ...] = ("problem", "background")
_OUTCOME: tuple[PointKind, ...] = ("result", "comparison", "limitation")
_MOST_GENERAL = 2  # problems told in a run
# What a paper says first, second, …: the story is told from the middle outwards as room grows.
_ORDER: tuple[PointKind, ...] = ("method", "result", "problem", "method", "data", "result", "method", "comparison")

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
    teller = _Teller(section, chosen, library)
    paragraphs = teller.themed() if theme else teller.crossing(skeleton)
    return "\n\n".join(p for p in paragraphs if p)


def choose(stock: Mapping[str, list[Clause]], room: int, order: Sequence[PointKind]) -> dict[str, list[Clause]]:
    """Clauses by paper, taken in rounds until about `room` words are filled; the first round serves every paper."""
    left = {key: sorted(clauses, key=_says_little) for key, clauses in _distinct(stock).items()}
    chosen: dict[str, list[Clause]] = {key: [] for key in stock}
    used = 0
    least = _ROUNDS if len(stock) <= _FEW else 1
    for turn in range(max(map(len, left.values()), default=0)):
        for key, clauses in left.items():
            if not clauses or (turn >= least and used >= room):
                continue
            wanted = order[turn] if turn < len(order) else None
            fitting = [c for c in clauses if c.kind == wanted or (wanted == "problem" and c.kind in _GENERAL)]
            telling = fitting or [c for c in clauses if c.kind not in _GENERAL] or clauses
            clause = next((c for c in fitting if not c.leaning), telling[0])
            clauses.remove(clause)
            chosen[key].append(clause)
            used += clause.words
    return chosen


def _says_little(clause: Clause) -> bool:
    """Whether a clause is very short, its authors not counted."""
    return clause.words < (_SHORT_NAMED if clause.subject else _SHORT)


def _distinct(stock: Mapping[str, list[Clause]]) -> dict[str, list[Clause]]:
    """The stock without sentences that another paper, or the same, says word for word."""
    said: set[str] = set()
    found: dict[str, list[Clause]] = {}
    for key, clauses in stock.items():
        fresh = [c for c in clauses if c.body not in said]
        said.update(c.body for c in fresh)
        found[key] = fresh or clauses[:1]
    return found


class _Teller:
    """Tells one section."""

    def __init__(self, section: Section, chosen: Mapping[str, list[Clause]], library: Library) -> None:
        self.section = section
        self.chosen = chosen
        self.library = library
        self.writer = Writer(library)
        self.said = {frozenset(library.stems(section.title))}
        self.shown: set[str] = set()

    def themed(self) -> list[str]:
        """Every run as paragraphs on approaches and on findings."""
        found = []
        groups = runs(list(self.chosen), self.library.space, _LOW, _HIGH)
        for number, group in enumerate(groups):
            first, second = self._approaches(group), self._findings(group)
            if len(first) + len(second) <= _LONGEST or len(second) < _SHORTEST:
                parts = [first + second]
            else:
                parts = [first, second]
            leads = [self._common(group, number, len(groups)), self._tested(group) if len(parts) > 1 else ""]
            for part, lead in zip(parts, leads, strict=False):
                found += self._paragraphs(part, lead)
        return found

    def _paragraphs(self, clauses: list[Clause], lead: str) -> list[str]:
        pieces = split(clauses)
        return [self.writer.paragraph(piece, lead if i == 0 else "") for i, piece in enumerate(pieces)]

    def _approaches(self, group: Sequence[str]) -> list[Clause]:
        """What the papers take up and propose: a general problem first, then each paper's main approach, two papers'
        approaches side by side where each is one sentence."""
        general = {key: [c for c in self.chosen[key] if c.kind in _GENERAL] for key in group}
        opening = [key for key in group if any(not c.leaning and not c.subject for c in general[key])]
        order = opening[:1] + [key for key in group if key not in opening[:1]]
        told = set(opening[:1] + [key for key in order if general[key] and key not in opening[:1]][: _MOST_GENERAL - 1])
        mains = {
            key: next((c for c in self.chosen[key] if c.kind == "method"), None)
            or next((c for c in general[key] if key not in told), None)
            for key in order
        }
        clauses: list[Clause] = []
        silent = [key for key in order if mains[key] is None]
        for block in self.writer.paired([main for main in mains.values() if main is not None]):
            for key in (c.bibkey for c in block):
                if key in told:
                    clauses += sorted(general[key], key=lambda c: c.leaning)[:1]
            clauses += block
        return clauses + [c for key in silent for c in general[key][:1]]

    def _findings(self, group: Sequence[str]) -> list[Clause]:
        """The rest: first how the approaches work, paper by paper, then what came of them."""
        told = set(map(id, self._approaches(group)))
        rest = [c for key in group for c in self.chosen[key] if id(c) not in told]
        details = [c for c in rest if c.kind not in _OUTCOME]
        return self._side_by_side(details) + self._side_by_side([c for c in rest if c.kind in _OUTCOME])

    def _side_by_side(self, clauses: list[Clause]) -> list[Clause]:
        """The first clause of every paper, two papers together where they make one sentence, then what is left."""
        first = list({clause.bibkey: clause for clause in reversed(clauses)}.values())[::-1]
        blocks = self.writer.paired(first)
        told = set(map(id, first))
        further = [[c for c in clauses if c.bibkey == lead.bibkey and id(c) not in told] for lead in first]
        after = dict(zip((c.bibkey for c in first), further, strict=True))
        return [c for block in blocks for c in (*block, *(d for lead in block for d in after[lead.bibkey]))]

    def _common(self, group: Sequence[str], number: int, total: int) -> str:
        """A sentence on what papers of a run have in common, if that is not what the section is about or said
        before."""
        wording = self.writer.wording
        for least in (3, 2):
            for term in self.library.shared_terms(group, most=6):
                users = [key for key in group if key in term.core]
                stems = frozenset(term.key)
                if len(users) < max(least, 0.4 * len(group)) or self._dull(term) or any(stems & o for o in self.said):
                    continue
                self.said.add(stems)
                if total > 1:
                    patterns = wording.groups[min(number, len(wording.groups) - 1) :]
                else:
                    patterns = wording.common if len(users) == len(group) else wording.some
                count = wording.number(len(users))
                return self.writer.close(
                    patterns[0].format(term=plural(term.text), n=count, N=count.capitalize()), *users
                )
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
            pieces = split(self._in_turn(group))
            found += [self.writer.paragraph(piece, theme=theme if j == 0 else "") for j, piece in enumerate(pieces)]
        return found

    def _in_turn(self, group: list[str]) -> list[Clause]:
        """The group's clauses paper by paper, one that can open a paragraph first, two papers together where their
        first
        clauses make one sentence."""
        longest = {key: max((c.words for c in self.chosen[key]), default=0) for key in group}
        first = next((key for key in group if longest[key] > _TELLING), group[0])
        order = [first, *(key for key in group if key != first)]
        told = {key: sorted(self.chosen[key], key=lambda c: (c.words <= _TELLING, c.leaning)) for key in order}
        found: list[Clause] = []
        while order:
            one = order.pop(0)
            partner = next((k for k in order if found and self.writer.joins(told[one][0], told[k][0])), None)
            if partner is None:
                found += told[one]
                continue
            order.remove(partner)
            found += [told[one][0], told[partner][0], *told[one][1:], *told[partner][1:]]
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
