"""How well the text of a PDF agrees with a reference text of the same paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict

RUN = 8


def words(text: str) -> list[str]:
    """The words of `text` for comparison: letters only, lower case, hyphens ignored."""
    return re.findall(r"[a-z]{2,}", re.sub(r"(?<=\w)[-‐–]\s?(?=\w)", "", text.lower()))


def recall(found: str, reference: str) -> float:
    """Share of the reference's words (with multiplicity) that were found."""
    want, have = Counter(words(reference)), Counter(words(found))
    return sum(min(count, have[word]) for word, count in want.items()) / max(want.total(), 1)


def order(found: str, reference: str) -> tuple[float, float]:
    """Share of the reference's runs of 8 words that were found, and of those the share that stands in right order."""
    have, want = words(found), words(reference)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(have) - RUN + 1):
        places[tuple(have[i : i + RUN])].append(i)
    runs = [tuple(want[i : i + RUN]) for i in range(0, len(want) - RUN + 1, 5)]
    hits = [places[run][0] for run in runs if len(places.get(run, ())) == 1]
    rising: list[int] = []
    for place in hits:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return sum(1 for run in runs if run in places) / max(len(runs), 1), len(rising) / max(len(hits), 1)
