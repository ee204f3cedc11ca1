"""How long each section should be: by the plan's target, and by the evidence there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.digest import Point
from pipeline.shape import OPENING, SHORTEST_LEAF
from pipeline.skeleton import Skeleton


@dataclass(frozen=True)
class Lengths:
    """Words by leaf id, and how the fixed parts scale."""

    leaves: Mapping[str, int]
    scale: float

    @classmethod
    def plan(
        cls, skeleton: Skeleton, points: Mapping[str, tuple[tuple[str, Point], ...]], wanted: int, frame: int
    ) -> Lengths:
        """Spread the `wanted` words over the leaves by papers and points; frame: words of abstract and the like."""
        fixed = frame + OPENING * (sum(1 for _ in skeleton.walk()) - len(points))
        scale = min(1.0, max(0.3, wanted / (4 * fixed))) if fixed else 1.0
        room = max(wanted - fixed * scale, SHORTEST_LEAF * len(skeleton.leaves()) * scale)
        weights = {leaf.id: len(points[leaf.id]) + len({k for k, _ in points[leaf.id]}) for leaf in skeleton.leaves()}
        total = sum(weights.values()) or 1
        return cls({name: max(40, _tens(room * weight / total)) for name, weight in weights.items()}, scale)

    def of(self, leaf: str) -> int:
        """Words for a leaf."""
        return self.leaves[leaf]

    def opening(self, section: str) -> int:
        """Words for the opening of a parent section."""
        return max(40, _tens(OPENING * self.scale))

    def frame(self, words: int) -> int:
        """Words for abstract, introduction or conclusion, whose full length is `words`."""
        return max(60, _tens(words * self.scale))


def _tens(words: float) -> int:
    """To the nearest ten: nobody writes to the word."""
    return 10 * round(words / 10)
