"""Events in rows: numbered, told once, texts replaced, nothing written without the lease."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.events import CallsMetered, Event, Notice, SectionDone, SectionStarted, SectionText, StageProgress
from surveygo.surveys import machine
from surveygo.surveys.machine import Claim, LostLease
from surveygo.surveys.models import Run
from surveygo.surveys.recorder import Recorder
from tests.web.test_machine import claimed, expire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.fixture
def problems() -> list[Exception]:
    """What the recorders of a test reported."""
    return []


@pytest.fixture
def claim(run: Run) -> Claim:
    """The run, claimed by this process."""
    return claimed(run)


def record(claim: Claim, problems: list[Exception], events: list[Event]) -> None:
    """Tell all events and wait until they are written."""
    recorder = Recorder(claim, problems.append)
    for event in events:
        recorder.emit(event)
    recorder.close()


def rows(run: Run) -> list[tuple[int, str]]:
    """Numbers and keys of the run's events, without its moves."""
    return list(run.events.exclude(kind="status").order_by("seq").values_list("seq", "key"))


def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds; the test's own time limit ends a wait in vain."""
    while not condition():
        time.sleep(0.02)


def notices(count: int) -> list[Event]:
    """So many different events."""
    return [Notice("cut", str(number), "A paper was long.") for number in range(count)]


def test_events_are_numbered_without_gaps_in_the_order_told(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """Five hundred events carry on from the number of the move before them."""
    record(claim, problems, notices(500))
    assert rows(run) == [(number + 2, f"notice:cut:{number}") for number in range(500)]
    assert problems == []
    run.refresh_from_db()
    assert run.seq == 501


def test_a_replay_adds_nothing_twice(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """The same events again, from a second recorder and within one, leave the rows as they were."""
    record(claim, problems, notices(20))
    before = rows(run)
    record(claim, problems, [*notices(20), *notices(20)])
    assert rows(run) == before
    record(claim, problems, notices(21))
    assert rows(run) == [*before, (22, "notice:cut:20")]


def test_a_key_may_be_longer_than_its_column(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """A dropped file may have a long name; it is told once like all others, and told from its like."""
    events: list[Event] = [Notice("cut", "x" * 400 + end, "A paper was long.") for end in ("a", "b")]
    record(claim, problems, events)
    record(claim, problems, events)
    assert problems == []
    assert [seq for seq, _ in rows(run)] == [2, 3]


def test_a_text_is_replaced_by_later_ones_and_at_last_by_the_section(
    run: Run, claim: Claim, problems: list[Exception]
) -> None:
    """At most five texts a second reach the rows, one at a time; the finished section takes the last one's place."""
    recorder = Recorder(claim, problems.append)
    recorder.emit(SectionStarted("s1"))
    for length in range(1, 40):
        recorder.emit(SectionText("s1", "x" * length))
    until(lambda: run.events.filter(kind="section-text", data__markdown="x" * 39).exists())
    assert run.events.filter(kind="section-text").count() == 1
    run.refresh_from_db()
    assert run.seq <= 5
    recorder.emit(SectionDone("s1", "Models", "All of it.", 3))
    recorder.close()
    assert [key for _, key in rows(run)] == ["section-start:s1", "section:s1"]
    assert problems == []


def test_a_text_cut_off_half_way_starts_anew(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """The next worker empties it under a fresh number, so that every reader hears of it."""
    record(claim, problems, [SectionStarted("s1"), SectionText("s1", "Half of"), *notices(3)])
    cut = run.events.get(kind="section-text")
    assert cut.data["markdown"] == "Half of"
    record(claim, problems, [SectionStarted("s1")])
    reset = run.events.get(kind="section-text")
    assert reset.data == {"section": "s1", "markdown": ""}
    assert reset.seq > cut.seq
    run.refresh_from_db()
    assert reset.seq == run.seq


def test_the_run_s_row_shows_what_lists_need(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """Stage, words, tokens and cost are summed once, replays or not."""
    events: list[Event] = [
        StageProgress("write", 0, 2),
        SectionDone("s1", "Models", "Text.", 120),
        SectionDone("s2", "Data", "Text.", 80),
        StageProgress("write", 1, 2),
        used(cost=0.1),
        used(calls=2, prompt_tokens=1000, cached_tokens=400, completion_tokens=300, cost=0.25),
    ]
    record(claim, problems, events)
    record(claim, problems, events)
    run.refresh_from_db()
    assert (run.stage, run.done, run.total, run.words) == ("write", 1, 2, 200)
    assert (run.tokens, run.cached_tokens, run.cost) == (1300, 400, 0.25)


def test_what_calls_used_is_counted_for_each_attempt(run: Run, claim: Claim, problems: list[Exception]) -> None:
    """The newest totals of an attempt replace its earlier ones and are added to those of other attempts."""
    record(claim, problems, [used(calls=3, prompt_tokens=900, cost=0.3)])
    second = claimed_again(run)
    record(second, problems, [used(calls=1, prompt_tokens=50, cost=0.02), used("judge", calls=1, cost=0.5)])
    run.refresh_from_db()
    assert run.tokens == 950 and run.cost == pytest.approx(0.82)
    told = run.events.filter(kind="calls").order_by("seq").values_list("data__attempt", "data__step", "data__calls")
    assert list(told) == [(claim.fence, "leaf", 3), (second.fence, "leaf", 1), (second.fence, "judge", 1)]


def claimed_again(run: Run) -> Claim:
    """The run in the hands of another worker."""
    expire(run)
    machine.expire()
    return claimed(run)


def used(step: str = "leaf", **totals: Any) -> CallsMetered:
    """What the writing used."""
    return CallsMetered("write", step, **totals)


@pytest.fixture
def lost(run: Run, claim: Claim) -> Claim:
    """A claim whose run was taken over."""
    claimed_again(run)
    return claim


def test_without_the_lease_nothing_is_written(run: Run, lost: Claim, problems: list[Exception]) -> None:
    """The recorder reports the loss and the rows stay as they are."""
    before = rows(run)
    record(lost, problems, notices(5))
    assert [type(problem) for problem in problems] == [LostLease]
    assert rows(run) == before
