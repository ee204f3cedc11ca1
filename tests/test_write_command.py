"""`manage.py write` as its users run it: a process, a folder, an exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

# One process makes what these tests share, once.
pytestmark = pytest.mark.xdist_group("command")

SAMPLE = ROOT / "samples" / "long-form-generation.jsonl"


def command(*arguments: str | Path) -> list[str]:
    """The command line of a survey."""
    return [sys.executable, str(ROOT / "manage.py"), "write", *map(str, arguments)]


def write(*arguments: str | Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=data,
        env=os.environ | {"SURVEYGO_DATA": str(data)} | environment,
        check=False,
    )


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The sample's article, and its folder."""
    folder = tmp_path_factory.mktemp("sample")
    done = write(SAMPLE, "--output", folder / "out", "--depth", "quick", data=folder)
    assert done.returncode == 0, done.stderr
    return (folder / "out" / "article.md").read_text(), folder


def test_it_leaves_article_references_evidence_and_record(article: tuple[str, Path]) -> None:
    """Every sample paper is cited, and every cited work is in the references."""
    text, folder = article
    record = json.loads((folder / "out" / "run.json").read_text())
    assert text.startswith("# Long-form text generation with language models")
    assert record["coverage"]["cited"] == record["coverage"]["papers"] == 24
    assert record["layers_done"] == [1]
    assert record["cycles_done"] == [1]
    assert (folder / "out" / "references.bib").read_text().count("\n@") >= 23
    evidence = json.loads((folder / "out" / "evidence.json").read_text())
    assert len(evidence) > 30


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "77", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
    ],
)
def test_it_writes_the_same_article_again(
    article: tuple[str, Path], tmp_path: Path, environment: dict[str, str]
) -> None:
    """Whatever the hash seed and the number of BLAS threads."""
    done = write(SAMPLE, "--output", tmp_path / "out", "--depth", "quick", data=tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "article.md").read_text() == article[0]


def test_a_killed_run_is_resumed_to_the_same_article(article: tuple[str, Path], tmp_path: Path) -> None:
    """kill -9 half-way: what was answered is replayed."""
    out = tmp_path / "out"
    environment = os.environ | {"SURVEYGO_DATA": str(tmp_path)}
    process = subprocess.Popen(
        command(SAMPLE, "--output", out, "--depth", "quick"), cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and len(list((out / ".journal").glob("*.json"))) < 20:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "article.md").exists()
    done = write(SAMPLE, "--output", out, "--depth", "quick", "--resume", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (out / "article.md").read_text() == article[0]
    calls = json.loads((out / "run.json").read_text())["calls"]
    assert sum(meter["replayed"] for meter in calls.values()) >= 19
    other = write(SAMPLE, "--output", out, "--depth", "quick", "--seed", "2", "--resume", data=tmp_path)
    assert other.returncode == 2
    assert "another plan" in other.stderr


def test_an_outline_of_ones_own_is_followed(tmp_path: Path) -> None:
    """Its sections are the article's."""
    outline = tmp_path / "outline.md"
    outline.write_text("# Mine\n\n## Planning before writing\n\n## Benchmarks and evaluation\n")
    done = write(
        SAMPLE, "--output", tmp_path / "out", "--depth", "quick", "--outline", outline, "--title", "Mine", data=tmp_path
    )
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "article.md").read_text()
    assert "\n## Planning before writing\n" in text
    assert "\n## Benchmarks and evaluation\n" in text


BAD = {
    "missing": (None, "There is no file or folder"),
    "empty": ("", "empty"),
    "broken": ('{"title": "T", "papers": [{"title": "A", "txt": "x"', "line 1"),
    "no papers": ('{"title": "T", "papers": []}', "paper"),
    "wrong type": ('{"title": "T", "papers": [{"title": 5, "txt": "x"}]}', "title"),
    "papers is text": ('{"title": "T", "papers": "many"}', "papers"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_input_is_one_sentence_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    """Exit code 2, no trace, no folder."""
    content, said = BAD[name]
    file = tmp_path / "input.jsonl"
    if content is not None:
        file.write_text(content)
    done = write(file, "--output", tmp_path / "out", data=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_small_and_odd_collections_still_give_an_article(tmp_path: Path) -> None:
    """One paper; two papers of one title; no abstracts: an article, and both of the twins are cited or reported."""
    papers = json.loads(SAMPLE.read_text())["papers"]
    one, two = papers[0], papers[1]
    twin = two | {"title": one["title"]}
    bare = [{"title": p["title"], "txt": p["txt"]} for p in papers[:5]]
    for number, some in enumerate(([one], [one, twin], bare)):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps({"title": "Odd", "papers": some}))
        out = tmp_path / f"out{number}"
        done = write(file, "--output", out, "--depth", "quick", data=tmp_path)
        assert done.returncode == 0, done.stderr
        record = json.loads((out / "run.json").read_text())
        assert record["coverage"]["cited"] + len(record["coverage"]["not_cited"]) == len(some)
        assert record["words"] > 60
