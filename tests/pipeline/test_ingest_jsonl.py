"""Collections in the reference's format: what is read, and the sentence each mistake gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BadInput
from pipeline.ingest import read_collection


def write(path: Path, *records: Any) -> Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
    return path


def paper(**fields: Any) -> dict[str, Any]:
    return {"title": "A Title", "txt": "One sentence. Another one."} | fields


def test_it_reads_every_field(tmp_path: Path) -> None:
    record = paper(abstract="One sentence.", authors=["Bob Bee"], year="2019", venue="V", doi="https://doi.org/10.1000/ABC",
                   url="https://example.org/a", bibkey="bee2019title")  # fmt: skip
    corpus = read_collection(write(tmp_path / "c.jsonl", {"title": "All", "papers": [record]}))
    (found,) = corpus.papers
    assert corpus.title == "All"
    assert (found.title, found.text, found.abstract) == ("A Title", "One sentence. Another one.", "One sentence.")
    assert (found.authors, found.year, found.venue, found.doi) == (("Bob Bee",), 2019, "V", "10.1000/abc")
    assert (found.url, found.bibkey) == ("https://example.org/a", "bee2019title")


def test_it_takes_one_paper_per_line(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", {"title": "A", "abstract": "Only that."}, {"title": "B", "text": "A text."})
    assert [(p.title, p.text) for p in read_collection(path).papers] == [("A", "Only that."), ("B", "A text.")]


def test_it_names_the_titles_of_several_collections(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", *({"title": t, "papers": [paper(title=t * 3)]} for t in ("First", "Second")))
    with pytest.raises(BadInput, match=r"2 collections.*1: First; 2: Second"):
        read_collection(path)
    assert read_collection(path, line=2).papers[0].title == "SecondSecondSecond"
    with pytest.raises(BadInput, match="none in line 3"):
        read_collection(path, line=3)


def test_broken_json_is_named_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"title": "A", "txt": "x"}\n{"title": "B", "txt": ', encoding="utf-8")
    with pytest.raises(BadInput, match=r"line 2, column \d+"):
        read_collection(path)


def test_json_over_several_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"title": "T", "papers": [paper()]}, indent=2), encoding="utf-8")
    assert read_collection(path).title == "T"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"papers": []}, "empty"),
        ({"papers": "x"}, '"papers" of line 1 .* must be a list, not a string'),
        ({"papers": [7]}, "Paper 1 in line 1 .* must be an object .* not a number"),
        ({"papers": [paper(), paper(txt=3)]}, '"txt" of paper 2 in line 1 .* must be a string, not a number'),
        ({"papers": [paper(title=None)]}, "Paper 1 .* has no title"),
        ({"papers": [paper(year="soon")]}, '"year" of paper 1 .* not "soon"'),
        ({"papers": [paper(authors={"a": 1})]}, '"authors" of paper 1'),
        ({"papers": [paper()], "title": []}, '"title" of line 1 .* not a list'),
        ([], "is empty"),
        (5, "not a number"),
    ],
)
def test_a_mistake_is_named_by_record_and_field(tmp_path: Path, record: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_collection(write(tmp_path / "c.jsonl", record))


@pytest.mark.parametrize("content", ["", "\n\n", "[" * 100_000, '{"papers":' * 100_000])
def test_nothing_in_it_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput):
        read_collection(path)


def test_what_no_store_accepts_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"title": "A\\u0000B", "txt": "x\\ud800y \\ufb01n\u2028z", "url": "javascript:alert(1)"}', "utf-8")
    (found,) = read_collection(path).papers
    assert (found.title, found.text, found.url) == ("AB", "xy fin\nz", "")


def test_papers_of_one_title_and_different_texts_are_both_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", {"papers": [paper(), paper(txt="Quite another text.")]})
    assert len({p.bibkey for p in read_collection(path).papers}) == 2
