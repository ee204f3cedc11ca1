"""`manage.py write --topic` as its users run it: the collection as own library, no network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.simulated_sources import Services
from tests.simulated_sources.thread import serving
from tests.test_write_command import SAMPLE, write

# One process makes what these tests share, once.
pytestmark = pytest.mark.xdist_group("topic")


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A survey of what the sample collection holds on a topic."""
    folder = tmp_path_factory.mktemp("topic")
    options = ("--topic", "Evaluating long texts of language models", "--sources", "library", "--depth", "quick")
    run = write(SAMPLE, *options, "--output", folder / "out", data=folder)
    assert run.returncode == 0, run.stderr
    return run.stderr, folder / "out"


def test_the_collection_is_searched_as_own_library(searched: tuple[str, Path]) -> None:
    said, folder = searched
    record = json.loads((folder / "run.json").read_text())
    assert "Own library:" in said and "screened:" in said
    assert record["title"] == "Evaluating long texts of language models"
    flow = record["search"]["flow"]
    assert 0 < record["corpus"]["papers"] == flow["included"] < sum(flow["identified"].values())


def test_every_candidate_has_its_fate_and_a_reason(searched: tuple[str, Path]) -> None:
    _, folder = searched
    found = json.loads((folder / "candidates.json").read_text())
    assert {c["verdict"] for c in found["candidates"]} == {"include", "exclude"}
    assert all(c["reason"] for c in found["candidates"])
    assert {c["text"] for c in found["candidates"] if c["verdict"] == "include"} <= {"full", "abstract"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "Name a collection of papers, or a topic"),
        (("--topic", "Memory", "--sources", "scholar"), "no source 'scholar'"),
        (("--topic", "Memory", "--sources", "library"), "The source library is the COLLECTION"),
        (("--topic", "Memory", "--sources", "web"), "SURVEYGO_SEARXNG"),
        (("--topic", "Memory", "--papers", "0"), "--papers must be at least 1"),
        (("--topic", "Memory", "--sources", "crossref"), "not among those that SURVEYGO_SOURCES allows"),
        (("--topic", "Memory"), "set SURVEYGO_SOURCES"),
        (("--paste", "missing.txt"), "need a --topic"),
        (("--topic", "Memory", "--paste", "missing.txt"), "cannot be read"),
        ((SAMPLE, "--topic", "Volcanic eruptions", "--sources", "library"), "Volcanic eruptions"),
    ],
)
def test_bad_options_are_one_sentence_and_nothing_is_written(
    options: tuple[str | Path, ...], why: str, tmp_path: Path
) -> None:
    run = write(*options, "--output", tmp_path / "out", data=tmp_path, SURVEYGO_SOURCES="none")
    assert run.returncode == 2 and why in run.stderr
    assert not (tmp_path / "out").exists()


def test_the_settings_say_whom_to_ask_and_where(tmp_path: Path) -> None:
    """As in the browser: the sources that the installation offers, at the addresses that it names."""
    with serving(Services()) as services:
        settings = {
            "SURVEYGO_SOURCES": "openalex,crossref",
            "SURVEYGO_SOURCE_ADDRESSES": ",".join(f"{name}={url}" for name, url in services.addresses.items()),
            "SURVEYGO_MAILTO": "team@example.org",
        }
        options = ("--topic", "Memory networks for sentiment", "--papers", "4", "--depth", "quick")
        run = write(*options, "--output", tmp_path / "out", data=tmp_path, **settings)
    assert run.returncode == 0, run.stderr
    assert set(services.asked) == {"openalex", "crossref", "unpaywall"}
    assert "OpenAlex:" in run.stderr and "Crossref:" in run.stderr
