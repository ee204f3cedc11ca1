"""PDFs: the fields and the text of real papers, and of layouts made for the purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typst

from pipeline.ingest import FileReport, read_files
from pipeline.paper import Corpus, Paper
from tests.pipeline import pdfs
from tests.pipeline.measure_pdf import Pair, quality, records_with_files

# One process makes what these tests share, once.
pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="module")
def pairs(data: Path) -> list[Pair]:
    """Twenty published papers: the reference's record and what was read from the PDF."""
    records = records_with_files(data)
    found = read_files([data / record["file"] for record in records], on_file=lambda report: None)
    return list(zip(records, found.papers, strict=True))


def test_fields_words_and_order_agree_with_the_reference(pairs: list[Pair]) -> None:
    found = quality(pairs)
    assert found.title >= 0.95 and found.year >= 0.90 and found.first_author >= 0.90 and found.abstract >= 0.90
    assert found.worst_words >= 0.95 and found.words >= 0.98
    assert found.runs >= 0.90 and found.order >= 0.90


def test_no_running_heads_page_numbers_ligatures_or_front_matter_remain(pairs: list[Pair]) -> None:
    for record, paper in pairs:
        assert not re.search("[ﬀ-ﬆ\ufffe\ufffd\x02]", paper.text), record["file"]
        assert "Association for Computational Linguistics\n" not in paper.text, record["file"]
        alone = {int(number) for number in re.findall(r"^\d{3,4}$", paper.text, re.MULTILINE)}
        assert not any({number, number + 1, number + 2} <= alone for number in alone), record["file"]
        assert paper.text.startswith("Abstract"), record["file"]


def test_sections_stand_on_lines_of_their_own(pairs: list[Pair]) -> None:
    for record, paper in pairs:
        numbers = re.findall(r"(?:^|\n\n)(\d)\.? [A-Z][^\n]{2,80}\n\n", paper.text)
        assert {"1", "2", "3"} <= set(numbers), record["file"]


def test_pages_are_known_for_evidence(pairs: list[Pair]) -> None:
    for record, paper in pairs:
        starts = paper.page_starts
        assert list(starts) == sorted(starts) and starts[-1] <= len(paper.text), record["file"]
        assert paper.page_at(0) == 1 and len({p.page for p in paper.passages}) >= len(starts) - 3, record["file"]


def test_passages_keep_their_pages_in_a_corpus(pairs: list[Pair]) -> None:
    paper = Corpus.build([pairs[0][1]]).papers[0]
    passage = next(p for p in paper.passages if "loss function, and the formula is as follows" in p.text)
    assert passage.page == 5


TWO_COLUMNS = r"""
#set page(paper: "a4", columns: 2, footer: [Journal of Tests 12 (2021)],
  header: context [#if counter(page).get().first() > 1 [A running head #h(1fr) #counter(page).display()]])
#set par(justify: true, first-line-indent: 1em)
#set text(size: 10pt, lang: "en", hyphenate: true)
#place(top, scope: "parent", float: true)[#align(center)[
#text(17pt)[*Learning to Order Columns\ with Well-Behaved Hyphens*]

Alice Alpha#super[1], Bob van Beta#super[2] and Charlie Gamma#super[1,2]

#super[1]University of Somewhere, #super[2]Institute of Elsewhere]]
*Abstract.* WORDS

= 1 Introduction
WORDS WORDS It is a state-of-the-art, two-column, office-like example of efficient
flows.#footnote[A note that stands at the foot of a column.] WORDS

#figure(
  table(columns: 2, [Model], [F1], [Base], [80.1], [Ours], [83.4]),
  caption: [Results of the two models on the test set.])
WORDS WORDS WORDS WORDS WORDS WORDS WORDS WORDS
= 2 Method
WORDS WORDS WORDS WORDS WORDS WORDS WORDS Nearly $10^(-3)$ of all cases were left out here.
= References
[1] Alpha A. 2019. A paper. Journal of Tests, 1(2).

[2] Beta B. 2020. Another paper. Journal of Tests, 2(2).
= A Further Details
WORDS
"""


