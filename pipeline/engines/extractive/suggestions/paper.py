"""What one paper asks of a skeleton: its place, a subsection for its kind, a union, a heading, guidance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.digest import Edit
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.reading import Claim
from pipeline.engines.extractive.space import cosine
from pipeline.engines.extractive.suggestions.asking import asking, missing_term
from pipeline.engines.extractive.suggestions.division import Division, part_edit
from pipeline.engines.extractive.suggestions.options import Options, options_of
from pipeline.skeleton import Section, Skeleton

_CLOSER = 0.05  # how much closer another section must be before a paper asks for a place there


def suggest(
    bibkey: str, skeleton: Skeleton, spread: Mapping[str, Sequence[Claim]], library: Library
) -> tuple[Edit, ...]:
    """The edits that one paper asks for. spread: its claims by section.

    A division is asked for by the part that the paper would be in; `gather` completes it.
    """
    options = options_of(skeleton, library)
    themes = options.outline.themes
    homes = [s for s in themes if spread.get(s.id)]
    listed = [s for s in themes if bibkey in s.papers]
    edits = [
        Edit("assign", s.id, "its subject is closest to this section", (bibkey,)) for s in homes if s not in listed
    ]
    for home in listed[:1]:
        edits += _moves(bibkey, home, options)
        edits += _shape(bibkey, home, options)
    for section in homes[:1]:
        if term := missing_term(bibkey, section, library):
            reason = f"{term} is common to several of its papers"
            guidance = asking(section, [term], library.language)
            edits.append(Edit("guide", section.id, reason, (bibkey,), construction=guidance))
    return tuple(edits)


def misplaced(bibkey: str, home: Section, options: Options) -> Section | None:
    """The theme that a paper is closer to than to its own, by its neighbours and by what it claims."""
    outline = options.outline
    nearest = outline.nearest(bibkey)
    if nearest is None or nearest is home or bibkey in nearest.papers:
        return None
    if outline.closeness(bibkey, nearest) < outline.closeness(bibkey, home) + _CLOSER:
        return None
    return nearest if _said(bibkey, nearest, options) > _said(bibkey, home, options) else None


def _moves(bibkey: str, home: Section, options: Options) -> list[Edit]:
    better = misplaced(bibkey, home, options)
    return [] if better is None else [Edit("assign", better.id, "its claims are closer to this section", (bibkey,))]


def _said(bibkey: str, section: Section, options: Options) -> float:
    """Mean likeness of the paper's claims to a section's words."""
    library = options.outline.library
    words, claims = library.section_vector(section), library.claims(bibkey)
    total = sum(cosine(library.vector(bibkey, claim.text), words) for claim in claims)
    return round(total / max(1, len(claims)), 6)


def _shape(bibkey: str, home: Section, options: Options) -> list[Edit]:
    """Divide, unite or rename the paper's own section."""
    outline = options.outline
    edits = []
    ways = [d for d in options.divisions(home) if d.part_of(bibkey)]
    if ways:
        best = max(ways, key=lambda d: (_belonging(bibkey, d, options), -ways.index(d)))
        part = best.part_of(bibkey)
        assert part is not None
        made = part_edit(best, part, "new1", outline)
        edits.append(replace(made, papers=(bibkey,)))
    edits += _union(bibkey, home, options)
    if home.id in outline.better_titles:
        title = outline.better_titles[home.id]
        edits.append(Edit("rename", home.id, "most of its papers use this term", (bibkey,), title))
    return edits


def _union(bibkey: str, home: Section, options: Options) -> list[Edit]:
    """The union of the paper's section with the one it is next closest to."""
    outline = options.outline
    others = [s for s in outline.themes if s is not home and s.papers]
    second = max(others, key=lambda s: outline.closeness(bibkey, s), default=None)
    for union in options.unions:
        pair = [s for s in (*union.gone, union.into) if s.is_leaf]
        if home in pair and second in pair:
            reason = "the paper sits between the two"
            return [Edit("merge", union.gone[0].id, reason, (bibkey,), into=union.into.id)]
    return []


def _belonging(bibkey: str, division: Division, options: Options) -> float:
    """How much closer the paper is to its own part than to the closest other."""
    near = options.outline.library.space.closeness
    own = division.part_of(bibkey)
    others = [near(bibkey, part.papers) for part in division.parts if part is not own]
    return round((near(bibkey, own.papers) if own else 0.0) - max(others), 6)
