"""Our clients against a server that is not ours: npm's @copilotkit/aimock speaks the same protocols.

Its fixtures are JSON files as https://aimock.copilotkit.dev/fixtures describes them, its faults are those of
https://aimock.copilotkit.dev/chaos-testing.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import MemoryJournal
from pipeline.calls.ask import Asker
from pipeline.calls.retry import Patience
from pipeline.engines import make_engine
from pipeline.engines.base import Reply
from pipeline.engines.model import ModelEngine
from pipeline.engines.providers import Provider
from pipeline.errors import EngineError
from pipeline.paper import Corpus
from pipeline.steps import Judgement
from tests.conftest import ROOT
from tests.pipeline.questions import questions

AIMOCK = ROOT / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
GOOD = json.dumps({"rationale": "fine", "score": 6})
PROSE = "A gate decides what a slot keeps, word by word, and forgets the rest [@li2018ensure]."
USED = {"prompt_tokens": 111, "completion_tokens": 7, "total_tokens": 118}
BUSY = {"error": {"message": "Too many", "type": "rate_limit_error", "code": "rate_limit_exceeded"}, "status": 429}
FIXTURES: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"model": "plain"}, {"response": {"content": GOOD, "usage": USED}}),
    ({"model": "prose"}, {"response": {"content": PROSE, "usage": USED}}),
    ({"model": "thinks"}, {"response": {"content": GOOD, "reasoning": "Let me see."}}),
    ({"model": "flaky", "sequenceIndex": 0}, {"response": BUSY}),
    ({"model": "flaky", "sequenceIndex": 1}, {"response": {"content": GOOD}}),
    ({"model": "busy"}, {"response": BUSY}),
    ({"model": "trouble"}, {"response": {"error": {"message": "No", "type": "server_error"}, "status": 500}}),
    ({"model": "quota"}, {"response": {"error": {"message": "No", "code": "insufficient_quota"}, "status": 429}}),
    ({"model": "broken"}, {"response": {"content": "x"}, "chaos": {"malformedRate": 1}}),
    ({"model": "gone"}, {"response": {"content": "x"}, "chaos": {"disconnectRate": 1}}),
)
REFUSALS = {
    "busy": ("asks for fewer calls", True),
    "trouble": (r"in trouble \(error 500\)", True),
    "quota": ("no quota left", False),
    "broken": ("a form that is not its protocol's", True),
    "gone": ("broke off", True),
    "nosuch": ("has no model “nosuch”", False),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root of a running aimock."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        pytest.skip("Node.js is missing, which runs aimock; `make development` installs one.")
    fixtures = tmp_path_factory.mktemp("aimock") / "fixtures.json"
    rows = [{"match": match, **rest} for match, rest in FIXTURES]
    fixtures.write_text(json.dumps({"fixtures": rows}), encoding="utf-8")
    command = [node, str(AIMOCK), "--port", "0", "--fixtures", str(fixtures), "--validate-on-load"]
    # A group of its own: the wheel's `node` is a script that starts Node.js, and a signal to it stops there.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert process.stdout is not None
    found = next((m.group() for line in process.stdout if (m := re.search(r"http://[\d.]+:\d+", line))), None)
    assert found is not None
    yield found
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate()


def engine(name: str, address: str, model: str) -> ModelEngine:
    """An engine that asks one of the fixtures' models."""
    base = f"{address}/v1" if name == "openai" else address
    found = make_engine(name, Corpus(()), "en", Provider(name, model, "key", base, deadline=20.0))
    assert isinstance(found, ModelEngine)
    return found


def ask(found: ModelEngine, question: str, seen: list[str] | None = None) -> Reply:
    """The reply to a question, watched where `seen` takes its text."""

    async def one() -> Reply:
        try:
            step = questions()[question]
            return await found.answer(step, sample=0, on_text=None if seen is None else seen.append)
        finally:
            await found.close()

    return asyncio.run(one())


def test_a_plain_answer_and_its_usage_are_read(address: str) -> None:
    reply = ask(engine("openai", address, "plain"), "judge")
    assert questions()["judge"].parse(reply.text).score == 6
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.cut) == (111, 7, False)


def test_a_stream_and_its_usage_are_read(address: str) -> None:
    seen: list[str] = []
    reply = ask(engine("openai", address, "prose"), "leaf", seen)
    assert reply.text == PROSE
    assert seen and all(PROSE.startswith(text) for text in seen)
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (111, 7)


def test_what_a_model_thinks_is_no_part_of_its_answer(address: str) -> None:
    assert ask(engine("openai", address, "thinks"), "judge").text == GOOD


def test_gemini_s_protocol_is_read_too(address: str) -> None:
    """Plain only: aimock streams events where the old client reads one JSON array."""
    assert ask(engine("gemini", address, "plain"), "judge").text == GOOD


@pytest.mark.parametrize("model", list(REFUSALS))
def test_a_refusal_is_one_sentence(model: str, address: str) -> None:
    said, retryable = REFUSALS[model]
    with pytest.raises(EngineError, match=said) as raised:
        ask(engine("openai", address, model), "judge")
    assert raised.value.retryable is retryable
    assert raised.value.retry_after == (1.0 if model == "busy" else None)


def test_a_busy_moment_is_waited_out(address: str) -> None:
    found = engine("openai", address, "flaky")
    asker = Asker(found, MemoryJournal(), "en", lambda: None, patience=Patience(first=0.01))

    async def one() -> Judgement:
        try:
            found: Judgement = await asker.ask("convolve", questions()["judge"])
            return found
        finally:
            await asker.close()

    assert asyncio.run(one()).score == 6
    assert (asker.meters["convolve"].calls, asker.meters["convolve"].failed) == (1, 1)
