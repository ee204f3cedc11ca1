"""Lists of edits from a group's papers and from several lists, conflicts resolved.

Edits that only make sense together (the parts of a division, a union and its heading) stay together: a bundle is taken
or left as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.digest import Digest, Edit, Feedback
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.suggestions.asking import joined
from pipeline.engines.extractive.suggestions.division import division_edits
from pipeline.engines.extractive.suggestions.options import Options, options_of
from pipeline.engines.extractive.suggestions.union import union_edits
from pipeline.skeleton import Section, Skeleton

MOST_EDITS = 16
_LEAST_TRUST = 0.25  # what the worst list's word counts against the best one's
_LEAST_WEIGHT = 0.5  # what must speak for a change of the tree: more than the worst list alone
_SHAPING = ("add", "delete", "merge", "rename", "move")

Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Edits that stand or fall together, with what speaks for them."""

    edits: Edits
    weight: float

    @property
    def shapes(self) -> bool:
        """Whether it changes the tree or a heading."""
        return self.edits[0].op in _SHAPING

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """The same for the same change, whoever asks."""
        return tuple(sorted((e.op, "" if e.op == "add" else e.section, e.into, e.title.casefold()) for e in self.edits))


def gather(skeleton: Skeleton, digests: Sequence[Digest], library: Library) -> Feedback:
    """A group's edits: what more of its papers ask for comes first, divisions and unions completed."""
    options = options_of(skeleton, library)
    asked = [edit for d in digests for edit in d.edits]
    bundles = [bundle for edit in asked for bundle in _completed(edit, options) or [Bundle((edit,), 1.0)]]
    return Feedback(_settled(skeleton, bundles), tuple(d.bibkey for d in digests))


def unite(skeleton: Skeleton, lists: Sequence[Feedback], scores: Sequence[float]) -> Feedback:
    """One list of edits from several; what better lists and more papers ask for comes first."""
    bundles = [
        Bundle(edits, trust)
        for feedback, trust in zip(lists, _trust(scores), strict=True)
        for edits in bundled(feedback.edits)
    ]
    papers = dict.fromkeys(key for feedback in lists for key in feedback.papers)
    return Feedback(_settled(skeleton, bundles), tuple(papers))


def bundled(edits: Iterable[Edit]) -> list[Edits]:
    """A list's edits by what belongs together: parts by the section they divide, merges by where they lead."""
    found: dict[tuple[str, ...], list[Edit]] = defaultdict(list)
    edits = list(edits)
    targets = {e.into for e in edits if e.op == "merge"}
    divided = {e.after or e.parent for e in edits if e.op == "add"}
    for i, edit in enumerate(edits):
        if edit.op == "add":
            found["divide", edit.after or edit.parent].append(edit)
        elif edit.op in ("delete", "rename") and edit.section in divided:
            found["divide", edit.section].append(edit)
        elif edit.op == "merge":
            found["unite", edit.into].append(edit)
        elif edit.op == "rename" and edit.section in targets:
            found["unite", edit.section].append(edit)
        else:
            found["alone", str(i)].append(edit)
    return [tuple(rows) for rows in found.values()]


def _completed(edit: Edit, options: Options) -> list[Bundle]:
    """The divisions or the union that one paper's edit is a voice for; of equal support, better headings win."""
    outline = options.outline
    if edit.op == "add":
        section = next((s for s in outline.themes if s.id == (edit.after or edit.parent)), None)
        ways = options.divisions(section) if section else []
        fitting = [d for d in ways if any(part.title == edit.title for part in d.parts)]
        return [Bundle(division_edits(d, outline), 1.0 + d.fit / 100) for d in fitting]
    if edit.op == "merge":
        same = [u for u in options.unions if u.into.id == edit.into and edit.section in {s.id for s in u.gone}]
        return [Bundle(union_edits(u), 1.0) for u in same]
    return []


def _trust(scores: Sequence[float]) -> list[float]:
    """What each list's word counts: 1 for the best score, a quarter for the worst, between them by score."""
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    spread = round(high - low, 6)
    return [_LEAST_TRUST + (1 - _LEAST_TRUST) * (s - low) / spread if spread else 1.0 for s in scores]


def _settled(skeleton: Skeleton, bundles: Iterable[Bundle]) -> Edits:
    """Alike bundles united, then taken by weight while they fit together; at most `MOST_EDITS` edits."""
    alike: dict[tuple[tuple[str, ...], ...], list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        alike[bundle.key].append(bundle)
    ranked = sorted((_one(skeleton, same) for same in alike.values()), key=lambda b: (not b.shapes, -b.weight, b.key))
    state = _State(skeleton)
    taken: list[Edit] = []
    for bundle in ranked:
        weak = bundle.shapes and bundle.weight < _LEAST_WEIGHT
        if not weak and len(taken) + len(bundle.edits) <= MOST_EDITS and state.takes(bundle):
            taken += bundle.edits
    return tuple(taken)


def _one(skeleton: Skeleton, same: Sequence[Bundle]) -> Bundle:
    """Alike bundles as one: their papers together, their guidance joined; single edits count once for each paper."""
    edits = list(same[0].edits)
    support = [max(1, len(b.edits[0].papers)) if not b.shapes else 1 for b in same]
    if len(edits) == 1 and edits[0].op != "add":
        papers = tuple(dict.fromkeys(p for bundle in same for p in bundle.edits[0].papers))
        edits[0] = replace(edits[0], papers=papers)
        section = skeleton.find(edits[0].section)
        if edits[0].op == "guide" and section is not None:
            edits[0] = replace(edits[0], construction=joined(section, [b.edits[0].construction for b in same]))
    return Bundle(tuple(edits), round(sum(b.weight * n for b, n in zip(same, support, strict=True)), 6))


class _State:
    """What the bundles taken so far touch."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.sections = {section.id: section for section in skeleton.walk()}
        self.shaped: set[str] = set()
        self.titles: set[str] = set()
        self.left: dict[str, set[str]] = {"": {s.id for s in skeleton.sections}}
        self.left |= {s.id: {c.id for c in s.children} for s in skeleton.walk() if s.children}

    def takes(self, bundle: Bundle) -> bool:
        """Note a bundle, if nothing taken before speaks against it."""
        if not bundle.shapes:
            return not any(edit.section in self.shaped for edit in bundle.edits)
        touched = {name for e in bundle.edits for name in _touched(e, self.sections)}
        titles = {e.title.casefold() for e in bundle.edits if e.title}
        if touched & self.shaped or titles & self.titles or not self._stands(bundle):
            return False
        self.shaped |= touched
        self.titles |= titles
        return True

    def _stands(self, bundle: Bundle) -> bool:
        """Whether no parent is left with a single subsection."""
        gone = {e.section for e in bundle.edits if e.op in ("merge", "delete")}
        added = sum(e.op == "add" for e in bundle.edits)
        if any(children & gone and len(children - gone) + added == 1 for children in self.left.values()):
            return False
        for children in self.left.values():
            children -= gone
        return True


def _touched(edit: Edit, sections: dict[str, Section]) -> list[str]:
    """The sections that an edit shapes: what it divides, removes, renames, and what takes that up."""
    if edit.op == "add":
        anchor = sections.get(edit.after or edit.parent)
        return [] if anchor is None else [anchor.id]
    return [edit.section, edit.into] if edit.into else [edit.section]
