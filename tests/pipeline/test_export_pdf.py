"""PDFs made by the real pandoc and typst, read back with pypdfium2."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.errors import PipelineError
from pipeline.export import EXPORTS, Document, pandoc, pdf, typst
from pipeline.export.pdf import write_pdf
from tests.pipeline.articles import ARTICLE, HOSTILE, WORKS

PLAIN = Document(
    ARTICLE, WORKS, date=date(2026, 11, 22), authors=("Alice", "Bob"), note="extractive (no language model)"
)


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def pages(content: bytes) -> list[str]:
    texts = []
    with opened(content) as document:
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
    return texts


def text(content: bytes) -> str:
    """All words of a PDF, joined by single blanks."""
    return " ".join("\n".join(pages(content)).split())


def fonts(content: bytes) -> set[str]:
    """Names of the fonts that set at least one character, as typst embeds them."""
    return {match.decode() for match in re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", content)}


def links(content: bytes) -> list[str]:
    """Every address that a click would open."""
    return [match.decode() for match in re.findall(rb"/URI\s*\(([^)]*)\)", content)]


def test_it_holds_the_article() -> None:
    words = text(write_pdf(PLAIN))
    assert words.startswith("Correct Summaries: A Survey Alice, Bob 22 November 2026 · extractive (no language model)")
    for part in ("Abstract", "Contents", "1 Introduction", "1.1 Details", "2 Conclusion", "References"):
        assert part in words
    assert "Positions matter [2]" not in words and "Positions matter [1]" in words
    assert "covers two works [1, 2]" in words
    assert "in the interval [0, 1]" in words
    assert "code [@li2018ensure] is not" in words
    assert "[1] Gu, S. (2019). Is Position Enough? Journal of Tests. https://doi.org/10.1000/a_b" in words
    assert "Nobody Cites" not in words


def test_maths_are_set_not_printed_as_source() -> None:
    words = text(write_pdf(PLAIN))
    assert "\\mathcal" not in words and "log" in words
    assert "NewCMMath-Regular" in " ".join(fonts(write_pdf(PLAIN))) or "Math" in " ".join(fonts(write_pdf(PLAIN)))


def test_tables_and_figures_have_numbers_and_captions() -> None:
    words = text(write_pdf(PLAIN))
    assert "Table 1. Methods and data sets" in words and "Li et al. [2]" in words and "Data | set" in words
    assert "Figure 1. Taxonomy of the works" in words and "Summaries" in words and "flowchart" not in words


def test_the_same_article_gives_the_same_file() -> None:
    assert write_pdf(PLAIN) == write_pdf(PLAIN)


def test_pages_have_numbers_and_a_running_head() -> None:
    body = "\n\n".join(f"Sentence number {n} about positions [@gu2019position]. " * 30 for n in range(20))
    read = pages(write_pdf(replace(PLAIN, markdown=f"# A Long Title\n\n## One\n\n{body}\n")))
    assert len(read) >= 4
    assert "A Long Title" in read[2].split("\n")[0]
    assert [" ".join(page.split()).split(" ")[3] for page in read[1:3]] == ["2", "3"]


def test_a_long_table_breaks_across_pages_and_repeats_its_head() -> None:
    rows = "\n".join(f"| work {n} | a method of some length number {n} | {n}.5 |" for n in range(120))
    markdown = f"# T\n\n## S\n\n| Work | Method | Score |\n|---|---|---:|\n{rows}\n\n: All the works\n"
    read = pages(write_pdf(Document(markdown, {})))
    heads = [page for page in read if "Work" in page and "Method" in page and "Score" in page]
    assert len(heads) >= 3
    assert all(f"work {n} " in " ".join(" ".join(read).split()) for n in range(120))


def test_wide_tables_stay_on_the_page() -> None:
    columns = 9
    row = "| " + " | ".join(f"averyveryverylongcellword{n} and more" for n in range(columns)) + " |"
    markdown = f"# T\n\n{row}\n|{'---|' * columns}\n{row}\n{row}\n\n: Wide\n"
    with opened(write_pdf(Document(markdown, {}))) as document:
        page = document[0]
        width = page.get_width()
        edges = [item.get_bounds() for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])]
        page.close()
    assert edges and max(right for _, _, right, _ in edges) < width and min(left for left, *_ in edges) > 0


def test_broken_maths_stand_as_they_were_written() -> None:
    markdown = "# T\n\nGood $x^2$, bad $\\frac{$ and $\\undefinedmacro{x}$.\n\n$$\\left( \\frac{a}{$$\n\nLast.\n"
    words = text(write_pdf(Document(markdown, {})))
    assert "\\undefinedmacro{x}" in words and "\\frac{" in words and words.endswith("Last. 1")


def test_maths_that_only_typst_rejects_stand_as_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandoc's reader of TeX is stricter than typst's setter, so the fault is put between them."""
    real = pandoc.write_tree

    def spoiled(tree: dict[str, object], to: str) -> str:
        return real(tree, to).replace("$q^7$", "$nosuchname(q)$")

    monkeypatch.setattr(pdf, "write_tree", spoiled)
    words = text(write_pdf(Document("# T\n\nGood $x^2$ and bad $q^7$ here.\n", {})))
    assert "bad q^7 here" in words


