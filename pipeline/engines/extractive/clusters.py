"""Grouping papers by likeness: Ward's clustering with a least size, and runs of neighbours along its tree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import squareform

from pipeline.engines.extractive.space import Space

Keys = tuple[str, ...]


def clusters(keys: Sequence[str], space: Space, count: int, least: int) -> list[Keys]:
    """`keys` in at most `count` groups of at least `least` (Ward, 1963), papers moved once to where they are closest;
    large groups first, ties by bibkey; inside a group in the order of `keys`."""
    if count < 2 or len(keys) < 2 * least:
        return [tuple(keys)]
    labels = fcluster(_tree(keys, space), count, criterion="maxclust")
    groups: dict[int, list[str]] = {}
    for key, label in zip(keys, labels, strict=True):
        groups.setdefault(int(label), []).append(key)
    found = _settle(list(groups.values()), space, least)
    order = {key: i for i, key in enumerate(keys)}
    tidy = [tuple(sorted(group, key=order.__getitem__)) for group in found]
    return sorted(tidy, key=lambda group: (-len(group), group))


def runs(keys: Sequence[str], space: Space, low: int, high: int) -> list[Keys]:
    """`keys` in runs of `low` to `high` neighbours (fewer where there are too few), cut where likeness is lowest."""
    if len(keys) <= high:
        return [tuple(seriate(keys, space))] if keys else []
    order = seriate(keys, space)
    index = [space.position[k] for k in order]
    near = space.similarity[np.ix_(index, index)]
    n = len(order)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(-1e9, 0)] * n
    for end in range(1, n + 1):
        for size in range(1, min(high, end) + 1):
            start = end - size
            penalty = 10.0 * max(0, low - size)
            value = round(best[start][0] + _inner(near, start, end) - penalty, 6)
            if value > best[end][0]:
                best[end] = (value, start)
    cuts, end = [], n
    while end:
        cuts.append(tuple(order[best[end][1] : end]))
        end = best[end][1]
    return cuts[::-1]


def seriate(keys: Sequence[str], space: Space) -> list[str]:
    """`keys` so that neighbours are alike: the leaves of Ward's tree, turned so that close branches meet."""
    if len(keys) < 3:
        return list(keys)
    return [keys[i] for i in leaves_list(_tree(keys, space, ordered=len(keys) <= 200))]


def _inner(near: NDArray[np.float64], start: int, end: int) -> float:
    block = near[start:end, start:end]
    size = end - start
    return float((block.sum() - size) / (size - 1)) if size > 1 else -0.5


def _tree(keys: Sequence[str], space: Space, ordered: bool = False) -> NDArray[np.float64]:
    index = [space.position[k] for k in keys]
    near = space.similarity[np.ix_(index, index)]
    far = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * near))
    np.fill_diagonal(far, 0.0)
    condensed = np.round(squareform((far + far.T) / 2, checks=False), 6)
    return np.asarray(linkage(condensed, "ward", optimal_ordering=ordered))


def _settle(groups: list[list[str]], space: Space, least: int) -> list[list[str]]:
    """Groups below `least` are dissolved into their members' closest groups; then every paper may move once."""
    groups = sorted(groups, key=lambda g: (-len(g), g))
    while len(groups) > 1 and len(groups[-1]) < least:
        for key in groups.pop():
            near = [space.closeness(key, g) for g in groups]
            groups[near.index(max(near))].append(key)
        groups.sort(key=lambda g: (-len(g), g))
    if len(groups) < 2:
        return groups
    centres = [tuple(g) for g in groups]
    moved: list[list[str]] = [[] for _ in groups]
    for i, group in enumerate(centres):
        for key in group:
            near = [space.closeness(key, c) for c in centres]
            best = max(range(len(centres)), key=lambda j: (near[j], -j))
            moved[best if near[best] > near[i] + 0.05 else i].append(key)
    return moved if min(map(len, moved)) >= least else groups
