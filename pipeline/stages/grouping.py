"""Stage 1: papers into groups of about kernel width by theme, in steps of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.errors import StepFailed
from pipeline.language.tfidf import TfIdf
from pipeline.paper import Paper
from pipeline.shape import BATCH, run_lengths
from pipeline.stages.context import Context
from pipeline.steps.group import GroupPapers
from pipeline.together import together

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
    rest = iter(members)
    return [tuple(islice(rest, length)) for length in run_lengths(len(members), size)]


def split_by_theme(papers: Sequence[Paper], language: str, most: int) -> list[tuple[Paper, ...]]:
    """`papers` in batches of at most `most` that share their words: halved along the direction in which they differ
    most (the first principal component of their TF-IDF vectors) until every part is small enough."""
    if len(papers) <= most:
        return [tuple(papers)] if papers else []
    texts = [f"{p.title} {p.title} {p.abstract or p.text[:2000]}" for p in papers]
    vectors = TfIdf(texts, language).matrix
    waiting, done = [np.arange(len(papers))], []
    while waiting:
        rows = waiting.pop()
        if len(rows) <= most:
            done.append(np.sort(rows))
            continue
        order = rows[np.argsort(_direction(vectors[rows]), kind="stable")]
        waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    done.sort(key=lambda rows: int(rows[0]))
    return [tuple(papers[int(i)] for i in rows) for rows in done]


def _direction(vectors: csr_matrix) -> NDArray[np.float64]:
    """Where each row lies along the rows' first principal component, rounded; the first row lies below zero."""
    gram = np.asarray((vectors @ vectors.T).todense())
    centred = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
    along = np.round(np.linalg.eigh(centred)[1][:, -1], 6)
    return -along if along[0] > 0 else along
