"""The flow diagram of a search as PRISMA draws it: boxes for what goes on, beside them what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.retrieval import Flow
from surveygo.searches.access import source_label

WHY = {
    "retracted": "retracted",
    "wishes": "against your wishes",
    "off-topic": "about something else",
    "uncertain": "perhaps about it",
    "surplus": "beyond the number wanted",
    "person": "left out by you",
}
LINE, GAP, PAD, LEFT, RIGHT, WIDTH = 20, 26, 12, 12, 352, 300
"""Pixels: height of a line, space between boxes, space inside, where the two columns begin, how wide they are."""


@dataclass(frozen=True)
class Box:
    """A box of the picture. lines: (y, text) of what it says."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]

    @property
    def middle(self) -> int:
        """Half-way down."""
        return self.y + self.height // 2

    @property
    def end(self) -> int:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Picture:
    """height: of all; boxes: those of the road; asides: what was left out, each beside the box of the same place."""

    height: int
    boxes: tuple[Box, ...]
    asides: tuple[Box | None, ...]
    rows: tuple[tuple[str, int], ...]


def draw(flow: Flow, fetched: bool) -> Picture:
    """The picture, and the same as rows of (what, how many). fetched: whether the texts were looked for yet."""
    sources = [f"{source_label(name)} {number}" for name, number in flow.identified.items()]
    stages = [
        (
            ["Records identified", *sources],
            sum(flow.identified.values()),
            {"duplicates": flow.duplicates, **flow.removed},
        ),
        (["Works screened"], flow.screened, flow.excluded),
    ]
    if fetched:
        stages.append((["Texts sought"], flow.sought, {"neither text nor abstract": flow.unusable}))
    last = f"Included ({flow.abstract_only} by abstract alone)" if flow.abstract_only else "Included"
    stages.append(([last], flow.included, {}))
    boxes, asides, rows, y = [], [], [], GAP // 2
    for (first, *more), number, out in stages:
        left_out = [f"{WHY.get(why, why)} {n}" for why, n in out.items() if n]
        aside = [f"Left out {sum(out.values())}", *left_out] if left_out else []
        height = 2 * PAD + LINE * max(1 + len(more), len(aside))
        boxes.append(_box(LEFT, y, height, [f"{first} {number}", *more]))
        asides.append(_box(RIGHT, y, height, aside) if aside else None)
        rows += [
            (first, number),
            *((f"{first}: {line.rpartition(' ')[0]}", int(line.rpartition(" ")[2])) for line in more),
        ]
        rows += [(f"Left out: {WHY.get(why, why)}", n) for why, n in out.items() if n]
        y += height + GAP
    return Picture(y - GAP // 2, tuple(boxes), tuple(asides), tuple(rows))


def _box(x: int, y: int, height: int, lines: list[str]) -> Box:
    return Box(x, y, height, tuple((y + PAD + LINE * (n + 1) - 6, line) for n, line in enumerate(lines)))
