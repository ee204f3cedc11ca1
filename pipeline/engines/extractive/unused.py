"""What papers say that no section has told yet, for openings, introduction and conclusion."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.digest import Point, PointKind
from pipeline.engines.extractive.clauses import clause_of, named
from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.space import cosine

_TOO_NEAR = 0.5


def unused(
    keys: Sequence[str],
    points: Sequence[tuple[str, Point]],
    written: str,
    kinds: Sequence[PointKind],
    library: Library,
    among: frozenset[tuple[str, str]] | None = None,
) -> list[tuple[str, Point]]:
    """(bibkey, point) of those kinds whose words do not stand in `written` yet, the most typical papers first, one a
    paper, none that says what another says. among: the only (bibkey, sentence) pairs to choose from."""
    flat = " ".join(written.split())
    shown = {(key, point.text): point for key, point in points}
    found: list[tuple[str, Point]] = []
    for kind in kinds:
        for key in library.space.central(keys):
            if any(key == other for other, _ in found):
                continue
            for claim in library.claims(key):
                if among is not None and (key, claim.text) not in among:
                    continue
                point = shown.get((key, claim.text)) or Point(claim.text, (claim.passage,), claim.kind)
                if (
                    claim.kind == kind
                    and not _told(key, point, flat, library)
                    and not _echo(key, point, found, library)
                ):
                    found.append((key, point))
                    break
    return found


def _told(key: str, point: Point, flat: str, library: Library) -> bool:
    """Whether the sentence stands in the text already; its start may have been reworded and its end cut."""
    clause = clause_of(key, point, library)
    core = " ".join((clause.predicate or clause.body).split())
    if " ".join(named(clause, library, 0).split())[1:] in flat:
        return True
    return core[1:50] in flat or core[30:75] in flat or core[-45:] in flat


def _echo(key: str, point: Point, found: Sequence[tuple[str, Point]], library: Library) -> bool:
    vector = library.vector(key, point.text)
    return any(cosine(vector, library.vector(k, p.text)) > _TOO_NEAR for k, p in found)
