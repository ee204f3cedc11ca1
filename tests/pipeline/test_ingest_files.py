"""Many files at once: order, reports, duplicates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.ingest import FileReport, read_collection, read_files
from tests.pipeline import pdfs

SENTENCE = "This is a sentence that is long enough for a short paper about nothing in particular. "


def note(path: Path, title: str, text: str = SENTENCE * 3, **fields: str) -> Path:
    front = "".join(f"{name}: {value}\n" for name, value in {"title": title, **fields}.items())
    path.write_text(f"---\n{front}---\n{text}\n", encoding="utf-8")
    return path


def test_files_are_read_in_their_order_and_reported_as_they_are_done(tmp_path: Path) -> None:
    paths = [
        pdfs.simple(tmp_path / "z.pdf", "The First Paper"),
        note(tmp_path / "a.md", "The Second Paper"),
        pdfs.simple(tmp_path / "b.pdf", "The Third Paper", pdfs.WORDS * 9),
    ]
    reports: list[FileReport] = []
    found = read_files(paths, on_file=reports.append)
    assert [paper.title for paper in found.papers] == ["The First Paper", "The Second Paper", "The Third Paper"]
    assert [(r.name, r.status, r.papers, r.title) for r in reports] == [
        ("z.pdf", "read", 1, "The First Paper"),
        ("a.md", "read", 1, "The Second Paper"),
        ("b.pdf", "read", 1, "The Third Paper"),
    ]
    assert tuple(reports) == found.reports


def test_the_same_file_twice_is_a_duplicate(tmp_path: Path) -> None:
    paths = [pdfs.simple(tmp_path / "a.pdf", "One Paper"), tmp_path / "copy.pdf"]
    paths[1].write_bytes(paths[0].read_bytes())
    found = read_files(paths, on_file=lambda report: None)
    assert len(found.papers) == 1
    assert (found.reports[1].status, found.reports[1].reason) == ("refused", "it is a duplicate of a.pdf")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"title": "One", "doi": "10.1000/1"}, {"title": "Two", "doi": "https://doi.org/10.1000/1"}, True),
        ({"title": "A Title: of Two"}, {"title": "a title of two"}, True),
        ({"title": "One", "year": "2019"}, {"title": "One", "year": "2021"}, False),
        (
            {"title": "One"},
            {"title": "One", "text": "Another text about wholly different things, as anyone can see. " * 4},
            False,
        ),
        (
            {"title": "One", "text": SENTENCE * 9},
            {"title": "One", "text": SENTENCE * 9 + "And one more sentence."},
            True,
        ),
    ],
)
def test_duplicates(tmp_path: Path, first: dict[str, str], second: dict[str, str], same: bool) -> None:
    paths = [note(tmp_path / "a.md", **first), note(tmp_path / "b.md", **second)]
    found = read_files(paths, on_file=lambda report: None)
    assert len(found.papers) == (1 if same else 2)


def test_papers_left_out_are_in_the_corpus_with_the_reason(tmp_path: Path) -> None:
    record = {"title": "One", "txt": SENTENCE * 3}
    (tmp_path / "c.jsonl").write_text(json.dumps({"title": "All", "papers": [record, record]}), encoding="utf-8")
    (tmp_path / "empty.pdf").touch()
    corpus = read_collection(tmp_path)
    assert corpus.title == "All" and len(corpus.papers) == 1
    assert [(d.name, d.reason) for d in corpus.dropped] == [
        ("c.jsonl: One", "it is a duplicate of c.jsonl: One"),
        ("empty.pdf", "it is empty"),
    ]


def test_a_readme_is_no_paper(tmp_path: Path) -> None:
    note(tmp_path / "README.md", "How to read this folder")
    note(tmp_path / "a.md", "A Paper")
    assert [paper.title for paper in read_collection(tmp_path).papers] == ["A Paper"]


def test_nested_folders_are_read_and_hidden_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    note(tmp_path / "a" / "b" / "deep.md", "Deep")
    note(tmp_path / ".git" / "x.md", "Hidden")
    found = read_files([tmp_path], on_file=lambda report: None)
    assert [report.name for report in found.reports] == ["a/b/deep.md"]


def test_the_sample_collection_is_read() -> None:
    root = Path(__file__).resolve().parents[2]
    corpus = read_collection(root / "samples" / "long-form-generation.jsonl")
    assert len(corpus.papers) >= 20 and not corpus.dropped
