"""Stage 1: papers into groups of about kernel width by theme, in steps of bounded size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.errors import StepFailed
from pipeline.language.words import content_words
from pipeline.paper import Paper
from pipeline.stages.context import Context
from pipeline.steps.group import GroupPapers
from pipeline.together import together

BATCH = 45
"""Papers one grouping step is shown; more are first split by their words, so that no prompt grows with the corpus."""

Groups = tuple[tuple[Paper, ...], ...]


async def group(context: Context) -> Groups:
    """Every paper in exactly one group, groups ordered as the steps named them."""
    size, language = context.plan.group_size, context.corpus.language
    batches = split_by_theme(context.corpus.papers, language, BATCH)
    with context.stage("group", len(batches)) as progress:

        async def one(batch: tuple[Paper, ...]) -> Groups:
            if len(batch) <= size:
                found: tuple[tuple[str, ...], ...] = (tuple(paper.bibkey for paper in batch),)
            else:
                try:
                    found = await context.asker.ask("group", GroupPapers(context.brief, batch, size))
                except StepFailed as error:
                    keys = [paper.bibkey for part in split_by_theme(batch, language, size) for paper in part]
                    found = tuple(tuple(keys[i : i + size]) for i in range(0, len(keys), size))
                    context.notice("group-failed", batch[0].bibkey, f"Papers were grouped by their words: {error}")
            progress.step()
            return _exact(found, batch, size)

        found = await together(one(batch) for batch in batches)
    groups = tuple(group for some in found for group in some)
    context.record["groups"] = [[paper.bibkey for paper in group] for group in groups]
    return groups


def _exact(found: Sequence[Sequence[str]], batch: Sequence[Paper], size: int) -> Groups:
    """Each paper of the batch once, in groups of at most `size` + 1."""
    papers = {paper.bibkey: paper for paper in batch}
    groups: list[tuple[Paper, ...]] = []
    for keys in found:
        members = [papers.pop(key) for key in keys if key in papers]
        groups += _chunks(members, size)
    groups += _chunks(list(papers.values()), size)
    return tuple(groups)


def _chunks(members: Sequence[Paper], size: int) -> list[tuple[Paper, ...]]:
    """Runs of `size`, a last single paper joined to the run before it."""
    runs = [tuple(members[i : i + size]) for i in range(0, len(members), size)]
    if len(runs) > 1 and len(runs[-1]) == 1 and size > 1:
        runs[-2:] = [runs[-2] + runs[-1]]
    return runs


def split_by_theme(papers: Sequence[Paper], language: str, most: int) -> list[tuple[Paper, ...]]:
    """`papers` in batches of at most `most` that share their words (bisecting k-means over TF-IDF/LSA)."""
    if len(papers) <= most:
        return [tuple(papers)] if papers else []
    vectors = _vectors([f"{p.title} {p.title} {p.abstract or p.text[:2000]}" for p in papers], language)
    waiting, done = [np.arange(len(papers))], []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= most:
            done.append(rows)
            continue
        side = KMeans(2, n_init=4, random_state=0).fit_predict(vectors[rows]) if len(rows) > 2 else np.array([0, 1])
        halves = [rows[side == s] for s in (0, 1)]
        if min(map(len, halves)) == 0:
            halves = [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
        waiting += halves
    done.sort(key=lambda rows: int(rows[0]))
    return [tuple(papers[int(i)] for i in rows) for rows in done]


def _vectors(texts: Sequence[str], language: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    matrix = TfidfVectorizer(analyzer=lambda text: content_words(text, language), sublinear_tf=True).fit_transform(
        texts
    )
    rank = max(1, min(50, min(matrix.shape) - 1))
    return np.asarray(np.round(TruncatedSVD(rank, algorithm="arpack", random_state=0).fit_transform(matrix), 6))
