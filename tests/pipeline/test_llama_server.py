"""A real server whose model has random weights: its gibberish ends in a clean, explained result.

Opt-in: SURVEYGO_TEST_LLAMA names a Python that has `llama-cpp-python[server]` and `gguf` (they build for some minutes).
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import EngineError, StepFailed
from pipeline.steps.base import Step
from tests.pipeline.papers import small_corpus
from tests.pipeline.questions import questions
from tests.pipeline.simulated import notices, write
from tests.pipeline.test_engines_models import ask, engine
from tests.simulated_model.server import Model

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    """The running server's address, in the shape the helpers take."""
    python = os.environ.get("SURVEYGO_TEST_LLAMA")
    if not python:
        pytest.skip("Opt-in: set SURVEYGO_TEST_LLAMA to a Python that has llama-cpp-python[server] and gguf.")
    weights = tmp_path_factory.mktemp("llama") / "random.gguf"
    subprocess.run([python, str(Path(__file__).with_name("random_gguf.py")), str(weights)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, "-m", "llama_cpp.server", "--model", str(weights), "--port", str(port), "--n_ctx", "8192"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/v1/models", timeout=5).close()
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    assert process.poll() is None
    yield Model(address=address)
    process.terminate()
    process.wait(10)


def test_its_protocol_is_ours(server: Model) -> None:
    """A plain answer and a stream arrive with their usage."""
    found = engine("openai", server, model="random", deadline=60.0, context=8192)
    steps: tuple[Step[object], ...] = (questions()["repair"], questions()["leaf"])
    for step in steps:
        reply = ask(found, step, on_text=lambda _: None)
        assert reply.usage.completion_tokens > 0


def test_gibberish_ends_in_one_sentence_or_an_article_that_says_what_is_missing(server: Model) -> None:
    """No paper's digest can be read, or no outline; nothing false is cited."""
    reason, told = "", list[str]()
    try:
        survey, events = write(server, papers=3, model="random", deadline=30.0, context=8192, concurrency=2)
    except (StepFailed, EngineError) as error:
        reason = str(error)
    else:
        told = notices(events)
        assert set(survey.record["coverage"]["not_cited"]) <= set(small_corpus(3).by_key)
    assert reason.startswith(("The step ", "No ")) or told
    assert "\n" not in reason