def test_chinese_is_set_in_a_font_that_has_it() -> None:
    if typst.cjk_font() is None:
        pytest.skip("No font with Chinese characters is installed.")
    diagram = '```mermaid\npie\n "中文" : 3\n```\n\n*图注*\n'
    markdown = f"# 综述\n\n## 摘要\n\n本文综述 [@wang]。\n\n## 引言\n\n注意力机制。\n\n{diagram}"
    content = write_pdf(Document(markdown, {"wang": replace(WORKS["li2018ensure"], title="情感分析")}, "zh"))
    words = text(content)
    for part in ("综述", "摘要", "目录", "本文综述 [1]", "1 引言", "图 1. 图注", "参考文献", "情感分析"):
        assert part in words
    assert any("CJK" in name or "Han" in name or "SC" in name for name in fonts(content))


def test_chinese_without_a_font_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "cjk_font", lambda: None)
    with pytest.raises(PipelineError, match=r"fonts-noto-cjk\) and export again\.$"):
        write_pdf(Document("# 综述\n\n引言。\n", {}))
    assert "Plain" in text(write_pdf(Document("# Plain\n\nText.\n", {})))


def test_hostile_text_is_printed_not_obeyed() -> None:
    hostile = replace(
        WORKS["li2018ensure"],
        title='#read("/etc/passwd") \\input{/etc/passwd} $x$ <script>',
        authors=('Eve" + sys.exit() + "',),
        url="javascript:alert(1)",
    )
    document = Document(HOSTILE, {"li2018ensure": hostile}, authors=('alice"]; #read("/etc/passwd")',), note='a"b\\')
    content = write_pdf(document)
    words = text(content)
    assert "root:" not in words and "daemon" not in words
    assert "\\input{/etc/passwd}" in words and "<script>alert(1)</script>" in words and "@preview/cetz" in words
    assert "alt one alt two alt three alt four" in words
    assert "?nokey" in words and "foo@bar.org" in words
    assert set(links(content)) == {"https://example.org/#x"}


def test_nothing_is_read_or_fetched_even_by_typst_itself() -> None:
    for source in (
        '#read("/etc/passwd")',
        '#image("/etc/passwd")',
        '#include "../x.typ"',
        '#import "@preview/a:0.1.0"',
    ):
        with pytest.raises(typst.TypstFailed, match=r"^The PDF could not be set: typst says “.+”\.$"):
            typst.compile_pdf(source, {})


def test_endless_typst_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "SECONDS", 2)
    with pytest.raises(PipelineError, match=r"could not be set"):
        typst.compile_pdf("#let f(n) = { let i = 0; while i < 9000000000 { i += 1; i -= 1 } }\n#f(1)", {})


def test_endless_pandoc_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "SECONDS", 0.01)
    with pytest.raises(PipelineError, match=r"pandoc took longer"):
        write_pdf(PLAIN)


@pytest.mark.parametrize("markdown", ["> " * 900 + "x", "- " * 900 + "x", "*_" * 2000])
def test_absurd_nesting_is_set_or_refused_in_one_sentence(markdown: str) -> None:
    message = ""
    try:
        assert write_pdf(Document(f"# T\n\n{markdown}\n", {})).startswith(b"%PDF")
    except PipelineError as error:
        message = str(error)
    assert message == "" or re.fullmatch(r"The (?:article|PDF) could not be .+\.", message)


def test_an_empty_article_is_a_page() -> None:
    assert len(pages(write_pdf(Document("", {})))) == 1


@pytest.mark.slow
def test_sixty_thousand_words_are_set() -> None:
    paragraph = (
        "Entailment helps summaries stay correct where attention alone does not [@li2018ensure; @gu2019position]. "
    )
    parts = ["# Long"]
    for n in range(60):
        parts += [f"## Section {n}", paragraph * 40, f"The loss is $L_{{{n}}} = \\sum_i x_i$.", paragraph * 35]
    read = pages(write_pdf(Document("\n\n".join(parts), WORKS)))
    assert len(" ".join(read).split()) > 60_000 and len(read) > 70


def test_every_format_is_registered() -> None:
    assert EXPORTS["markdown"].extension == ".md" and EXPORTS["pdf"].content_type == "application/pdf"
    for export in EXPORTS.values():
        assert export.write(PLAIN)


def test_importing_the_exports_loads_neither_typst_nor_the_stages() -> None:
    heavy = "[m for m in sys.modules if m == 'typst' or m.startswith('pipeline.stages')]"
    code = f"import sys, pipeline.export; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
