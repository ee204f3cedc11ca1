"""Records of several sources to different works: the same DOI, arXiv id or other id, or the same title and year.

What only looks alike is proposed as a pair and never merged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process

from pipeline.bibkey import family_name
from pipeline.retrieval.candidate import Candidate

_ALIKE = 90  # of 100, between titles of a pair
_YEARS_APART = 2  # a preprint and its article
_SHORTEST = 15  # letters of a title that tells a work; "Editorial" does not


@dataclass(frozen=True)
class Pair:
    """Two candidates, by key, that may be the same work; likeness: of their titles, 0 to 1."""

    first: str
    second: str
    likeness: float


@dataclass(frozen=True)
class Merged:
    """Different works in the order they were first found, how many records were duplicates, and doubtful pairs."""

    candidates: tuple[Candidate, ...]
    duplicates: int
    pairs: tuple[Pair, ...]


def merge(records: Iterable[Candidate]) -> Merged:
    """The different works among `records`; what an earlier record says of a work goes before what a later one says."""
    found: dict[int, Candidate] = {}
    at: dict[str, int] = {}
    total = 0
    for number, record in enumerate(records):
        total += 1
        same = sorted({at[name] for name in _names(record) if name in at and _agree(found[at[name]], record)})
        home = same[0] if same else number
        whole = joined(found[home], record) if same else record
        for other in same[1:]:
            whole = joined(whole, found.pop(other))
            at = {name: home if place == other else place for name, place in at.items()}
        found[home] = whole
        for name in _names(whole):
            if not (name in at and at[name] in found and at[name] != home):
                at[name] = home
    works = tuple(found[number] for number in sorted(found))
    return Merged(works, total - len(works), _pairs(works))


def joined(first: Candidate, second: Candidate) -> Candidate:
    """One record of two of the same work; what the first does not know comes from the second."""
    known = [count for count in (first.citations, second.citations) if count is not None]
    places = {place.url: place for place in (*second.locations, *first.locations)}
    order = dict.fromkeys(place.url for place in (*first.locations, *second.locations))
    return replace(
        first,
        ids=first.ids.joined(second.ids),
        title=second.title if first.untitled else first.title,
        abstract=first.abstract or second.abstract,
        authors=first.authors or second.authors,
        year=first.year or second.year,
        venue=first.venue or second.venue,
        url=first.url or second.url,
        citations=max(known) if known else None,
        retracted=first.retracted or second.retracted,
        locations=tuple(places[url] for url in order),
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
    )


def plain_title(title: str) -> str:
    """The letters and digits of a title in lower case, without accents."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", folded)


def _names(candidate: Candidate) -> list[str]:
    """Under what a record is known: its ids, and its title."""
    names = [f"{kind}:{value}" for kind, value in candidate.ids.items()]
    if candidate.url and not names:
        names.append(f"url:{candidate.url}")
    title = plain_title(candidate.title)
    if len(title) >= _SHORTEST or any("\u3400" <= c <= "\u9fff" for c in title):
        names.append(f"title:{title}:{candidate.year or ''}")
        names += [f"title:{title}:"] if candidate.year else []
    return names


def _agree(first: Candidate, second: Candidate) -> bool:
    """Whether two records that share an id or a title can be the same work."""
    if first.url == second.url and first.url and not (first.ids.items() and second.ids.items()):
        return True
    mine, theirs = dict(first.ids.items()), dict(second.ids.items())
    if any(mine[kind] == theirs[kind] for kind in mine.keys() & theirs.keys()):
        return True
    if first.year and second.year and first.year != second.year:
        return False
    return not (first.ids.doi and second.ids.doi) or _share_author(first, second)


def _share_author(first: Candidate, second: Candidate) -> bool:
    names = [{plain_title(family_name(author)) for author in c.authors} for c in (first, second)]
    return bool(names[0] & names[1])


def _pairs(works: Sequence[Candidate]) -> tuple[Pair, ...]:
    titles = [plain_title(work.title) for work in works]
    if len(works) < 2:
        return ()
    likeness = process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.float32)
    pairs = []
    for i, j in zip(*np.nonzero(np.triu(likeness, 1)), strict=True):
        first, second = works[int(i)], works[int(j)]
        apart = abs((first.year or 0) - (second.year or 0)) if first.year and second.year else 0
        if apart <= _YEARS_APART and len(titles[int(i)]) >= _SHORTEST:
            pairs.append(Pair(first.key, second.key, round(float(likeness[i, j]) / 100, 4)))
    return tuple(pairs)


def count_sources(records: Iterable[Candidate]) -> dict[str, int]:
    """How many records each source gave, in the order in which the sources first gave any."""
    return dict(Counter(record.sources[0] for record in records if record.sources))
