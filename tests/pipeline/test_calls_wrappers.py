"""The wrappers around a call, each by itself and together: what waits, what is repeated, what stops a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from pipeline import MemoryJournal, Reply
from pipeline.calls.ask import Asker
from pipeline.calls.call import Call
from pipeline.calls.circuit import Circuit
from pipeline.calls.gate import Gate
from pipeline.calls.limit import Limit, Rate, Slots
from pipeline.calls.retry import Patience, Retry
from pipeline.engines.scripted import Answer, ScriptedEngine
from pipeline.errors import EngineError, RunPaused, StepFailed
from tests.pipeline.questions import questions

JUDGE, DIGEST = questions()["judge"], questions()["digest"]
CALL = Call("convolve", JUDGE)
GOOD = '{"rationale": "fine", "score": 6}'
QUICK = Patience(first=0.001, longest=0.004, total=5.0)
TROUBLE = EngineError("in trouble", retryable=True)


def busy(seconds: float | None = None) -> EngineError:
    """The provider asks for fewer calls."""
    return EngineError("too many", retryable=True, retry_after=seconds, reason="busy")


@dataclass
class Fake:
    """Answers calls from a list of replies, errors and seconds to take first; counts those in flight."""

    script: list[Any] = field(default_factory=list)
    asked: int = 0
    running: int = 0
    most: int = 0

    async def __call__(self, call: Call) -> Reply:
        number, self.asked = self.asked, self.asked + 1
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            what = self.script[number] if number < len(self.script) else 0.0
            if isinstance(what, float):
                await asyncio.sleep(what)
            if isinstance(what, Exception):
                raise what
            return what if isinstance(what, Reply) else Reply(f"reply {number}")
        finally:
            self.running -= 1


async def no_rest(seconds: float) -> None:
    """Wait a thousandth of the time."""
    await asyncio.sleep(seconds / 1000)


def asker(answers: Answer | list[Answer], name: str = "judge", **options: Any) -> tuple[Asker, ScriptedEngine]:
    """An asker of a script for one step."""
    engine = ScriptedEngine({name: answers})
    return Asker(engine, MemoryJournal(), "en", lambda: None, patience=QUICK, **options), engine


def test_what_passes_is_tried_again_and_what_does_not_is_not() -> None:
    ask, engine = asker([TROUBLE, busy(0.01), GOOD])
    assert asyncio.run(ask.ask("convolve", JUDGE)).score == 6
    assert len(engine.asked) == 3
    assert (ask.meters["convolve"].calls, ask.meters["convolve"].failed) == (1, 2)
    ask, engine = asker([EngineError("the key is wrong"), GOOD])
    for _ in range(2):
        with pytest.raises(EngineError, match="key is wrong"):
            asyncio.run(ask.ask("convolve", JUDGE))
    assert len(engine.asked) == 1


def test_a_question_that_cannot_be_asked_fails_alone() -> None:
    ask, _ = asker([EngineError("too long", reason="question"), GOOD])
    with pytest.raises(StepFailed, match="too long"):
        asyncio.run(ask.ask("convolve", JUDGE))
    assert asyncio.run(ask.ask("convolve", JUDGE)).score == 6


def test_silence_is_tried_once_more_only() -> None:
    silence = EngineError("no answer", retryable=True, reason="timeout")
    ask, engine = asker(silence)
    with pytest.raises(StepFailed, match="got no reply: no answer"):
        asyncio.run(ask.ask("convolve", JUDGE))
    assert len(engine.asked) == 2


@pytest.mark.parametrize("fault", [TROUBLE, "no JSON"])
def test_a_step_that_keeps_failing_is_asked_no_more(fault: Answer) -> None:
    """After five questions in a row; one the article needs ends the run, another is passed over."""

    async def ask_often(ask: Asker, step: Any, count: int) -> list[str]:
        found = []
        for number in range(count):
            try:
                await ask.ask("convolve", step, sample=number)
            except (StepFailed, EngineError) as error:
                found.append(type(error).__name__)
        return found

    ask, engine = asker(fault)
    assert asyncio.run(ask_often(ask, JUDGE, 8)) == ["StepFailed"] * 8
    once = 7 if fault is TROUBLE else 3
    assert len(engine.asked) == 5 * once
    ask, engine = asker(fault, "digest")
    assert asyncio.run(ask_often(ask, DIGEST, 8)) == ["StepFailed"] * 4 + ["EngineError"] * 4
    assert len(engine.asked) == 5 * once


def test_a_long_wait_is_told_and_holds_no_slot() -> None:
    """Other calls wait too, because the provider asked for it."""
    told: list[str] = []
    fake = Fake([busy(90.0)])
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        assert slots.used == 0
        await asyncio.sleep(0)
        limit._closed_until = 0.0

    slots = Slots(1)
    limit = Limit(fake, slots, rest, lambda _, __, message: told.append(message), lambda: 1)
    retry = Retry(limit, QUICK.__class__(total=200), rest, lambda *_: None, 1)

    async def two() -> list[Reply]:
        return list(await asyncio.gather(retry(CALL), retry(CALL)))

    replies = asyncio.run(two())
    assert len(replies) == 2
    assert max(rested) >= 89
    assert told == ["The provider asks to wait 90 s; calls go on after that."]


def test_room_halves_when_the_provider_is_busy_and_grows_back() -> None:
    """Calls that met the same busy moment count once."""
    fake = Fake([busy() for _ in range(8)] + [0.001] * 400)
    slots = Slots(8)
    retry = Retry(Limit(fake, slots, no_rest, lambda *_: None, lambda: 1), QUICK, no_rest, lambda *_: None, 1)

    async def run() -> float:
        await asyncio.gather(*(retry(CALL) for _ in range(8)))
        after = slots.room
        for _ in range(30):
            await asyncio.gather(*(retry(CALL) for _ in range(8)))
        return after

    assert 4 <= asyncio.run(run()) < 7
    assert slots.room == 8
    assert fake.most == 8
    assert slots.used == 0


def test_runs_with_one_account_share_its_limits() -> None:
    """A second run halves calls in flight and rates at once, and gives them back when it ends."""
    fake, sharers = Fake([0.002] * 200), 2
    slots = Slots(8)
    limit = Limit(fake, slots, no_rest, lambda *_: None, lambda: sharers, requests=60_000)

    async def run() -> list[tuple[int, int]]:
        nonlocal sharers
        found = []
        for count in (2, 1, 20):
            sharers, fake.most = count, 0
            await asyncio.gather(*(limit(CALL) for _ in range(24)))
            found.append((fake.most, limit.requests.per_minute))
        return found

    assert asyncio.run(run()) == [(4, 30_000), (8, 60_000), (1, 3_000)]


def test_slots_are_given_in_order_and_a_cancelled_wait_loses_none() -> None:
    async def run() -> list[int]:
        slots, order = Slots(1), list[int]()

        async def work(number: int) -> None:
            await slots.take()
            order.append(number)
            await asyncio.sleep(0)
            slots.give_back()

        await slots.take()
        tasks = [asyncio.create_task(work(n)) for n in range(5)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        slots.give_back()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert slots.used == 0
        return order

    assert asyncio.run(run()) == [0, 2, 3, 4]


def test_a_rate_spreads_calls_over_the_minute() -> None:
    """Ten seconds' worth may go at once, then one by one."""
    rate = Rate(60)
    waits = [rate.wait(1, 1000.0) for _ in range(14)]
    assert waits[:11] == [0.0] * 11
    assert waits[11:] == [1.0, 2.0, 3.0]
    assert Rate(0).wait(10**9, 0.0) == 0.0


