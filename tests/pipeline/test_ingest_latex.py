"""LaTeX: one file, folders and zips with parts, their bibliographies and figures."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.ingest import Ingested, read_files
from pipeline.paper import Paper
from tests.pipeline import pdfs

TEXT = (
    "The first sentence of a paragraph says what the paragraph is about, and the others give the reasons for it. "
    "A model that reads the whole collection before it writes is slower than one that does not, but its text is sound."
)
MAIN = rf"""% A comment \input{{nowhere}}
\documentclass[11pt]{{article}}
\usepackage{{natbib,amsmath}}
\newcommand{{\ours}}{{\textsc{{Grouper}}}}
\title{{Grouping M\"uller's Papers\\ with \ours{{}}}}
\author{{Alice Alpha\thanks{{Work done at home.}}\\ University of Somewhere\\ \texttt{{a@example.org}} \And
Bob van Beta$^{{1}}$ \\ Institute of Elsewhere}}
\date{{March 2021}}
\begin{{document}}
\maketitle
\begin{{abstract}}
{TEXT}
\end{{abstract}}
\section{{Introduction}}\label{{sec:intro}}
{TEXT} We call it \ours{{}} \citep{{gamma2019,delta2018}}, as \citet{{gamma2019}} do.
\input{{parts/method}}
\include{{parts/results.tex}}
\begin{{figure}}\includegraphics[width=3cm]{{figures/plot}}\caption{{How it grows.}}\end{{figure}}
\input{{../../../../etc/passwd}}
\bibliographystyle{{plain}}
\bibliography{{refs}}
\end{{document}}
"""
METHOD = rf"""\section{{Method}}
{TEXT} It holds that $E = mc^2$ in \ref{{sec:intro}}.
\begin{{equation}} a = b + c \end{{equation}}
\input{{parts/deeper}}
"""
BIB = """@article{gamma2019, author={Gamma, Carla and Delta, Dan and Eta, Eve}, title={A Thing}, year=2019}
@article{delta2018, author={Delta, Dan and Eta, Eve}, title={Another}, year={2018}}
"""


def project(folder: Path) -> Path:
    (folder / "parts").mkdir(parents=True)
    (folder / "figures").mkdir()
    (folder / "main.tex").write_text(MAIN, encoding="utf-8")
    (folder / "parts" / "method.tex").write_text(METHOD)
    (folder / "parts" / "deeper.tex").write_text(rf"\subsection{{Deeper}} {TEXT}")
    (folder / "parts" / "results.tex").write_text(rf"\section{{Results}} {TEXT}")
    (folder / "parts" / "old.tex").write_text("An old part that nobody includes.")
    (folder / "refs.bib").write_text(BIB)
    (folder / "style.sty").write_text("x")
    pdfs.simple(folder / "figures" / "plot.pdf", "Not a Paper")
    return folder


def read(*paths: Path) -> Ingested:
    return read_files(paths, on_file=lambda report: None)


def check(paper: Paper) -> None:
    assert paper.title == "Grouping Müller’s Papers with Grouper"
    assert (paper.authors, paper.year) == (("Alice Alpha", "Bob van Beta"), 2021)
    assert paper.abstract == TEXT
    assert f"# Introduction\n\n{TEXT} We call it Grouper (Gamma et al., 2019; Delta and Eta, 2018), as" in paper.text
    assert "as Gamma et al. (2019) do." in paper.text
    assert f"# Method\n\n{TEXT} It holds that $E = mc^2$" in paper.text and "$$a = b + c$$" in paper.text
    assert f"## Deeper\n\n{TEXT}" in paper.text and f"# Results\n\n{TEXT}" in paper.text
    assert "How it grows." in paper.text
    assert "root:" not in paper.text and "\\" not in paper.text and "A comment" not in paper.text


def test_a_folder_with_parts_is_one_paper(tmp_path: Path) -> None:
    found = read(project(tmp_path / "paper"))
    (paper,) = found.papers
    check(paper)
    reports = {report.name: report for report in found.reports}
    assert (reports["main.tex"].status, reports["main.tex"].papers) == ("read", 1)
    for part in ("parts/method.tex", "parts/deeper.tex", "refs.bib", "style.sty", "figures/plot.pdf"):
        assert (reports[part].status, reports[part].reason) == ("read", "it is part of main.tex")
    assert reports["parts/old.tex"].status == "refused"
    assert reports["parts/old.tex"].reason == "it is a part of a LaTeX project, but main.tex does not include it"


def test_a_zip_of_a_project_is_one_paper(tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "paper"), "zip", project(tmp_path / "paper"))
    (paper,) = read(Path(archive)).papers
    check(paper)


def test_the_main_file_alone_finds_its_parts_beside_it(tmp_path: Path) -> None:
    (paper,) = read(project(tmp_path / "paper") / "main.tex").papers
    check(paper)


def test_citations_are_named_by_the_list_that_latex_made(tmp_path: Path) -> None:
    folder = project(tmp_path / "paper")
    (folder / "refs.bib").unlink()
    (folder / "main.bbl").write_text(
        r"""\begin{thebibliography}{2}
\bibitem[{Gamma et~al.(2019)Gamma, Delta, and Eta}]{gamma2019}
Carla Gamma. A thing.
\bibitem{delta2018} Dan Delta. Another. \end{thebibliography}"""
    )
    (paper,) = read(folder).papers
    assert "We call it Grouper (Gamma et al., 2019; [2])" in paper.text


def test_a_file_that_pandoc_cannot_read_is_read_all_the_same(tmp_path: Path) -> None:
    broken = MAIN.replace(r"\begin{equation", r"\begin{eq").replace(r"\maketitle", r"\maketitle {{{ \begin{center}")
    (tmp_path / "a.tex").write_text(broken)
    (paper,) = read(tmp_path / "a.tex").papers
    assert "Grouping Müller" in paper.title and paper.authors == ("Alice Alpha", "Bob van Beta")
    assert paper.abstract == TEXT and TEXT in paper.text


def test_parts_that_include_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(r"\documentclass{article}\begin{document}\input{a}\end{document}")
    (tmp_path / "a.tex").write_text(r"\input{b}")
    (tmp_path / "b.tex").write_text(r"\input{a}")
    report = read(tmp_path).reports[-1]
    assert report.reason == "its parts include each other without end"


def test_a_fragment_without_a_head_is_a_paper(tmp_path: Path) -> None:
    (tmp_path / "on_fragments.tex").write_text(rf"\section{{Fragments}} {TEXT} \textbf{{Bold}} as it is.")
    (paper,) = read(tmp_path / "on_fragments.tex").papers
    assert f"{TEXT} Bold as it is." in paper.text


def test_a_picture_in_latex_is_no_paper(data: Path) -> None:
    (report,) = read(data / "nasty" / "latex_fragment.tex").reports
    assert report.reason == "it holds next to no text"
