"""Which section gets which of a paper's claims: a pure function of paper and skeleton, no claim in two sections."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.digest import Digest, Point
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.roles import Role, kinds_of, role_of
from pipeline.engines.extractive.serving import serves
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.suggestions import suggest
from pipeline.skeleton import Section, Skeleton

MOST_POINTS = 14  # of one paper in one section
_MARGIN = 0.08  # a claim leaves its paper's home for a section without papers when it is that much closer to it
_RELATED = 0.05  # least likeness of a paper or claim to a section that names no papers
_TYPICAL, _ENOUGH = 4, 4
_PARENT_KINDS = ("background", "problem")


def digest(bibkey: str, skeleton: Skeleton, sections: Sequence[str], library: Library) -> Digest:
    """A paper's digest under a skeleton, for the sections asked for (all where none is named)."""
    spread = distribute(bibkey, skeleton, library)
    wanted = frozenset(sections) or frozenset(spread)
    points = {
        name: tuple(Point(c.text, (c.passage,), c.kind) for c in claims)
        for name, claims in spread.items()
        if claims and name in wanted
    }
    return Digest(bibkey, points, suggest(bibkey, skeleton, spread, library))


def distribute(bibkey: str, skeleton: Skeleton, library: Library) -> dict[str, list[Claim]]:
    """The paper's claims by section id, in the skeleton's order; those that fit nowhere are left out."""
    claims = list(library.claims(bibkey))
    _hold_back(bibkey, skeleton, claims)
    found: dict[str, list[Claim]] = {s.id: [] for s in skeleton.walk()}
    themes = [s for s in skeleton.leaves() if role_of(s) == "theme"]
    homes = _homes(bibkey, themes, library)
    _take_roles(bibkey, skeleton, bool(homes), claims, found)
    _take_parents(bibkey, skeleton, claims, found)
    free = [s for s in themes if not s.papers]
    for claim in claims:
        section = _closest(bibkey, claim, homes, free, library)
        if section is not None and len(found[section.id]) < MOST_POINTS:
            found[section.id].append(claim)
    _fill(bibkey, skeleton, found)
    return found


def _hold_back(bibkey: str, skeleton: Skeleton, claims: list[Claim]) -> None:
    """The most typical papers of a theme keep a problem and a result for introduction and conclusion: a second one, or
    the only problem, which moves a reader more there."""
    if not any(bibkey in s.papers[:_TYPICAL] for s in skeleton.sections if s.children or role_of(s) == "theme"):
        return
    for kinds in (("problem", "background"), ("result", "comparison"), ("limitation",)):
        fitting = [c for c in claims if c.kind in kinds]
        if len(fitting) > 1 and len(claims) > _ENOUGH:
            claims.remove(fitting[1])
        elif len(fitting) == 1 and fitting[0].kind == "problem" and len(claims) > _ENOUGH:
            claims.remove(fitting[0])


def _homes(bibkey: str, themes: Sequence[Section], library: Library) -> list[Section]:
    """The theme leaves that list the paper, else the one closest to it."""
    listed = [s for s in themes if bibkey in s.papers]
    if listed or not themes:
        return listed
    best = max(themes, key=lambda s: (affinity(bibkey, s, library), s.id))
    return [best] if affinity(bibkey, best, library) >= _RELATED else []


def affinity(bibkey: str, section: Section, library: Library) -> float:
    """How close a paper is to a section: by its title and guidance, and by the papers it lists."""
    words = cosine(library.section_vector(section), library.space.paper(bibkey))
    return round(words + library.space.closeness(bibkey, section.papers), 6)


def _take_roles(
    bibkey: str, skeleton: Skeleton, themed: bool, claims: list[Claim], found: dict[str, list[Claim]]
) -> None:
    """Cross-cutting leaves take their kinds of claims out of `claims`; what a theme needs to tell its story stays, and
    what serves neither goes."""
    for section in skeleton.leaves():
        role = role_of(section)
        if role == "theme" or (section.papers and bibkey not in section.papers):
            continue
        able = [c for c in claims if c.kind in kinds_of(role)]
        fitting = [c for c in able if serves(c, role)] or able[: 0 if themed else 1]
        idle = [c for c in able if c not in fitting]
        for claim in idle[: max(0, len(claims) - len(fitting) - _ENOUGH)]:
            claims.remove(claim)
        taken = fitting[_kept(role, fitting) :] if themed else fitting
        for claim in taken[:MOST_POINTS]:
            found[section.id].append(claim)
            claims.remove(claim)


def _kept(role: Role, fitting: Sequence[Claim]) -> int:
    """How many of these claims stay with the paper's theme: its main result does, unless there is no other."""
    if role not in ("results", "evaluation"):
        return 0
    return 1 if len(fitting) > 1 and fitting[0].kind == "result" else 0


def _take_parents(bibkey: str, skeleton: Skeleton, claims: list[Claim], found: dict[str, list[Claim]]) -> None:
    """A parent opens with what is said in general: the second claim on problem or background of a paper that has
    two."""
    for section in skeleton.walk():
        if section.is_leaf or bibkey not in section.papers:
            continue
        general = [c for c in claims if c.kind in _PARENT_KINDS]
        if len(general) > 1:
            found[section.id].append(general[1])
            claims.remove(general[1])


def _closest(
    bibkey: str, claim: Claim, homes: Sequence[Section], free: Sequence[Section], library: Library
) -> Section | None:
    """The home whose wording is closest to the claim, or a section without papers that is clearly closer."""
    vector = library.vector(bibkey, claim.text)
    if len(homes) == 1 and not free:
        return homes[0]
    near = {s.id: cosine(vector, library.section_vector(s)) for s in [*homes, *free]}
    home = max(homes, key=lambda s: (near[s.id], s.id), default=None)
    rival = max(free, key=lambda s: (near[s.id], s.id), default=None)
    floor = near[home.id] + _MARGIN if home else _RELATED
    return rival if rival is not None and near[rival.id] >= floor else home


def _fill(bibkey: str, skeleton: Skeleton, found: dict[str, list[Claim]]) -> None:
    """A leaf that lists the paper and got nothing takes the last claim of the leaf that got most."""
    for section in skeleton.leaves():
        if bibkey in section.papers and not found[section.id]:
            rich = max(found, key=lambda name: (len(found[name]), name))
            if len(found[rich]) > 1 and rich != section.id:
                found[section.id].append(found[rich].pop())