def test_malformed_replies_are_journaled_and_the_last_is_asked_anew() -> None:
    """A run that goes on repeats no call but the one that failed."""
    journal = MemoryJournal()

    def ask_with(answers: list[Answer]) -> tuple[Callable[[], Any], ScriptedEngine]:
        engine = ScriptedEngine({"judge": answers})
        one = Asker(engine, journal, "en", lambda: None, patience=QUICK)
        return lambda: asyncio.run(one.ask("convolve", JUDGE)), engine

    run, _ = ask_with(["bad 1", "bad 2", "bad 3"])
    with pytest.raises(StepFailed, match="in 3 tries"):
        run()
    run, engine = ask_with([GOOD])
    assert run().score == 6
    assert [asked.prompt[-2]["content"] for asked in engine.asked] == ["bad 2"]
    run, engine = ask_with([])
    assert run().score == 6
    assert engine.asked == []


def test_a_reply_that_was_cut_off_is_asked_again_shorter() -> None:
    engine = ScriptedEngine({"judge": GOOD})
    whole = engine.answer

    async def answer(step: Any, *, sample: int, on_text: Any = None) -> Reply:
        reply = await whole(step, sample=sample, on_text=on_text)
        return Reply(reply.text, reply.usage, reply.model, cut=len(engine.asked) == 1)

    engine.answer = answer  # type: ignore[method-assign]
    ask = Asker(engine, MemoryJournal(), "en", lambda: None, patience=QUICK)
    assert asyncio.run(ask.ask("convolve", JUDGE)).score == 6
    assert "answer more briefly" in engine.asked[1].prompt[-1]["content"]


def test_a_pause_is_noticed_while_waiting() -> None:
    """Nothing waits ninety seconds for a run that was stopped."""
    stopped = False

    def check() -> None:
        if stopped:
            raise RunPaused("user", "Paused.")

    gate = Gate(Fake(), check, Circuit())

    async def run() -> None:
        nonlocal stopped
        waiting = asyncio.create_task(gate.rest(90))
        await asyncio.sleep(0)
        stopped = True
        await waiting

    with pytest.raises(RunPaused):
        asyncio.run(run())
