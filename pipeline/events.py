"""What a run tells the world: typed events with deterministic keys.

An event's key (kind, item) is unique in its run, so a replay after a crash adds nothing twice. `SectionText` and
`CallsMetered` are transient: a later one of the same key replaces it, and `SectionDone` ends a section's text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

__all__ = [
    "STAGES",
    "CallsMetered",
    "CandidateScored",
    "Emit",
    "Event",
    "FigureDone",
    "Notice",
    "OutlineWaiting",
    "PaperStatus",
    "SectionDone",
    "SectionStarted",
    "SectionText",
    "SkeletonChanged",
    "Stage",
    "StageProgress",
]

Stage = Literal["search", "group", "skeleton", "digest", "convolve", "refine", "update", "write", "figures", "ground"]
STAGES: tuple[Stage, ...] = (
    "group",
    "skeleton",
    "digest",
    "convolve",
    "refine",
    "update",
    "write",
    "figures",
    "ground",
)
"""In the order of a run; `update` brings digests up to date with a changed skeleton. `search` comes before a run."""


@dataclass(frozen=True)
class Event:
    """Base of all events. kind: the name in rows and templates; item: what the event is about, part of its key."""

    kind: ClassVar[str] = ""
    transient: ClassVar[bool] = False

    @property
    def item(self) -> str:
        """What tells this event from others of its kind in the same run."""
        return ""

    @property
    def key(self) -> str:
        """The event's name in its run."""
        return f"{self.kind}:{self.item}"

    @property
    def data(self) -> dict[str, Any]:
        """The payload as plain JSON types."""
        return asdict(self)


@dataclass(frozen=True)
class StageProgress(Event):
    """`done` of `total` units of a stage are finished; done == 0 opens it, done == total closes it. round: how often
    the stage was opened, with several blocks or a reviewed outline more than once."""

    kind: ClassVar[str] = "stage"
    stage: Stage
    done: int
    total: int
    round: int = 1

    @property
    def item(self) -> str:
        return f"{self.stage}:{self.round}:{self.done}/{self.total}"


@dataclass(frozen=True)
class PaperStatus(Event):
    """What became of a paper. status: queued, digesting, digested, dropped, cited; detail: reason, or times cited."""

    kind: ClassVar[str] = "paper"
    bibkey: str
    title: str
    status: Literal["queued", "digesting", "digested", "dropped", "cited"]
    detail: str = ""

    @property
    def item(self) -> str:
        return f"{self.bibkey}:{self.status}"


@dataclass(frozen=True)
class SkeletonChanged(Event):
    """The current skeleton after a step. sections: flat list of {id, number, depth, title, papers, construction,
    analysis}; changes: ids of sections by what happened to them: added, renamed, moved, merged, removed."""

    kind: ClassVar[str] = "skeleton"
    label: str
    title: str
    sections: tuple[Mapping[str, Any], ...]
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def item(self) -> str:
        return self.label


@dataclass(frozen=True)
class CandidateScored(Event):
    """A skeleton candidate was scored. layer: 0… for the convolution, `r1`… for refinement cycles, `origin`;
    round: the block;
    parts: the score's parts by name; sources: indices of the candidates it was merged from; papers: who pushed it;
    edits: one line a suggestion; titles: the candidate's section titles, indented by two blanks a level."""

    kind: ClassVar[str] = "candidate"
    layer: str
    index: int
    score: float
    parts: Mapping[str, float]
    sources: tuple[int, ...] = ()
    papers: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    round: int = 1

    @property
    def item(self) -> str:
        return f"{self.round}:{self.layer}:{self.index}"


@dataclass(frozen=True)
class SectionStarted(Event):
    """Writing of a section began (again, after an interruption: the page resets it)."""

    kind: ClassVar[str] = "section-start"
    section: str

    @property
    def item(self) -> str:
        return self.section


@dataclass(frozen=True)
class SectionText(Event):
    """The text of a section so far, while it is being written."""

    kind: ClassVar[str] = "section-text"
    transient: ClassVar[bool] = True
    section: str
    markdown: str

    @property
    def item(self) -> str:
        return self.section


@dataclass(frozen=True)
class SectionDone(Event):
    """A section is written. section: its id, or abstract, introduction, conclusion."""

    kind: ClassVar[str] = "section"
    section: str
    title: str
    markdown: str
    words: int

    @property
    def item(self) -> str:
        return self.section


@dataclass(frozen=True)
class FigureDone(Event):
    """A table or diagram was set at the end of a section's own text. form: table or diagram."""

    kind: ClassVar[str] = "figure"
    section: str
    form: Literal["table", "diagram"]
    markdown: str

    @property
    def item(self) -> str:
        return f"{self.section}:{self.form}"


@dataclass(frozen=True)
class Notice(Event):
    """Something the reader should know: a loss, a truncation, a fallback. code: stable name; about: its object."""

    kind: ClassVar[str] = "notice"
    code: str
    about: str
    message: str

    @property
    def item(self) -> str:
        return f"{self.code}:{self.about}"


@dataclass(frozen=True)
class CallsMetered(Event):
    """Totals of one kind of step in a stage so far, since the run was begun or went on. A later one replaces it.

    calls: those answered; replayed: those the journal answered; failed, again, abandoned: calls without an answer,
    answers that could not be used, and calls that another answer made needless; seconds: of all calls together;
    cost: US dollars.
    """

    kind: ClassVar[str] = "calls"
    transient: ClassVar[bool] = True
    stage: Stage
    step: str
    calls: int = 0
    replayed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    failed: int = 0
    again: int = 0
    abandoned: int = 0

    @property
    def item(self) -> str:
        return f"{self.stage}:{self.step}"


@dataclass(frozen=True)
class OutlineWaiting(Event):
    """The run waits for a person to review the outline. key: journal key that the person's reply is put under, in the
    format of the ReviewOutline step; sections as in SkeletonChanged."""

    kind: ClassVar[str] = "outline-waiting"
    answer_key: str
    title: str
    sections: tuple[Mapping[str, Any], ...]


Emit = Callable[[Event], None]
"""Takes events in order from the run's event loop; must not block for long (queue and write elsewhere)."""
