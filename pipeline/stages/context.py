"""What every stage works with."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipeline.brief import Brief
from pipeline.calls.ask import Asker
from pipeline.events import Emit, Event, Notice, SkeletonChanged, Stage, StageProgress
from pipeline.paper import Corpus
from pipeline.plan import Plan
from pipeline.skeleton import Skeleton


@dataclass
class Context:
    """One run: its input, how to ask, whom to tell, and the record that becomes run.json."""

    corpus: Corpus
    brief: Brief
    plan: Plan
    asker: Asker
    emit: Emit
    record: dict[str, Any] = field(default_factory=dict)
    rounds: Counter[Stage] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """What calls have to say and what they used reaches the reader."""
        self.asker.tell = self.notice
        self.asker.metered_calls.report = self.emit

    def rng(self, stage: str, *index: int) -> random.Random:
        """A generator of its own for (seed, stage, index): what one draws never shifts what another draws."""
        return random.Random(f"{self.plan.seed}/{stage}/{'/'.join(map(str, index))}")

    def notice(self, code: str, about: str, message: str) -> None:
        """Tell the reader of something lost or changed, and keep it in the record."""
        self.emit(Notice(code, about, message))
        self.record.setdefault("notices", []).append({"code": code, "about": about, "message": message})

    @contextmanager
    def stage(self, name: Stage, total: int) -> Iterator[Progress]:
        """A stage of `total` units of work: opened, counted and closed."""
        self.rounds[name] += 1
        progress = Progress(self.emit, name, total, self.rounds[name])
        self.emit(StageProgress(name, 0, total, progress.round))
        yield progress
        progress.finish()


@dataclass
class Progress:
    """Counts a stage's finished units."""

    emit: Emit
    stage: Stage
    total: int
    round: int
    done: int = 0

    def step(self) -> None:
        """One more unit is finished."""
        self.done += 1
        self.emit(StageProgress(self.stage, self.done, self.total, self.round))

    def finish(self) -> None:
        """Units that turned out not to be needed count as done, so that a stage always closes."""
        if self.done < self.total:
            self.done = self.total - 1
            self.step()


def skeleton_event(label: str, skeleton: Skeleton, changes: dict[str, tuple[str, ...]] | None = None) -> Event:
    """The event that shows a skeleton."""
    return SkeletonChanged(label, skeleton.title, section_rows(skeleton), changes or {})


def section_rows(skeleton: Skeleton) -> tuple[dict[str, Any], ...]:
    """A skeleton as flat rows for pages: id, number, depth (1…), title, papers, construction, analysis."""
    numbers = skeleton.numbers()
    return tuple(
        {
            "id": section.id,
            "number": numbers[section.id],
            "depth": numbers[section.id].count(".") + 1,
            "title": section.title,
            "papers": list(section.papers),
            "construction": section.construction,
            "analysis": section.analysis,
        }
        for section in skeleton.walk()
    )
