"""Stragglers are doubled, few of them, and nothing is lost by it."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from pipeline import Reply
from pipeline.calls.call import Call
from pipeline.calls.hedge import Hedge
from pipeline.calls.limit import Slots
from pipeline.errors import EngineError
from tests.pipeline.test_calls_wrappers import CALL, Fake


def test_a_straggler_is_doubled_and_the_first_answer_wins() -> None:
    fake = Fake([0.001] * 20 + [5.0, 0.001])
    slots = Slots(4)
    hedge = Hedge(fake, slots)

    async def run() -> Reply:
        for _ in range(20):
            await hedge(CALL)
        return await asyncio.wait_for(hedge(CALL), 3)

    assert asyncio.run(run()).text == "reply 21"
    assert (fake.running, slots.used) == (0, 0)


def test_few_calls_are_doubled_however_many_are_slow_together() -> None:
    """Where all of a kind slow down, doubling them would make it worse."""
    fake = Fake([0.001] * 20 + [1.3] * 60)
    hedge = Hedge(fake, Slots(100))

    async def run() -> None:
        for _ in range(20):
            await hedge(CALL)
        await asyncio.gather(*(hedge(CALL) for _ in range(20)))

    asyncio.run(run())
    assert 40 < fake.asked <= 42


def test_a_doubled_call_fails_with_the_first_ones_error() -> None:
    numbers = itertools.count(1)

    async def slow_failure(call: Call) -> Reply:
        number = next(numbers)
        if number > 20:
            await asyncio.sleep(1.2)
            raise EngineError(f"failure {number}", retryable=True)
        return Reply("fine")

    hedge = Hedge(slow_failure, Slots(4))

    async def run() -> None:
        for _ in range(20):
            await hedge(CALL)
        await hedge(CALL)

    with pytest.raises(EngineError, match="failure 21"):
        asyncio.run(run())
