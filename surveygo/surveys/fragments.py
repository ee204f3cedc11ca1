"""The live parts of a run's page: HTML for one event, made of the same partials as the whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from pipeline.events import STAGES
from surveygo.articles.models import Article
from surveygo.articles.reading import figure_url
from surveygo.articles.render import render_article
from surveygo.surveys.calls import gather
from surveygo.surveys.chart import draw
from surveygo.surveys.models import Event, Run
from surveygo.surveys.state import FRAME, SHARE, RunState
from surveygo.surveys.templatetags.figures import duration

KEPT_RUNS, KEPT_STATES = 32, 3
"""Folded events that a process keeps in mind: of so many runs, at so many places in each (a page that reconnects is
further back than the others)."""

STAGE_NAMES = {
    "group": "grouping",
    "skeleton": "outline",
    "digest": "digests",
    "convolve": "convolution",
    "refine": "refinement",
    "update": "re-reading",
    "write": "writing",
    "figures": "figures",
    "ground": "grounding",
}

_states: dict[int, list[RunState]] = {}
_lock = Lock()

Context = dict[str, Any]


def state_of(run: Run) -> RunState:
    """All that the run told so far, folded anew from its rows."""
    state = RunState()
    _catch_up(state, run.events.order_by("seq"))
    return state


def render(run: Run, event: Event) -> str:
    """What changes in the page with this event, as elements that htmx swaps out of band."""
    if event.kind == "status":
        run.status, run.reason, run.message = event.data["status"], event.data["reason"], event.data["message"]
    with _lock:
        state = _state_before(run, event.seq)
        known = set(state.papers)
        state.apply(event.seq, event.kind, event.data, event.created)
        parts = "".join(_parts(run, event, state, known))
    return parts + _part("seq", {"state": state})


def _state_before(run: Run, seq: int) -> RunState:
    states = _states.pop(run.pk, [])
    state = max((s for s in states if s.seq < seq), key=lambda s: s.seq, default=None) or RunState()
    if state.seq + 1 < seq:
        _catch_up(state, run.events.filter(seq__gt=state.seq, seq__lt=seq).order_by("seq"))
    _states[run.pk] = [state, *(s for s in states if s is not state)][:KEPT_STATES]
    while len(_states) > KEPT_RUNS:
        del _states[next(iter(_states))]
    return state


def _catch_up(state: RunState, events: QuerySet[Event]) -> None:
    for event in events.iterator():
        state.apply(event.seq, event.kind, event.data, event.created)


def whole_page(run: Run, state: RunState) -> Context:
    """The context of every partial of the run's page."""
    return (
        {"run": run, "state": state, "counts": counts(state, over=run.is_over), "outline_label": outline_label(state)}
        | head(run, state)
        | progress(run, state)
        | {"sections": [section(state, name) for name in state.order], "chart": draw(state.candidates.values())}
        | {"calls": gather(state.calls.values(), STAGE_NAMES)}
    )


def every_part(run: Run, state: RunState, problem: str = "") -> str:
    """All parts of the page at once, for a page that could not follow the socket. problem: why what a person asked for
    was not done."""
    context = whole_page(run, state) | {"problem": problem}
    names = ("seq", "head", "progress", "notices", "outline", "article", "papers", "scores", "calls")
    return "".join(_part(name, context) for name in names)


def head(run: Run, state: RunState) -> Context:
    """Context of the status line: `section 7 of 21 · 2 min left`."""
    words: list[str] = []
    if run.status == Run.Status.QUEUED:
        words.append("waits for a free worker")
    elif run.status == Run.Status.PAUSED:
        words.append({"outline": "waits for your outline", "budget": "the budget is spent"}.get(run.reason, ""))
    elif run.status == Run.Status.RUNNING:
        words += _running(run, state)
    article = Article.objects.filter(run=run).first() if run.status == Run.Status.DONE else None
    return {"headline": " · ".join(filter(None, words)), "article": article}


def _running(run: Run, state: RunState) -> Iterator[str]:
    stage = state.current
    if run.wanted:
        yield "stops as soon as the calls under way are answered"
        return
    elif stage is None:
        yield "starting"
    elif stage == "write":
        write = state.stages[stage]
        yield f"section {min(write.done + 1, write.total)} of {write.total}"
    else:
        yield STAGE_NAMES[stage]
    left = state.seconds_left(timezone.now())
    if left is not None:
        yield f"{duration(left)} left"


def progress(run: Run, state: RunState) -> Context:
    """Context of the stage strip and the totals."""
    stages = [
        {"name": STAGE_NAMES[name], "mark": stage.mark, "done": stage.done, "total": stage.total}
        for name, stage in state.stages.items()
    ]
    done = sum(SHARE[name] * min(s.done / s.total, 1.0) for name, s in state.stages.items() if s.total)
    percent = 100 if run.status == Run.Status.DONE else round(100 * done / sum(SHARE[name] for name in STAGES))
    asked = sum(c["prompt_tokens"] for c in state.calls.values())
    return {
        "stages": stages,
        "percent": percent,
        "cached_share": round(100 * state.cached_tokens / asked) if asked else 0,
    }


