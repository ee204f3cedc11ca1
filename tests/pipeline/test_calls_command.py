"""`manage.py write` with a language model: keys, a budget, and going on with more of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.simulated_model.server import Model, Pace, simulated

SAMPLE = ROOT / "samples" / "long-form-generation.jsonl"


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that answers briefly."""
    running = Model(Pace(0.002, 1_000_000))
    running.sizes = {**running.sizes, "outline": 600, "digest": 200, "section": 200}
    with simulated(running):
        yield running


def write(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the sample to its end."""
    clean = {name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_BASE_URL"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "write", str(SAMPLE), "--output", str(folder / "out"), *options],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env=clean | {"SURVEYGO_DATA": str(folder)} | environment,
        check=False,
    )


@pytest.mark.parametrize("engine", ["openai", "gemini"])
def test_a_missing_key_names_the_variable_and_writes_nothing(engine: str, tmp_path: Path) -> None:
    done = write(tmp_path, "--engine", engine)
    assert done.returncode == 2
    assert f"set {'OPENAI' if engine == 'openai' else 'GEMINI'}_API_KEY" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_model_writes_a_survey_whose_every_reply_is_paid_once(model: Model, tmp_path: Path) -> None:
    """The budget stops it with exit code 3; with more it goes on without asking anything twice."""
    options = ("--engine", "openai", "--model", "gpt-4o-mini", "--depth", "quick", "--price", "1,5")
    address = {"OPENAI_API_KEY": "key", "OPENAI_BASE_URL": f"{model.address.replace('127.0.0.1', 'localhost')}/v1"}
    model.log.keep = True
    done = write(tmp_path, *options, "--budget", "0.15", **address)
    assert done.returncode == 3, done.stderr
    assert "The budget of $0.15 does not cover the next call" in done.stderr
    assert "--resume with a larger --budget" in done.stderr
    assert sum(c.prompt_tokens + 5 * c.reply_tokens for c in model.log.calls) / 1e6 <= 0.15
    done = write(tmp_path, *options, "--budget", "9", "--resume", **address)
    assert done.returncode == 0, done.stderr
    asked = Counter((call.prompt, call.seed) for call in model.log.calls)
    assert max(asked.values()) == 1
    article = (tmp_path / "out" / "article.md").read_text()
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    assert record["coverage"]["cited"] == record["coverage"]["papers"]
    assert record["engine_label"].startswith("gpt-4o-mini (http://localhost")
    once = len(model.log.calls)
    again = write(tmp_path, *options, "--resume", **address)
    assert again.returncode == 0, again.stderr
    assert len(model.log.calls) == once
    assert (tmp_path / "out" / "article.md").read_text() == article


def test_roles_prices_and_limits_are_options(model: Model, tmp_path: Path) -> None:
    """Each role's model is called and paid at its price; what makes no sense is bad input."""
    address = {"OPENAI_API_KEY": "key", "OPENAI_BASE_URL": f"{model.address.replace('127.0.0.1', 'localhost')}/v1"}
    options: tuple[str, ...] = ("--engine", "openai", "--model", "big", "--depth", "quick", "--concurrency", "4")
    options += (
        "--model-for",
        "judge=small",
        "--price",
        "1,5",
        "--price",
        "small=0,0",
        "--tokens-per-minute",
        "9000000",
    )
    done = write(tmp_path, *options, "--budget", "9", **address)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    judged = ("judge", "verify")
    paid = [call for call in model.log.calls if call.question not in judged]
    assert len(paid) < len(model.log.calls)
    assert record["cost"] == pytest.approx(sum(c.prompt_tokens + 5 * c.reply_tokens for c in paid) / 1e6)
    assert max(call.in_flight for call in model.log.calls) <= 4
    for wrong, sentence in (
        (("--model-for", "poet=small"), "the roles are digest, skeleton, judge, writer"),
        (("--price", "small=cheap"), "is not two numbers such as 0.25,2.00"),
        (("--concurrency", "-1"), "--concurrency is -1; it must not be negative"),
    ):
        refused = write(tmp_path, "--engine", "openai", *wrong, **address)
        assert refused.returncode == 2 and sentence in refused.stderr


def test_a_wrong_key_is_one_sentence(model: Model, tmp_path: Path) -> None:
    model.faults = type(model.faults)(key="another")
    address = {"OPENAI_API_KEY": "sk-wrong-0123456789", "OPENAI_BASE_URL": f"{model.address}/v1"}
    done = write(tmp_path, "--engine", "openai", "--depth", "quick", **address)
    assert done.returncode == 1
    assert "does not accept the key; check OPENAI_API_KEY" in done.stderr
    assert "sk-wrong" not in done.stderr
    assert "Traceback" not in done.stderr
