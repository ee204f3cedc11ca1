"""Digests: what a paper contributes to each section, and what it asks of the skeleton."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PointKind = Literal["problem", "method", "data", "result", "comparison", "limitation", "background"]
POINT_KINDS: tuple[PointKind, ...] = ("problem", "method", "data", "result", "comparison", "limitation", "background")

EditOp = Literal["add", "rename", "move", "merge", "delete", "guide", "assign"]
EDIT_OPS: tuple[EditOp, ...] = ("add", "rename", "move", "merge", "delete", "guide", "assign")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a paper contributes to a section: a sentence in the third person, and the ids of the passages it
    rests on (at least one, `li2018ensure:p12`)."""

    text: str
    passages: tuple[str, ...]
    kind: PointKind = "method"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a skeleton, with why and who asks for it.

    section: id of the section meant (for `add`: the id given to the new one, `new1`). What else is read depends on op:
    add: title, construction, analysis, parent ("" = top level), after (sibling id; "" = last)
    rename: title · move: parent, after · merge: into (id that swallows `section`) · delete: nothing
    guide: construction and/or analysis · assign: papers are added to the section's papers
    papers: the bibkeys that ask for the change.
    """

    op: EditOp
    section: str
    reason: str = ""
    papers: tuple[str, ...] = ()
    title: str = ""
    construction: str = ""
    analysis: str = ""
    parent: str = ""
    after: str = ""
    into: str = ""


@dataclass(frozen=True)
class Digest:
    """What one paper contributes, by section id, with the edits it suggests to the skeleton."""

    bibkey: str
    points: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()

    def all_points(self) -> list[Point]:
        """Every point, in section order."""
        return [point for points in self.points.values() for point in points]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A list of edits that was made from a group's digests (layer 0) or merged from several lists (later layers)."""

    edits: tuple[Edit, ...]
    papers: tuple[str, ...] = ()
