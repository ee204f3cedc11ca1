"""Stages 3 and 8: digests of every paper under the skeleton, and again where the skeleton changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.digest import Digest, Point
from pipeline.errors import StepFailed
from pipeline.events import PaperStatus
from pipeline.paper import Paper
from pipeline.score import Evidence
from pipeline.skeleton import Skeleton
from pipeline.stages.context import Context, Progress
from pipeline.stages.long import read_paper
from pipeline.steps.digest import DigestPaper
from pipeline.together import together


async def digest_paper(
    context: Context,
    paper: Paper,
    skeleton: Skeleton,
    progress: Progress,
    sections: tuple[str, ...] = (),
    noted: Mapping[str, tuple[Point, ...]] | None = None,
) -> Digest | None:
    """The paper's digest; None, and a notice, where no reply could be used. noted: what is known by section."""
    known = tuple((section, point) for section, points in (noted or {}).items() for point in points)
    step = DigestPaper(context.brief, paper, skeleton, sections=sections, noted=known)
    if not sections:
        context.emit(PaperStatus(paper.bibkey, paper.title, "digesting"))
    try:
        found = await read_paper(context, progress.stage, step)
    except StepFailed as error:
        context.notice("paper-dropped", paper.bibkey, f"“{paper.title}” was left out: {error}")
        context.emit(PaperStatus(paper.bibkey, paper.title, "dropped", str(error)))
        return None
    finally:
        progress.step()
    if not sections:
        context.emit(PaperStatus(paper.bibkey, paper.title, "digested", f"{len(found.all_points())} points"))
    return found


@dataclass(frozen=True)
class Change:
    """What became of a digested skeleton's sections: both skeletons, ids whose question changed, and merges."""

    before: Skeleton
    skeleton: Skeleton
    asked: frozenset[str]
    merged_into: Mapping[str, str]


def compare(before: Skeleton, after: Skeleton, merged_into: Mapping[str, str]) -> Change:
    """The leaves of `after` that ask something `before` did not ask."""
    old = {section.id: section for section in before.walk()}
    asked = frozenset(
        leaf.id
        for leaf in after.leaves()
        if leaf.id not in old
        or (leaf.title, leaf.construction) != (old[leaf.id].title, old[leaf.id].construction)
        or leaf.is_leaf != old[leaf.id].is_leaf
    )
    return Change(before, after, asked, merged_into)


def read_under(context: Context, skeleton: Skeleton) -> Skeleton | None:
    """The skeleton whose sections a model chose among for each point; the extractive engine chooses by words, as the
    score does, and its choice stands for no more than that."""
    return skeleton if context.asker.engine.judges else None


async def redigest(context: Context, digests: Iterable[Digest], change: Change) -> list[Digest]:
    """Digests brought up to date with a new skeleton: points move with their sections, and papers are asked again only
    about changed sections that list them or that their points now belong to."""
    digests = list(digests)
    evidence = Evidence(digests, context.corpus.language, read_under(context, change.before))
    placed = evidence.place(change.skeleton, change.merged_into)
    home: dict[str, dict[str, list[Point]]] = {digest.bibkey: {} for digest in digests}
    for leaf, rows in placed.points.items():
        for bibkey, point in rows:
            home[bibkey].setdefault(leaf, []).append(point)
    listed = {leaf.id: frozenset(leaf.papers) for leaf in change.skeleton.leaves()}
    wanted = {
        d.bibkey: tuple(s for s in listed if s in change.asked and (d.bibkey in listed[s] or s in home[d.bibkey]))
        for d in digests
    }
    papers = context.corpus.by_key
    with context.stage("update", sum(bool(sections) for sections in wanted.values())) as progress:

        async def again(digest: Digest) -> Digest:
            kept = {leaf: tuple(points) for leaf, points in home[digest.bibkey].items()}
            sections = wanted[digest.bibkey]
            if not sections:
                return replace(digest, points=kept)
            new = await digest_paper(context, papers[digest.bibkey], change.skeleton, progress, sections, kept)
            return replace(digest, points=_merged(kept, new.points if new else {}))

        current = await together(again(digest) for digest in digests)
    context.record["digested_again"] = sum(bool(sections) for sections in wanted.values())
    return current


def _merged(
    kept: Mapping[str, tuple[Point, ...]], new: Mapping[str, tuple[Point, ...]]
) -> dict[str, tuple[Point, ...]]:
    """Kept and new points by section, no statement twice in the whole digest; new ones win."""
    said = {_plain(point.text) for points in new.values() for point in points}
    rest = {s: tuple(p for p in points if _plain(p.text) not in said) for s, points in kept.items()}
    both = {s: (*new.get(s, ()), *rest.get(s, ())) for s in dict.fromkeys((*rest, *new))}
    return {section: points for section, points in both.items() if points}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


async def digest_all(context: Context, skeleton: Skeleton) -> tuple[Digest, ...]:
    """Every paper's digest, for a plan without refinement blocks."""
    with context.stage("digest", len(context.corpus.papers)) as progress:
        found = await together(digest_paper(context, paper, skeleton, progress) for paper in context.corpus.papers)
    digests = tuple(digest for digest in found if digest is not None)
    if not digests:
        raise StepFailed("No paper could be digested, so there is nothing to write from.")
    return digests
