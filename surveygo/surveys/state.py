"""What a run looks like after its events: one fold that the page and its live fragments share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pipeline.events import STAGES, Stage

FRAME = {"abstract": "Abstract", "introduction": "Introduction", "conclusion": "Conclusion"}
"""Sections that are written around the skeleton's, by id."""

SHARE: Mapping[Stage, int] = {
    "group": 3, "skeleton": 5, "digest": 30, "convolve": 20, "refine": 8,
    "update": 4, "write": 18, "figures": 6, "ground": 8,
}  # fmt: skip
"""Rough share of each stage in a run's time, for the estimate of what is left until a stage shows its own pace."""

LEAST_SECONDS = 2.0
"""No estimate before a stage has run for so long."""

SHOWN = ("moved", "renamed", "merged", "added")
"""Changes of sections that the outline shows; where a section had several, the last of these."""

Mark = Literal["waiting", "writing", "written"]


@dataclass
class StageState:
    """How far a stage is, in its newest round. since: when the worker that is at it began, with `before` units done."""

    done: int = 0
    total: int = 0
    round: int = 0
    since: datetime | None = None
    before: int = 0

    @property
    def mark(self) -> Mark:
        """waiting, writing (under way) or written (over)."""
        if not self.round:
            return "waiting"
        return "written" if self.done >= self.total else "writing"


@dataclass
class PaperState:
    """A paper's row. number: its place in the list, which citations show while the article is being written."""

    number: int
    bibkey: str
    title: str
    status: str
    reason: str = ""
    cited: str = ""


@dataclass
class Node:
    """A section in the outline. change: added, renamed, moved or merged since the last skeleton, or nothing."""

    id: str
    number: str
    depth: int
    title: str
    papers: list[str] = field(default_factory=list)
    construction: str = ""
    analysis: str = ""
    change: str = ""
    mark: Mark = "waiting"


