"""Papers read in several processes give the claims that reading them one by one gives."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.engines.extractive import readers
from pipeline.engines.extractive.reading import read_claims
from pipeline.ingest import read_collection
from tests.conftest import ROOT

SAMPLE = ROOT / "samples" / "long-form-generation.jsonl"


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the claims nor their order; a child that dies is made good."""
    papers = read_collection(SAMPLE, on_file=lambda _: None).papers
    expected = {paper.bibkey: read_claims(paper, "en") for paper in papers}
    monkeypatch.setattr(readers, "MANY_TOKENS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert readers.read_all(papers, "en") == expected
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert readers.read_all(papers, "en") == expected
