"""Surveys by a model that errs, babbles, hangs or refuses: they end, with every loss named, and nothing false is kept.

SURVEYGO_TEST_DEADLINE: seconds a call may take here (default 0.4; 120 in life).
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline import MemoryJournal, Plan
from pipeline.calls.ask import AGAIN
from pipeline.citations import cited_keys
from pipeline.errors import EngineError, StepFailed
from tests.pipeline.papers import small_corpus
from tests.pipeline.simulated import notices, quick_model, write
from tests.simulated_model.faults import Faults
from tests.simulated_model.log import Log
from tests.simulated_model.server import Model, simulated

pytestmark = pytest.mark.usefixtures("short_pauses")
DEADLINE = float(os.environ.get("SURVEYGO_TEST_DEADLINE", "0.4"))
QUESTIONS = (
    *("group", "draft", "merge", "digest", "feedback", "kernel", "judge", "refine"),
    *("leaf", "parent", "abstract", "introduction", "conclusion", "table", "diagram", "verify", "repair"),
)


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that keeps what it was asked."""
    with simulated(quick_model()) as running:
        running.log.keep = True
        yield running


def test_some_faults_change_little_and_cite_nothing_false(model: Model) -> None:
    """5 % errors, 5 % malformed replies and 2 % unknown keys: hardly more calls, and no key that is no paper's."""
    plan = Plan.preset("standard")
    write(model, plan=plan, papers=30)
    calls = len(model.log.calls)
    model.faults = Faults({"error": 0.05, "malformed": 0.05, "unknown_keys": 0.02})
    survey, _ = write(model, plan=plan, papers=30)
    faults = Counter(call.outcome for call in model.log.calls[calls:])
    assert min(faults["server_error"], faults["malformed"], faults["unknown_keys"]) >= 1
    assert len(model.log.calls) - calls <= 1.12 * calls
    cited = set(cited_keys(survey.article.to_markdown()))
    assert cited <= set(small_corpus(30).by_key)
    assert set(small_corpus(30).by_key) - cited == set(survey.record["coverage"]["not_cited"])


def test_every_loss_is_listed(model: Model) -> None:
    """Of replies that are often unusable some questions lose all three tries; each loss is told once."""
    model.faults = Faults({"malformed": 0.45}, seed=3)
    _, events = write(model, papers=20)
    lost = [call for call in model.log.calls if call.seed >= 2 * AGAIN and call.outcome == "malformed"]
    told = [message for message in notices(events) if "no usable reply in 3 tries" in message]
    assert len(lost) >= 3
    assert len(told) == len(lost)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("fault", ["malformed", "hang"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_always_fails_ends_in_an_article_or_a_reason(question: str, fault: str, model: Model) -> None:
    """The loss is named either way."""
    model.faults = Faults(always={question: fault})
    reason = ""
    try:
        survey, events = write(model, papers=12, deadline=DEADLINE)
    except (StepFailed, EngineError) as error:
        reason = str(error)
    else:
        told = notices(events)
        assert any("got no" in message or "failed" in message for message in told), told
        assert survey.record["words"] > 100
    assert not reason or re.search("The step|No section|No paper", reason)


def test_a_kind_of_step_that_keeps_failing_is_asked_no_more(model: Model) -> None:
    """Of sixty papers whose digests all hang, only some are tried: those that hung before go first."""
    model.faults = Faults(always={"digest": "hang"})
    with pytest.raises(EngineError, match=r"“digest” failed .* times in a row: .* no answer within"):
        write(model, papers=60, deadline=0.3, concurrency=4)
    assert Counter(call.question for call in model.log.calls)["digest"] < 60 / 2


@pytest.mark.parametrize("fault", ["error", "busy", "cut_off"])
def test_what_passes_leaves_no_trace(fault: str, model: Model) -> None:
    """Errors, 429 with Retry-After and broken streams are tried again; the article is the undisturbed one."""
    whole, told = write(model)
    calls = len(model.log.calls)
    model.faults, model.log = Faults({fault: 0.1}, retry_after=0.05), Log(keep=True)
    survey, events = write(model)
    assert survey.article == whole.article
    outcomes = Counter(call.outcome for call in model.log.calls)
    failed = outcomes["server_error"] + outcomes["rate_limit_exceeded"] + outcomes["cut_off"]
    assert failed >= 5
    assert len(model.log.calls) == calls + failed
    assert notices(events) == notices(told)


def test_sections_that_drip_are_given_up_and_named(model: Model) -> None:
    """A stream that goes on for ever ends at the deadline."""
    model.faults = Faults(always={"leaf": "drip"})
    with pytest.raises((StepFailed, EngineError), match=r"“leaf” .*no answer within|No section"):
        write(model, deadline=0.5, gap=0.3)


REFUSALS: dict[str, tuple[Faults, dict[str, Any], str]] = {
    "wrong key": (Faults(key="another"), {}, "does not accept the key; check OPENAI_API_KEY"),
    "unknown model": (Faults(), {"model": "nosuch"}, "has no model “nosuch”; check the model's name"),
    "no quota": (Faults(quota=-1), {}, "has no quota left; add credit there or set another key"),
    "quota used up": (Faults(quota=30), {}, "has no quota left"),
    "too long": (Faults(context=700), {}, "longer than the context of “simulated”.* or set the context"),
}


@pytest.mark.parametrize("case", list(REFUSALS))
def test_what_no_wait_can_mend_ends_the_run_at_once(case: str, model: Model) -> None:
    """In one sentence that names the setting, and no question is asked twice."""
    model.faults, changes, said = REFUSALS[case]
    with pytest.raises((EngineError, StepFailed), match=said) as raised:
        write(model, concurrency=4, **changes)
    asked = Counter((call.prompt, call.seed) for call in model.log.calls)
    assert max(asked.values()) == 1
    refused = [call for call in model.log.calls if call.outcome != "answered"]
    after = [call for call in model.log.calls if call.began > min(row.ended for row in refused)]
    assert case == "too long" or len(after) <= 4
    assert "\n" not in str(raised.value)


def test_a_run_that_failed_goes_on_when_the_fault_is_mended(model: Model) -> None:
    """From its journal: no question that was answered is asked again."""
    journal = MemoryJournal()
    model.faults = Faults(always={"leaf": "malformed"})
    with pytest.raises((EngineError, StepFailed)):
        write(model, journal)
    model.faults = Faults()
    survey, _ = write(model, journal)
    assert survey.record["coverage"]["not_cited"] == []
    answered = Counter((c.prompt, c.seed) for c in model.log.calls if c.outcome == "answered")
    assert max(answered.values()) == 1


def test_a_slow_provider_is_waited_for(model: Model) -> None:
    """A cap of calls in flight far below ours makes it slower, not different."""
    whole, _ = write(model)
    model.pace = replace(model.pace, cap=2)
    survey, _ = write(model)
    assert survey.article == whole.article