@dataclass
class Text:
    """A section's text so far. figures: what was set at its end, by form."""

    title: str
    markdown: str = ""
    words: int = 0
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The text with its figures."""
        return "\n\n".join(part for part in (self.markdown, *self.figures.values()) if part)


@dataclass
class RunState:
    """The fold. Give it events in order of `seq`; giving one twice changes nothing."""

    seq: int = 0
    title: str = ""
    label: str = ""
    stages: dict[Stage, StageState] = field(default_factory=lambda: {stage: StageState() for stage in STAGES})
    papers: dict[str, PaperState] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    removed: int = 0
    texts: dict[str, Text] = field(default_factory=dict)
    candidates: dict[tuple[int, str, int], dict[str, Any]] = field(default_factory=dict)
    notices: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)

    def apply(self, seq: int, kind: str, data: Mapping[str, Any], created: datetime | None = None) -> None:
        """Take in one event; kinds that the page does not show only move `seq`."""
        take: Callable[[Mapping[str, Any]], None] | None = {
            "paper": self._paper,
            "skeleton": self._skeleton,
            "candidate": lambda d: self.candidates.update(
                {(int(d["round"]), str(d["layer"]), int(d["index"])): dict(d)}
            ),
            "figure": self._figure,
            "section-start": self._start,
            "section-text": self._text,
            "section": self._section,
            "notice": lambda d: self.notices.update({f"{d['code']}:{d['about']}": dict(d)}),
            "calls": self._calls,
        }.get(kind)
        if kind == "stage":
            self._stage(data, created)
        elif kind == "status" and data["status"] == "running":
            self._taken_up(created)
        elif take:
            take(data)
        self.seq = max(self.seq, seq)

    @property
    def current(self) -> Stage | None:
        """The stage under way: of those that have begun and not ended, the last; between two stages, the one before."""
        begun = [stage for stage in STAGES if self.stages[stage].round]
        return next((s for s in reversed(begun) if self.stages[s].mark == "writing"), begun[-1] if begun else None)

    @property
    def words(self) -> int:
        """Words of the sections written so far."""
        return sum(text.words for text in self.texts.values())

    @property
    def tokens(self) -> int:
        """Tokens asked and answered so far."""
        return sum(c["prompt_tokens"] + c["completion_tokens"] for c in self.calls.values())

    @property
    def cached_tokens(self) -> int:
        """Of the tokens asked, those that the provider had cached."""
        return sum(c["cached_tokens"] for c in self.calls.values())

    @property
    def cost(self) -> float:
        """US dollars spent so far."""
        return float(sum(c["cost"] for c in self.calls.values()))

    @property
    def numbers(self) -> dict[str, int]:
        """Citation numbers by bibkey while the article is being written: the paper's place in the list."""
        return {key: paper.number for key, paper in self.papers.items()}

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The outline as the outline editor takes it: a flat list in reading order."""
        return [
            {"id": n.id, "title": n.title, "depth": n.depth, "construction": n.construction, "analysis": n.analysis,
             "papers": n.papers} for n in self.nodes.values()
        ]  # fmt: skip

    @property
    def outline(self) -> list[Node]:
        """The nodes of the outline, with those around the skeleton's once they are being written."""
        around = {name: Node(name, "", 1, FRAME[name], mark=self._mark(name)) for name in FRAME if name in self.texts}
        return [around.get(name) or self.nodes[name] for name in self.order if name in around or name in self.nodes]

    @property
    def order(self) -> list[str]:
        """Section ids in reading order: the frame around the skeleton's."""
        return ["abstract", "introduction", *self.nodes, "conclusion"]

    def seconds_left(self, now: datetime) -> float | None:
        """How long the rest may take by the pace of the stage under way, or None before that shows a pace."""
        stage = self.current
        state = self.stages[stage] if stage else StageState()
        if stage is None or state.since is None or not state.total:
            return None
        share, elapsed = (state.done - state.before) / state.total, (now - state.since).total_seconds()
        if share < 0.1 or elapsed < LEAST_SECONDS:
            return None
        whole = elapsed / share
        later = sum(SHARE[s] for s in STAGES[STAGES.index(stage) + 1 :] if self.stages[s].mark != "written")
        return whole * (1 - state.done / state.total) + whole * later / SHARE[stage]

    def _stage(self, data: Mapping[str, Any], created: datetime | None) -> None:
        stage, number, done = self.stages[data["stage"]], int(data["round"]), int(data["done"])
        if number > stage.round:
            stage.round, stage.since, stage.before, stage.done = number, created, 0, 0
        stage.done, stage.total = max(done, stage.done), int(data["total"])

    def _taken_up(self, created: datetime | None) -> None:
        """A worker began or went on: the pace is counted from here."""
        for stage in self.stages.values():
            if stage.mark == "writing":
                stage.since, stage.before = created, stage.done

    def _paper(self, data: Mapping[str, Any]) -> None:
        key = data["bibkey"]
        paper = self.papers.setdefault(key, PaperState(len(self.papers) + 1, key, data["title"], data["status"]))
        paper.title, paper.status = data["title"], data["status"]
        if data["status"] == "cited":
            paper.cited = data["detail"]
        elif data["detail"]:
            paper.reason = data["detail"]

    def _calls(self, data: Mapping[str, Any]) -> None:
        """What one kind of step used in one attempt at the run; earlier versions told it by stage alone."""
        if "step" not in data:
            return
        self.calls[(data["stage"], data["step"], int(data["attempt"]))] = dict(data)

    def _skeleton(self, data: Mapping[str, Any]) -> None:
        changes = {section: change for change in SHOWN for section in data["changes"].get(change, ())}
        self.nodes = {
            s["id"]: Node(
                s["id"], s["number"], int(s["depth"]), s["title"], list(s["papers"]), s["construction"], s["analysis"],
                changes.get(s["id"], ""), self._mark(s["id"]),
            )
            for s in data["sections"]
        }  # fmt: skip
        self.removed = len(data["changes"].get("removed", ()))
        self.title, self.label = data["title"], data["label"]

    def _mark(self, section: str) -> Mark:
        text = self.texts.get(section)
        return "waiting" if text is None else "written" if text.words else "writing"

    def _start(self, data: Mapping[str, Any]) -> None:
        section = data["section"]
        title = self.nodes[section].title if section in self.nodes else FRAME.get(section, section)
        self.texts[section] = Text(title)
        self._remark(section)

    def _text(self, data: Mapping[str, Any]) -> None:
        if data["section"] not in self.texts:
            self._start(data)
        text = self.texts[data["section"]]
        if not text.words:
            text.markdown = data["markdown"]

    def _section(self, data: Mapping[str, Any]) -> None:
        figures = self.texts[data["section"]].figures if data["section"] in self.texts else {}
        self.texts[data["section"]] = Text(data["title"], data["markdown"], max(int(data["words"]), 1), figures)
        self._remark(data["section"])

    def _figure(self, data: Mapping[str, Any]) -> None:
        if data["section"] in self.texts:
            self.texts[data["section"]].figures[data["form"]] = data["markdown"]

    def _remark(self, section: str) -> None:
        if section in self.nodes:
            self.nodes[section].mark = self._mark(section)
