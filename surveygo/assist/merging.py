"""Parts of a proposal into a text that others changed in the meantime: what they left alone is taken over."""

from __future__ import annotations

from collections.abc import Sequence

from surveygo.articles.yjs import Hunk, hunks


def shifted(part: Hunk, done: Sequence[Hunk]) -> Hunk:
    """The part in a text in which those in `done` were carried out; all of them speak of the text before any was."""
    by = sum(len(new) - (end - start) for start, end, new in done if end <= part[0])
    return part[0] + by, part[1] + by, part[2]


def replayed(base: str, done: Sequence[Hunk]) -> str:
    """`base` with these parts of it carried out, one after the other."""
    for number, part in enumerate(done):
        start, end, new = shifted(part, done[:number])
        base = base[:start] + new + base[end:]
    return base


def merged(base: str, now: str, parts: Sequence[Hunk]) -> tuple[str, list[int]]:
    """`now`, which others made of `base`, with those parts carried out whose words nobody else changed, and the numbers
    of these. parts: of `base`, in its order."""
    theirs = list(hunks(base, now))
    free = [n for n, part in enumerate(parts) if not any(_clash(part, other) for other in theirs)]
    for n in reversed(free):
        start, _, new = shifted(parts[n], theirs)
        end = start + parts[n][1] - parts[n][0]
        now = now[:start] + new + now[end:]
    return now, free


def _clash(one: Hunk, other: Hunk) -> bool:
    """Whether two changes are about the same characters."""
    return one[0] < other[1] and other[0] < one[1]