def percent_done(run: Run) -> int:
    """How far a run is, from its row alone."""
    if run.status == Run.Status.DONE:
        return 100
    names = [stage for stage in STAGES if stage == run.stage]
    if not names:
        return 0
    before = sum(SHARE[stage] for stage in STAGES[: STAGES.index(names[0])])
    within = SHARE[names[0]] * min(run.done / run.total, 1.0) if run.total else 0.0
    return round(100 * (before + within) / sum(SHARE.values()))


def counts(state: RunState, *, over: bool = False) -> str:
    """`79 papers · 12 cited · 1 dropped`. over: whether the run is."""
    papers = list(state.papers.values())
    if not papers:
        return (
            "The run ended before it began with its papers."
            if over
            else "The papers are listed here when the run begins."
        )
    parts = [f"{len(papers)} paper{'s' if len(papers) != 1 else ''}"]
    for status in ("digested", "cited", "dropped"):
        number = sum(p.status == status or (status == "digested" and p.status == "cited") for p in papers)
        if number:
            parts.append(f"{number} {status}")
    return " · ".join(parts)


def outline_label(state: RunState) -> str:
    """Where the outline shown comes from, in words."""
    return "first draft" if state.label in ("", "first") else state.label


def section(state: RunState, name: str) -> Context:
    """Context of one section of the growing article."""
    text, node = state.texts.get(name), state.nodes.get(name)
    html = SafeString("")
    if text and text.whole:
        html = render_article(text.whole, numbers=state.numbers, evidence={}, figure_url=figure_url)
    return {
        "id": name,
        "number": node.number if node else "",
        "title": text.title if text else (node.title if node else FRAME.get(name, name)),
        "tag": f"h{min((node.depth if node else 1) + 2, 6)}",
        "mark": "waiting" if text is None else "written" if text.words else "writing",
        "html": html,
    }


def _parts(run: Run, event: Event, state: RunState, known: set[str]) -> Iterator[str]:
    kind, data = event.kind, event.data
    base: Context = {"run": run, "state": state}
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "status": lambda: _status(base, run, state),
        "stage": lambda: _stage(base, run, state),
        "calls": lambda: _calls(base, run, state),
        "paper": lambda: _paper(base, state, data["bibkey"], known),
        "skeleton": lambda: _skeleton(base, state),
        "candidate": lambda: iter([_part("scores", base | {"chart": draw(state.candidates.values())})]),
        "section-start": lambda: _section(base, state, data["section"]),
        "section-text": lambda: _section(base, state, data["section"], node=False),
        "section": lambda: _section(base, state, data["section"]),
        "figure": lambda: _section(base, state, data["section"], node=False),
        "notice": lambda: _notice(base, state, data),
    }
    yield from makers.get(kind, lambda: iter(()))()


def _status(base: Context, run: Run, state: RunState) -> Iterator[str]:
    yield from _stage(base, run, state)
    yield _part("notices", base)
    # The outline becomes an editor while the run waits for it, and a list again afterwards.
    yield _part("outline", base | {"outline_label": outline_label(state)})
    # Where there is nothing yet, it says whether something will come.
    if not state.papers:
        yield _part("papers_count", base | {"counts": counts(state, over=run.is_over)})
    if not state.texts:
        yield _article(base, state)


def _stage(base: Context, run: Run, state: RunState) -> Iterator[str]:
    yield _part("head", base | head(run, state))
    yield _part("progress", base | progress(run, state))


def _calls(base: Context, run: Run, state: RunState) -> Iterator[str]:
    yield _part("progress", base | progress(run, state))
    yield _part("calls", base | {"calls": gather(state.calls.values(), STAGE_NAMES)})


def _paper(base: Context, state: RunState, bibkey: str, known: set[str]) -> Iterator[str]:
    yield _part("paper", base | {"paper": state.papers[bibkey], "fresh": bibkey not in known})
    yield _part("papers_count", base | {"counts": counts(state)})


def _notice(base: Context, state: RunState, data: Context) -> Iterator[str]:
    """The first brings the list; each further one is added to it, so that many cost no more than one each."""
    yield _part("notices", base) if len(state.notices) == 1 else _part("notice", base | {"notice": data})


def _skeleton(base: Context, state: RunState) -> Iterator[str]:
    yield _part("outline", base | {"outline_label": outline_label(state)})
    if not state.texts:
        yield _article(base, state)


def _article(base: Context, state: RunState) -> str:
    return _part("article", base | {"sections": [section(state, name) for name in state.order]})


def _section(base: Context, state: RunState, name: str, *, node: bool = True) -> Iterator[str]:
    yield _part("section", base | {"section": section(state, name)})
    if node and name in state.nodes:
        yield _part("node", base | {"node": state.nodes[name], "quiet": True})
    elif node:
        yield _part("outline", base | {"outline_label": outline_label(state)})


def _part(name: str, context: Context) -> str:
    return render_to_string(f"surveys/run/{name}.html", context | {"oob": True})
