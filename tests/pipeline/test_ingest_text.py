"""Markdown, plain text and reStructuredText; encodings; reference lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import FileReport, read_files
from pipeline.ingest.references import body, cut
from pipeline.paper import Paper

SENTENCE = "This is a sentence that is long enough for a short paper about nothing in particular. "


def read(path: Path, content: str | bytes) -> tuple[Paper, FileReport]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_files([path], on_file=lambda report: None)
    return found.papers[0], found.reports[0]


def test_markdown_has_its_title_and_abstract(tmp_path: Path) -> None:
    paper, report = read(
        tmp_path / "a.md", f"# On Things\n\n## Abstract\n\n{SENTENCE}\n\n## 1 Introduction\n\n{SENTENCE}\n"
    )
    assert (paper.title, paper.abstract) == ("On Things", SENTENCE.strip())
    assert paper.text.startswith("## Abstract") and report.status == "read"


def test_markup_that_is_not_text_goes(tmp_path: Path) -> None:
    line = "See **all** of [the code](https://example.org) ![x](y.png) in [0, 1], 2 * 3 * 4 [@a; @b] [1].<!-- no -->"
    paper, _ = read(tmp_path / "a.md", f"# On Things\n\n{line}\n\n{SENTENCE}")
    assert paper.text.startswith("See all of the code  in [0, 1], 2 * 3 * 4 [@a; @b] [1].\n\nThis")


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    front = (
        'title: "On: Things"\nauthors:\n  - Alice Alpha\n  - name: Bob Beta\ndate: 2021-05-04\njournal: Tests\n'
        "abstract: >\n  Two\n  lines.\n"
    )
    paper, _ = read(tmp_path / "a.md", f"---\n{front}---\n\n{SENTENCE * 3}")
    assert (paper.title, paper.authors, paper.year) == ("On: Things", ("Alice Alpha", "Bob Beta"), 2021)
    assert (paper.venue, paper.abstract, paper.text) == ("Tests", "Two lines.", (SENTENCE * 3).strip())


def test_plain_text_has_its_first_line_as_title(tmp_path: Path) -> None:
    paper, _ = read(tmp_path / "a.txt", f"On Things\n\n{SENTENCE * 3}")
    assert (paper.title, paper.text) == ("On Things", (SENTENCE * 3).strip())


def test_text_without_a_title_is_called_by_its_file(tmp_path: Path) -> None:
    paper, report = read(tmp_path / "my_notes.txt", SENTENCE * 5)
    assert paper.title == "my notes" and report.status == "partly" and "title" in report.reason


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "utf-8-sig",
            "Über Größen\n\n" + "Die Größe der Wörter läßt sich schätzen, sagen die Gelehrten aus Österreich. " * 4,
        ),
        ("utf-16", "Über Größen\n\n" + "Die Größe der Wörter läßt sich schätzen. " * 4),
        ("gb18030", "论事物\n\n" + "本文讨论没有任何特别之处的事物，并且足够长，可以被识别出来。" * 6),
        (
            "cp1252",
            "Über Größen\n\n" + "Die Größe der Wörter läßt sich schätzen, sagen die Gelehrten aus Österreich. " * 4,
        ),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, encoding: str, text: str) -> None:
    paper, _ = read(tmp_path / "a.txt", text.encode(encoding))
    assert f"{paper.title}\n\n{paper.text}" == text.strip()


def test_restructured_text_of_authors_is_read(data: Path) -> None:
    found = read_files([data / "nasty" / "restructuredtext_paper.rst"], on_file=lambda report: None)
    (paper,) = found.papers
    assert paper.title == "cesium: Open-Source Platform for Time-Series Inference"
    assert paper.authors[:2] == ("Brett Naul", "Stéfan van der Walt")
    assert paper.abstract.startswith("Inference on time series data") and "xarray, dask" in paper.abstract
    assert (
        paper.text.startswith("Introduction\n\nFrom the reading of")
        and "====" not in paper.text
        and ".. figure" not in paper.text
    )


LIST = "\n\n".join(
    f"[{i}] Alpha A. and Beta B. {1990 + i}. A paper on things, part {i}. Journal of Tests, {i}(2)." for i in range(9)
)


@pytest.mark.parametrize(
    "heading", ["References", "## References", "7 REFERENCES", "Bibliography:", "**References**", "参考文献"]
)
def test_the_list_of_references_is_cut(heading: str) -> None:
    assert body(f"{SENTENCE * 9}\n\n{heading}\n\n{LIST}\n") == (SENTENCE * 9).strip()


def test_an_appendix_behind_the_list_stays() -> None:
    text = f"{SENTENCE * 30}\n\nReferences\n\n{LIST}\n\nA Further Details\n\n{SENTENCE * 20}"
    assert body(text) == f"{(SENTENCE * 30).strip()}\n\nA Further Details\n\n{(SENTENCE * 20).strip()}"


@pytest.mark.parametrize(
    "text",
    [
        f"References\n\n{SENTENCE * 9}",
        f"{SENTENCE * 9}\n\nReferences\n\n{SENTENCE * 20}",
        f"{SENTENCE * 9} See the references [1, 2] for more, with weights in [0, 1].",
    ],
)
def test_what_is_no_list_of_references_stays(text: str) -> None:
    assert body(text) == text


def test_pages_move_with_the_text_that_is_cut() -> None:
    text = f"{SENTENCE * 30}\n\nReferences\n\n{LIST}\n\nA Further Details\n\n{SENTENCE * 20}".strip()
    kept, starts = cut(text, (0, 500, text.index("[3]"), text.index("A Further")))
    assert starts[:2] == (0, 500) and starts[2] <= starts[3] == kept.index("A Further")
