"""The parts that pages are computed from: differences, reviewed outlines, the chart, quotes, the fold of events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveygo.accounts.templatetags.devices import device
from surveygo.articles.diff import word_diff
from surveygo.articles.reading import nearest_sentence
from surveygo.surveys.chart import draw
from surveygo.surveys.forms import OutlineForm
from surveygo.surveys.fragments import render
from surveygo.surveys.models import Event, Run
from surveygo.surveys.state import RunState


def row(section: str, depth: int, title: str = "A title") -> dict[str, Any]:
    return {"id": section, "depth": depth, "title": title, "construction": "", "analysis": "", "papers": ["li2018"]}


def test_a_difference_gives_back_both_texts() -> None:
    """Removed and same pieces make the old text, added and same the new one."""
    blocks = word_diff("Same.\n\nOne old word here.", "Same.\n\nOne new word here.")
    assert blocks[0].skipped == 1
    pieces = blocks[1].pieces
    assert "".join(p.text for p in pieces if p.change != "added") == "One old word here."
    assert "".join(p.text for p in pieces if p.change != "removed") == "One new word here."


def test_exchanged_words_are_one_change() -> None:
    """Not the space between them is kept, which would leave two texts that nobody can read."""
    pieces = word_diff("A graph of many words holds.", "A new wording holds.")[0].pieces
    assert [(piece.change, piece.text) for piece in pieces] == [
        ("same", "A "), ("removed", "graph of many words"), ("added", "new wording"), ("same", " holds."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1", "Safari on iPhone"),
        ("curl/8.14.1", "curl/8.14.1"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_named_for_people(agent: str, said: str) -> None:
    """Not as it names itself, which names others too; what is not known stays as it is."""
    assert device(agent) == said


def test_a_reviewed_outline_becomes_a_tree() -> None:
    """A level that was skipped closes up; new and doubled ids get free ones."""
    rows = [row("s1", 1), row("new1", 3), row("s2", 1, "  "), row("s2", 2)]
    form = OutlineForm({"outline": json.dumps(rows)}, title="Title")
    assert form.is_valid()
    skeleton = form.cleaned_data["outline"]
    assert skeleton.numbers() == {"s1": "1", "s3": "1.1", "s2": "2", "s4": "2.1"}
    assert skeleton.sections[1].title == "Untitled"


def test_a_broken_outline_is_refused() -> None:
    """With one sentence, whatever is wrong with it."""
    for sent in ("[]", "{}", "[1]", "not JSON", '[{"id": "s1"}]', json.dumps([row("s1", 1)] * 500)):
        form = OutlineForm({"outline": sent}, title="Title")
        assert not form.is_valid()
        assert len(form.errors["outline"]) == 1


def test_the_chart_follows_the_best_score() -> None:
    """Columns in the run's order; only candidates that beat all before them are marked."""
    scored = [("1", 5.0), ("origin", 3.0), ("r1", 4.0), ("0", 2.0)]
    parts: Any = {"edits": [], "papers": [], "round": 1, "index": 0}
    chart = draw([parts | {"layer": layer, "score": score} for layer, score in scored])
    assert chart is not None
    assert [column.label for column in chart.columns] == ["first", "L0", "L1", "R1"]
    assert [dot.best for dot in chart.dots] == [True, False, True, False]


def test_a_quote_is_cut_at_the_nearest_sentence() -> None:
    """The three parts make up the quote."""
    quote = "We study graphs. Attention helps sentiment. More is to be done."
    parts = nearest_sentence(quote, "Sentiment is helped by attention.")
    assert "".join(parts) == quote
    assert parts[1] == "Attention helps sentiment."


def test_the_fold_takes_an_event_twice() -> None:
    """A replay changes nothing: the same state, the same marks."""
    state = RunState()
    section = {
        "id": "s1",
        "number": "1",
        "depth": 1,
        "title": "Graphs",
        "papers": [],
        "construction": "",
        "analysis": "",
    }
    events: list[tuple[str, dict[str, Any]]] = [
        ("skeleton", {"label": "final", "title": "T", "sections": [section], "changes": {"added": ["s1"]}}),
        ("section-start", {"section": "s1"}),
        ("section-text", {"section": "s1", "markdown": "Half"}),
        ("section", {"section": "s1", "title": "Graphs", "markdown": "Whole.", "words": 1}),
        ("section-text", {"section": "s1", "markdown": "Half"}),
    ]
    for seq, (kind, data) in enumerate(events, 1):
        state.apply(seq, kind, data)
    assert state.nodes["s1"].mark == "written"
    assert state.texts["s1"].whole == "Whole."
    assert state.seq == len(events)


def test_a_notice_costs_no_more_for_those_before_it(run: Run) -> None:
    """The first brings the list, each further one only itself and the count."""
    html = []
    for number in range(1, 4):
        data = {"code": "cut", "about": str(number), "message": f"Paper {number} was long."}
        html.append(render(run, Event.objects.create(run=run, seq=number, key=f"n{number}", kind="notice", data=data)))
    assert 'id="notices-list"' in html[0]
    assert "append:#notices-list" in html[2]
    assert "Paper 3 was long." in html[2]
    assert "3 notices" in html[2]
    assert "Paper 1 was long." not in html[2]


def test_events_of_earlier_versions_are_passed_over() -> None:
    """A run of before the calls were told by step still has a page."""
    state = RunState()
    state.apply(1, "calls", {"stage": "write", "prompt_tokens": 5, "completion_tokens": 5})
    assert (state.seq, state.tokens) == (1, 0)


def test_a_run_that_ended_promises_nothing(run: Run) -> None:
    """Neither papers nor an outline nor sections are announced once it is cancelled; before it began they are."""
    pages = []
    for seq, status in enumerate(("queued", "cancelled"), 1):
        data = {"status": status, "reason": "", "message": ""}
        pages.append(render(run, Event.objects.create(run=run, seq=seq, key=status, kind="status", data=data)))
    waiting, over = pages
    for part in ("when the run begins", "as soon as there is one", "while they are being written"):
        assert part in waiting
        assert part not in over
    assert over.count("The run ended before") == 2
    assert "Nothing had been written" in over


def test_what_is_kept_is_said_once(run: Run) -> None:
    """A failure that says it itself is not followed by the page's own sentence about it."""
    messages = {"The key is wrong.": True, "The step failed. Everything so far is kept.": False}
    for seq, (message, says_more) in enumerate(messages.items(), 1):
        data = {"status": "failed", "reason": "", "message": message}
        html = render(run, Event.objects.create(run=run, seq=seq, key=message, kind="status", data=data))
        assert ("wrote so far is kept" in html) is says_more
