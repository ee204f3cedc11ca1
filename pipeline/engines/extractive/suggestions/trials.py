"""Edits tried on the digests: what each would do to a skeleton's score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import RLock
from weakref import WeakKeyDictionary

from pipeline.digest import Digest, Edit
from pipeline.edits import apply_edits
from pipeline.engines.extractive.library import Library
from pipeline.score import Evidence, Score, combine
from pipeline.skeleton import Skeleton

Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Edits and the score of what they make."""

    edits: Edits
    score: Score


class Trials:
    """Trials with one set of digests, which is read once. Safe to use from several threads."""

    def __init__(self, digests: Sequence[Digest], library: Library) -> None:
        self.digests = tuple(digests)
        self._evidence = Evidence(self.digests, library.language)
        self._done: dict[tuple[Skeleton, Edits], Trial] = {}
        self._lock = RLock()

    def of(self, skeleton: Skeleton, proposals: Iterable[Edits]) -> list[Trial]:
        """Every proposal with its score, in the order given."""
        with self._lock:
            return [self._one(skeleton, edits) for edits in proposals]

    def suits(self, digests: Sequence[Digest]) -> bool:
        """Whether these are the digests it was made from."""
        return len(digests) == len(self.digests) and all(a is b for a, b in zip(digests, self.digests, strict=True))

    def _one(self, skeleton: Skeleton, edits: Edits) -> Trial:
        if (skeleton, edits) not in self._done:
            applied = apply_edits(skeleton, edits)
            parts = self._evidence.place(applied.skeleton, applied.merged_into).parts
            self._done[skeleton, edits] = Trial(edits, combine(parts))
        return self._done[skeleton, edits]


_known: WeakKeyDictionary[Library, Trials] = WeakKeyDictionary()
_lock = RLock()


def trials_of(digests: Sequence[Digest], library: Library) -> Trials:
    """The trials of these digests, kept until others come."""
    with _lock:
        kept = _known.get(library)
        if kept is None or not kept.suits(digests):
            kept = _known[library] = Trials(digests, library)
        return kept
