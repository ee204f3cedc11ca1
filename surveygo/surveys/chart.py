"""The skeleton scores as a chart: candidates by layer, with the best so far as a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 26


@dataclass(frozen=True)
class Dot:
    """A candidate. x, y: where it stands in the drawing; best: whether none before it scored higher; name: how links
    and labels call it."""

    x: float
    y: float
    round: int
    layer: str
    index: int
    score: float
    best: bool
    name: str


@dataclass(frozen=True)
class Tick:
    """A label at an axis and where it stands."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """What the template draws. line: the points of the best score so far, as SVG's polyline wants them."""

    dots: tuple[Dot, ...]
    line: str
    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    radius: float = 4.5


Place = tuple[int, str]
"""A column: number of the block, and layer in it."""


def layer_order(layer: str) -> tuple[int, int]:
    """Sort key of layers: the origin, the convolution's 0, 1, …, the refinement's r1, r2, …"""
    if layer == "origin":
        return 0, 0
    return (2, int(layer[1:])) if layer.startswith("r") and layer[1:].isdigit() else (1, int(layer or 0))


def candidate_name(layer: str, index: int, block: int = 1) -> str:
    """How a candidate is called in words."""
    if layer == "origin":
        name = "outline before"
    else:
        name = f"refinement {layer[1:]}" if layer.startswith("r") else f"layer {layer}"
        name = f"{name}, candidate {index + 1}"
    return f"block {block}, {name}" if block > 1 else name


def draw(candidates: Iterable[Mapping[str, Any]]) -> Chart | None:
    """The chart of these candidates (the data of their events), or None while there are none."""
    columns: dict[Place, list[Mapping[str, Any]]] = {}
    for candidate in candidates:
        columns.setdefault((int(candidate["round"]), str(candidate["layer"])), []).append(candidate)
    if not columns:
        return None
    places = sorted(columns, key=lambda place: (place[0], layer_order(place[1])))
    scale = _Scale.of([float(c["score"]) for found in columns.values() for c in found])
    step = (WIDTH - LEFT - RIGHT) / len(places)
    dots: list[Dot] = []
    line: list[str] = []
    best = float("-inf")
    for number, place in enumerate(places):
        middle = LEFT + step * (number + 0.5)
        found = sorted(columns[place], key=lambda c: int(c["index"]))
        spread = min(step * 0.8 / max(len(found) - 1, 1), 8.0)
        for n, c in enumerate(found):
            x = round(middle + (n - (len(found) - 1) / 2) * spread, 1)
            name = candidate_name(place[1], int(c["index"]), place[0])
            dots.append(Dot(x, scale.y(c["score"]), *place, int(c["index"]), c["score"], c["score"] > best, name))
            best = max(best, float(c["score"]))
        line.append(f"{middle:.1f},{scale.y(best)}")
    ticks = tuple(Tick(round(LEFT + step * (n + 0.5), 1), _short(place)) for n, place in enumerate(places))
    crowd = max(len(found) for found in columns.values())
    radius = round(min(max(step * 0.45 / crowd, 3.0), 4.5), 1)
    return Chart(tuple(dots), " ".join(line), ticks, scale.ticks(), radius=radius)


@dataclass(frozen=True)
class _Scale:
    """Scores to heights, with room above and below."""

    low: float
    high: float

    @classmethod
    def of(cls, scores: list[float]) -> _Scale:
        low, high = min(scores), max(scores)
        pad = (high - low) * 0.08 or max(abs(high), 1.0) * 0.05
        return cls(low - pad, high + pad)

    def y(self, score: float) -> float:
        return round(HEIGHT - BOTTOM - (score - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1)

    def ticks(self) -> tuple[Tick, ...]:
        scores = (self.low + (self.high - self.low) * part for part in (0.1, 0.5, 0.9))
        return tuple(Tick(self.y(score), f"{score:.2f}") for score in scores)


def _short(place: Place) -> str:
    block, layer = place
    name = "first" if layer == "origin" else layer.upper() if layer.startswith("r") else f"L{layer}"
    return f"{block}:{name}" if block > 1 else name
