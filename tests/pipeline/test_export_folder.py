"""What a run leaves, read back by the tools that people use."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from bibtexparser.entrypoint import parse_string

from pipeline.article import Article, ArticleSection
from pipeline.brief import Brief
from pipeline.errors import BadInput
from pipeline.evidence import Evidence, Support
from pipeline.export import EXPORTS, Document, write_folder
from pipeline.export.bibtex import bibtex
from pipeline.skeleton import Section, Skeleton
from pipeline.survey import Survey
from tests.pipeline.articles import ARTICLE, CORPUS, DIAGRAM, TABLE, WORKS

FILES = {"article.md", "references.bib", "evidence.json", "run.json", "surveyeval.jsonl"}


def survey() -> Survey:
    sections = (
        ArticleSection("abstract", "Abstract", "Two works [@gu2019position; @li2018ensure]."),
        ArticleSection("introduction", "Introduction", "Positions in [0, 1] matter [@gu2019position]."),
        ArticleSection(
            "s1", "Methods", f"{TABLE}\n\n{DIAGRAM}", (ArticleSection("s2", "Details", "Entailment [@li2018ensure]."),)
        ),
    )
    support = Support("gu2019position:p1", "gu2019position", 2, 0, 9, "Text two.", 0.9)
    evidence = Evidence(
        "k", "Positions matter.", "introduction", ("gu2019position",), "cited", "supported", 0.9, (support,)
    )
    skeleton = Skeleton("Correct", (Section("s1", "Methods", "gather", "compare", (), (Section("s2", "Details"),)),))
    return Survey(Article("Correct Summaries", sections), skeleton, (evidence,), {"seed": 7})


def written(folder: Path) -> dict[str, str]:
    write_folder(survey(), CORPUS, Brief("Correct Summaries"), folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def record(folder: Path) -> dict[str, Any]:
    return dict(json.loads(written(folder)["surveyeval.jsonl"]))


def test_the_folder_is_made_and_holds_five_files(tmp_path: Path) -> None:
    assert set(written(tmp_path / "new" / "folder")) == FILES


def test_other_files_are_left_alone_and_older_ones_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "article.md").write_text("old")
    files = written(tmp_path)
    assert set(files) == FILES | {"notes.txt"} and files["notes.txt"] == "mine"
    assert files["article.md"] == survey().article.to_markdown()


def test_a_folder_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match=r"cannot be written: .+\.$"):
        write_folder(survey(), CORPUS, Brief("T"), tmp_path / "file" / "folder")


def test_a_file_that_cannot_be_replaced_leaves_no_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "article.md").mkdir()
    with pytest.raises(BadInput):
        write_folder(survey(), CORPUS, Brief("T"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["article.md"]


def test_the_article_is_as_pandoc_reads_it(tmp_path: Path) -> None:
    article = written(tmp_path)["article.md"]
    assert article.startswith("# Correct Summaries\n\n## Abstract\n\n")
    tree = json.loads(pypandoc.convert_text(article, "json", format="markdown"))
    kinds = [block["t"] for block in tree["blocks"]]
    assert kinds.count("Header") == 5 and "Table" in kinds and "CodeBlock" in kinds


def test_evidence_and_record_are_whole(tmp_path: Path) -> None:
    files = written(tmp_path)
    (evidence,) = json.loads(files["evidence.json"])
    assert evidence["verdict"] == "supported" and evidence["supports"][0]["page"] == 2
    assert json.loads(files["run.json"]) == {"title": "Correct Summaries", "language": "en", "seed": 7}


def test_references_hold_only_cited_works_one_field_a_line(tmp_path: Path) -> None:
    text = written(tmp_path)["references.bib"]
    library = parse_string(text)
    entries = library.entries_dict
    assert not library.failed_blocks
    assert list(entries) == ["gu2019position", "li2018ensure"]
    assert entries["li2018ensure"]["author"] == "Haoran Li and Junnan Zhu and Laurens van der Maaten"
    assert entries["li2018ensure"].entry_type == "inproceedings"
    assert entries["gu2019position"]["doi"] == "10.1000/a_b"
    assert all(re.fullmatch(r"@\w+\{\w+,|  \w+ = \{.*\},|\}|", line) for line in text.split("\n"))


def test_pandoc_reads_the_titles_back_as_given() -> None:
    text = bibtex(ARTICLE, WORKS)
    items = {item["id"]: item for item in json.loads(pypandoc.convert_text(text, "csljson", format="bibtex"))}
    title = re.sub(r"</?span[^>]*>", "", items["li2018ensure"]["title"])
    assert title == WORKS["li2018ensure"].title
    assert items["li2018ensure"]["author"][2] == {
        "family": "Maaten",
        "given": "Laurens",
        "dropping-particle": "van der",
    }
    assert "URL" not in items["hidden2021link"]


def test_citeproc_finds_every_cited_work(tmp_path: Path) -> None:
    written(tmp_path)
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--citeproc", "--bibliography", "references.bib", "-t", "plain", "article.md"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "not found" not in done.stderr and "Is Position Enough?" in done.stdout


def test_surveyeval_numbers_are_places_in_its_papers(tmp_path: Path) -> None:
    kept = record(tmp_path)
    assert [paper["bibkey"] for paper in kept["papers"]][:2] == ["gu2019position", "li2018ensure"]
    assert len(kept["papers"]) == len(CORPUS.papers)
    assert "Positions in ［0, 1］ matter [1]." in kept["content"]
    assert "Two works [1,2]." in kept["content"]
    numbers = [int(n) for group in re.findall(r"\[([\d,]+)\]", kept["content"]) for n in group.split(",")]
    assert set(numbers) == {1, 2}
    assert kept["ref_str"].startswith("## References\n\n[1] Gu, S. (2019). Is Position Enough?")


def test_surveyeval_sections_are_numbered_and_diagrams_left_out(tmp_path: Path) -> None:
    kept = record(tmp_path)
    headings = [line for line in kept["content"].split("\n") if line.startswith("#")]
    assert headings == [
        "# Correct Summaries",
        "## Abstract",
        "## 1. Introduction",
        "## 2. Methods",
        "### 2.1 Details",
    ]
    assert "mermaid" not in kept["content"] and "Taxonomy of the works" in kept["content"]
    assert "## 1. Methods\n\ngather\n\ncompare\n\n### 1.1 Details" in kept["outline"]


def test_markdown_ends_with_the_references_that_it_cites() -> None:
    text = EXPORTS["markdown"].write(Document(ARTICLE, WORKS)).decode()
    assert text.startswith(ARTICLE.rstrip())
    tail = text[len(ARTICLE.rstrip()) :].split("\n")
    assert tail[2] == "## References"
    assert tail[4].startswith("1. `@gu2019position` Gu, S. (2019). Is Position Enough? Journal of Tests.")
    assert tail[4].endswith("<https://doi.org/10.1000/a_b>")
    assert tail[6] == "3. `@hidden2021link` Hidden Link. arXiv."
    assert "javascript" not in text and "Nobody" not in text
