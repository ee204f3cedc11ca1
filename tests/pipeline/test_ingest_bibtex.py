"""BibTeX: entries, their fields, and the files they find."""

from __future__ import annotations

import logging
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.ingest import FileReport, Ingested, read_collection, read_files
from pipeline.ingest.people import split_names
from pipeline.ingest.tex import to_text
from tests.pipeline import pdfs

ABSTRACT = "The abstract says in a sentence or two what was done."


def read(*paths: Path) -> Ingested:
    return read_files(paths, on_file=lambda report: None)


def reports(found: Ingested) -> dict[str, FileReport]:
    return {report.name.split(": ")[-1]: report for report in found.reports}


def entry(key: str, title: str, **fields: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@article{{{key},\n  title = {{{title}}},\n{lines}}}\n"


def test_the_papers_of_a_real_file_have_their_pdfs(data: Path) -> None:
    corpus = read_collection(data / "dev_nlp.bib")
    assert len(corpus.papers) == 79 and not corpus.dropped
    assert sum(1 for paper in corpus.papers if len(paper.page_starts) >= 6) == 20
    assert corpus.papers[1].bibkey == "gu2018position"
    assert corpus.papers[1].authors == ("Shuqin Gu", "Lipeng Zhang", "Yuexian Hou", "Yin Song")
    assert corpus.papers[0].text.endswith(corpus.papers[0].abstract)


def test_every_entry_of_authors_own_files_is_accounted_for(data: Path) -> None:
    for path in sorted((data / "scipy_bib").glob("*.bib")):
        found = read(path)
        entries = path.read_text(encoding="utf-8", errors="replace").count("\n@") + 1
        assert abs(len(found.reports) - entries) <= 1, path.name
        assert all(paper.abstract and "{" not in paper.title for paper in found.papers), path.name
        refused = [report.reason for report in found.reports if report.status == "refused"]
        assert all(re.search("no abstract|no title|duplicate", reason) for reason in refused), path.name


def test_fields_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        entry(
            "muller2020",
            r"{\"U}ber {G}o{\~n}i's $\alpha$-method: 50\% \emph{better}",
            author=r"M{\"u}ller, J{\'e}r{\^o}me and {World Health Organization} and {\L}ukasz Nowak and others",
            year="2020",
            journal=r"Journal of Tests \& Trials",
            doi="https://doi.org/10.1000/X_1",
            abstract=ABSTRACT,
        ),
        encoding="utf-8",
    )
    (paper,) = read(path).papers
    assert paper.title == "Über Goñi's α-method: 50% better"
    assert paper.authors == ("Jérôme Müller", "World Health Organization", "Łukasz Nowak")
    assert (paper.year, paper.venue, paper.doi) == (2020, "Journal of Tests & Trials", "10.1000/x_1")
    assert (paper.url, paper.bibkey, paper.text) == ("https://doi.org/10.1000/x_1", "muller2020", ABSTRACT)


def test_an_entry_finds_its_pdf_by_field_key_name_or_title(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    pdfs.simple(tmp_path / "files" / "x1.pdf", "Named by its Field")
    pdfs.simple(tmp_path / "beta_2020.pdf", "Named by its Key")
    pdfs.simple(tmp_path / "Gamma - 2021 - A Rather Long Title That Says.pdf", "A Rather Long Title That Says Much")
    pdfs.simple(tmp_path / "download (3).pdf", "Found by the Title Inside")
    (tmp_path / "refs.bib").write_text(
        entry("alpha", "Named by its Field", file=r":C\:\\Users\\alice\\files\\x1.pdf:PDF", abstract=ABSTRACT)
        + entry("beta:2020", "Another Title", abstract=ABSTRACT)
        + entry("gamma", "A Rather Long Title That Says", year="2021")
        + entry("delta", "{F}ound by the title inside")
        + entry("epsilon", "Without a file", abstract=ABSTRACT)
        + entry("zeta", "With neither"),
        encoding="utf-8",
    )
    for found in (read(tmp_path / "refs.bib"), read(tmp_path), read(*sorted(tmp_path.rglob("*.*")))):
        status = {key: report.status for key, report in reports(found).items()}
        assert status == {
            "alpha": "read",
            "beta:2020": "read",
            "gamma": "read",
            "delta": "read",
            "epsilon": "partly",
            "zeta": "refused",
        } | {key: "read" for key in status if key.endswith(".pdf")}
        assert [paper.title for paper in found.papers][:2] == ["Named by its Field", "Another Title"]
        assert all(pdfs.WORDS[:50] in paper.text for paper in found.papers[:4])
        assert "abstract is used" in reports(found)["epsilon"].reason
        assert "put its PDF beside" in reports(found)["zeta"].reason


def test_a_zip_with_bibtex_is_read_like_a_folder(tmp_path: Path) -> None:
    pdf = pdfs.simple(tmp_path / "a.pdf", "A Paper in a Zip")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(pdf, "export/files/7/a.pdf")
        archive.writestr(
            "export/refs.bib", entry("alpha", "A Paper in a Zip", file="Full Text:files/7/a.pdf:application/pdf")
        )
    found = read(tmp_path / "all.zip")
    assert [(r.status, r.papers, r.pages) for r in found.reports] == [("read", 1, 1), ("read", 0, None)]


def test_a_file_field_reaches_nothing_outside_of_the_folder(tmp_path: Path) -> None:
    pdfs.simple(tmp_path / "secret.pdf", "A Secret Paper")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.bib").write_text(entry("a", "An entry", file="../secret.pdf", abstract=ABSTRACT), encoding="utf-8")
    assert read(folder / "a.bib").papers[0].text == ABSTRACT


def test_a_pdf_that_cannot_be_used_leaves_the_abstract(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"<html>not a PDF</html>")
    (tmp_path / "a.bib").write_text(entry("a", "An entry", abstract=ABSTRACT), encoding="utf-8")
    (report,) = read(tmp_path / "a.bib").reports
    assert report.status == "partly" and "a.pdf cannot be used: it is not a PDF" in report.reason


def test_a_broken_entry_is_named_by_its_line_and_the_others_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.bib"
    path.write_text(f"@article{{a, title={{Open brace,\n\n\n{entry('b', 'Whole', abstract=ABSTRACT)}", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        found = read(path)
    assert [report.status for report in found.reports] == ["partly", "refused"]
    assert "line 1" in found.reports[1].name and "broken" in found.reports[1].reason
    assert not caplog.records


def test_what_holds_no_entry_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("just words", encoding="utf-8")
    with pytest.raises(BadInput, match="no BibTeX entry"):
        read_collection(tmp_path / "a.bib")


@pytest.mark.parametrize("tex", ["{" * 50_000, "\\" * 50_000, "$" * 50_001, "\\frac{" * 5_000, "\\begin{a}" * 5_000])
def test_hostile_tex_ends_as_text(tex: str) -> None:
    assert isinstance(to_text(tex), str)


def test_names_are_split_outside_of_braces() -> None:
    assert split_names("{Ernst and Young} and de la Cruz, Ana  and\nSmith, Jr., Bob") == [
        "{Ernst and Young}",
        "Ana de la Cruz",
        "Bob Smith Jr.",
    ]
