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
    ordered = sorted(keys, key=space.position.__getitem__)
    near = space.theming(ordered, count)
    labels = fcluster(_tree(near), count, criterion="maxclust")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(int(label), []).append(place)
    order = {key: i for i, key in enumerate(keys)}
    found = [[ordered[i] for i in group] for group in _settle(list(groups.values()), near, least)]
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
    index = [space.position[k] for k in keys]
    return [keys[i] for i in leaves_list(_tree(space.similarity[np.ix_(index, index)], ordered=len(keys) <= 200))]


def _inner(near: NDArray[np.float64], start: int, end: int) -> float:
    block = near[start:end, start:end]
    size = end - start
    return float((block.sum() - size) / (size - 1)) if size > 1 else -0.5


def _tree(near: NDArray[np.float64], ordered: bool = False) -> NDArray[np.float64]:
    far = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * near))
    np.fill_diagonal(far, 0.0)
    condensed = np.round(squareform((far + far.T) / 2, checks=False), 6)
    return np.asarray(linkage(condensed, "ward", optimal_ordering=ordered))


def _settle(groups: list[list[int]], near: NDArray[np.float64], least: int) -> list[list[int]]:
    """Groups below `least` are dissolved into their members' closest groups; then every paper may move once."""
    groups = sorted(groups, key=lambda g: (-len(g), g))
    while len(groups) > 1 and len(groups[-1]) < least:
        for place in groups.pop():
            close = [_closeness(near, place, g) for g in groups]
            groups[close.index(max(close))].append(place)
        groups.sort(key=lambda g: (-len(g), g))
    if len(groups) < 2:
        return groups
    moved: list[list[int]] = [[] for _ in groups]
    for i, group in enumerate(groups):
        for place in group:
            close = [_closeness(near, place, g) for g in groups]
            best = close.index(max(close))
            moved[best if close[best] > close[i] + 0.05 else i].append(place)
    return moved if min(map(len, moved)) >= least else groups


def _closeness(near: NDArray[np.float64], place: int, group: Sequence[int]) -> float:
    """Mean likeness of a paper to a group, itself left out."""
    others = [i for i in group if i != place]
    return round(float(near[place, others].mean()), 6) if others else 0.0
