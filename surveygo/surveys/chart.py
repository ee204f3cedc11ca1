"""The skeleton scores as a chart: candidates by layer, with the best so far as a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 26


@dataclass(frozen=True)
class Dot:
    """A candidate. x, y: where it stands in the drawing; name: how links and labels call it."""

    x: float
    y: float
    layer: str
    index: int
    score: float
    kept: bool
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
    floor: int = HEIGHT - BOTTOM


def layer_order(layer: str) -> tuple[int, int]:
    """Sort key of layers: the origin, the convolution's 0, 1, …, the refinement's r1, r2, …"""
    if layer == "origin":
        return 0, 0
    return (2, int(layer[1:])) if layer.startswith("r") and layer[1:].isdigit() else (1, int(layer or 0))


def layer_name(layer: str) -> str:
    """How a layer is called in words."""
    if layer == "origin":
        return "first outline"
    return f"refinement {layer[1:]}" if layer.startswith("r") else f"layer {layer}"


def draw(candidates: Iterable[Mapping[str, Any]]) -> Chart | None:
    """The chart of these candidates (the data of their events), or None while there are none."""
    by_layer: dict[str, list[Mapping[str, Any]]] = {}
    for candidate in candidates:
        by_layer.setdefault(str(candidate["layer"]), []).append(candidate)
    if not by_layer:
        return None
    layers = sorted(by_layer, key=layer_order)
    scores = [float(c["score"]) for found in by_layer.values() for c in found]
    low, high = min(scores), max(scores)
    pad = (high - low) * 0.08 or max(abs(high), 1.0) * 0.05
    low, high = low - pad, high + pad
    step = (WIDTH - LEFT - RIGHT) / len(layers)

    def y(score: float) -> float:
        return round(HEIGHT - BOTTOM - (score - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    dots: list[Dot] = []
    line: list[str] = []
    best = float("-inf")
    for place, layer in enumerate(layers):
        middle = LEFT + step * (place + 0.5)
        found = sorted(by_layer[layer], key=lambda c: int(c["index"]))
        spread = min(step * 0.7 / max(len(found) - 1, 1), 8.0)
        for n, c in enumerate(found):
            x = round(middle + (n - (len(found) - 1) / 2) * spread, 1)
            name = f"{layer_name(layer)}, candidate {int(c['index']) + 1}"
            dots.append(Dot(x, y(c["score"]), layer, int(c["index"]), c["score"], bool(c["kept"]), name))
        best = max(best, *(float(c["score"]) for c in found))
        line.append(f"{middle:.1f},{y(best)}")
    columns = tuple(Tick(round(LEFT + step * (n + 0.5), 1), _short(layer)) for n, layer in enumerate(layers))
    rows = tuple(Tick(y(low + (high - low) * part), f"{low + (high - low) * part:.2f}") for part in (0.1, 0.5, 0.9))
    return Chart(tuple(dots), " ".join(line), columns, rows)


def _short(layer: str) -> str:
    return "first" if layer == "origin" else layer.upper() if layer.startswith("r") else f"L{layer}"