@pytest.fixture(scope="module")
def two_columns(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    source = TWO_COLUMNS.replace("WORDS", pdfs.WORDS)
    path = pdfs.paper(tmp_path_factory.mktemp("pdf") / "two.pdf", source)
    (paper,) = read_files([path], on_file=lambda report: None).papers
    return paper


def test_a_two_column_paper_reads_in_order(two_columns: Paper) -> None:
    assert two_columns.title == "Learning to Order Columns with Well-Behaved Hyphens"
    assert two_columns.authors == ("Alice Alpha", "Bob van Beta", "Charlie Gamma")
    assert two_columns.year == 2021
    assert two_columns.abstract == pdfs.WORDS.strip()
    assert two_columns.text.count(pdfs.WORDS.strip()) == 20
    assert "state-of-the-art, two-column, office-like example of efficient flows. The first" in two_columns.text


def test_what_stands_beside_the_text_stays_beside_it(two_columns: Paper) -> None:
    paragraphs = two_columns.text.split("\n\n")
    assert "A note that stands at the foot of a column." in paragraphs
    assert "Table 1: Results of the two models on the test set." in paragraphs
    assert "A running head" not in two_columns.text and "Journal of Tests" not in two_columns.text


def test_the_reference_list_goes_and_the_appendix_stays(two_columns: Paper) -> None:
    assert "Alpha A. 2019" not in two_columns.text
    assert f"A Further Details\n\n{pdfs.WORDS.strip()}" in two_columns.text


def test_a_number_keeps_its_exponent(two_columns: Paper) -> None:
    assert re.search(r"Nearly 10\^[−-]3 of all cases", two_columns.text)


def test_a_paper_of_400_pages_is_read_to_its_end(tmp_path: Path) -> None:
    lines = b"".join(
        b"1 0 0 1 72 %d Tm (Line of text with %d words that go on and on.) Tj " % (760 - 14 * i, i) for i in range(45)
    )
    path = pdfs.raw(tmp_path / "long.pdf", b"BT /F1 10 Tf %s ET" % lines, pages=400)
    reports: list[FileReport] = []
    (paper,) = read_files([path], on_file=reports.append).papers
    assert reports[0].pages == 400 and len(paper.page_starts) == 400
    assert paper.text.count("Line of text with 7 words") == 400


def test_the_stamp_of_arxiv_gives_year_and_address_and_is_no_text(tmp_path: Path) -> None:
    stamp = r"arXiv:2301.01234v2 \[cs.CL\] 5 Jan 2023"
    source = f"""
#set page(paper: "us-letter", numbering: "1")
#place(left + horizon, dx: -40pt, rotate(-90deg, reflow: true)[#text(16pt)[{stamp}]])
#text(16pt)[*A Paper with a Stamp on its Side*]

Alice Alpha #h(3em) Bob Beta

#text(13pt)[*Abstract*]

{pdfs.WORDS}

= 1. Introduction
{pdfs.WORDS * 12}
"""
    (paper,) = read_files([pdfs.paper(tmp_path / "a.pdf", source)], on_file=lambda report: None).papers
    assert (paper.title, paper.authors) == ("A Paper with a Stamp on its Side", ("Alice Alpha", "Bob Beta"))
    assert (paper.year, paper.url) == (2023, "https://arxiv.org/abs/2301.01234")
    assert paper.text == f"Abstract\n\n{pdfs.WORDS.strip()}\n\n1. Introduction\n\n{(pdfs.WORDS * 12).strip()}"


def test_a_chinese_paper_is_read(tmp_path: Path) -> None:
    if "Noto Serif CJK SC" not in typst.Fonts().families():
        pytest.skip("No Chinese font is installed: install Noto Serif CJK to run this test.")
    sentence = "本文研究面向长文本生成的检索增强方法，并在两个数据集上报告了实验结果。"
    source = f"""
#set page(paper: "a4")
#set text(font: "Noto Serif CJK SC", lang: "zh")
#align(center)[#text(18pt)[*检索增强方法研究*]

张三，李四

某某大学]

*摘要* {sentence}

= 1 引言
{sentence * 20}
= 参考文献
[1] 张三. 长文本生成综述. 计算机学报, 2021.
"""
    (paper,) = read_files([pdfs.paper(tmp_path / "a.pdf", source)], on_file=lambda report: None).papers
    assert (paper.title, paper.authors, paper.abstract) == ("检索增强方法研究", ("张三", "李四"), sentence)
    assert paper.text == f"摘要 {sentence}\n\n1 引言\n\n{sentence * 20}"
