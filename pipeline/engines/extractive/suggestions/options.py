"""Everything that could be done to one skeleton, found once and shared by all who ask for something."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from weakref import WeakKeyDictionary

from pipeline.engines.extractive.library import Library
from pipeline.engines.extractive.suggestions.division import Division, divisions
from pipeline.engines.extractive.suggestions.outline import Outline
from pipeline.engines.extractive.suggestions.union import Union, unions
from pipeline.skeleton import Section, Skeleton

_REMEMBERED = 8  # skeletons of one collection


class Options:
    """The divisions and unions of a skeleton. Safe to use from several threads."""

    def __init__(self, skeleton: Skeleton, library: Library) -> None:
        self.outline = Outline(skeleton, library)
        self._divisions: dict[str, list[Division]] = {}
        self._lock = RLock()

    def divisions(self, section: Section) -> list[Division]:
        """Ways to divide a theme leaf, the best first."""
        with self._lock:
            if section.id not in self._divisions:
                self._divisions[section.id] = divisions(self.outline, section)
            return self._divisions[section.id]

    @cached_property
    def unions(self) -> list[Union]:
        """What could be united, the most alike first."""
        with self._lock:
            return unions(self.outline)


_known: WeakKeyDictionary[Library, dict[Skeleton, Options]] = WeakKeyDictionary()
_lock = RLock()


def options_of(skeleton: Skeleton, library: Library) -> Options:
    """The options of a skeleton, kept for the next paper that asks."""
    with _lock:
        kept = _known.setdefault(library, {})
        if skeleton not in kept:
            while len(kept) >= _REMEMBERED:
                kept.pop(next(iter(kept)))
            kept[skeleton] = Options(skeleton, library)
        return kept[skeleton]
