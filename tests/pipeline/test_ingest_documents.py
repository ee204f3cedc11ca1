"""Word, OpenDocument, RTF, EPUB, web pages and article XML: fields, sections, and nothing of the page around them."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pypandoc
import pytest

from pipeline.ingest import Ingested, read_files
from pipeline.paper import Paper

TEXT = (
    "The first sentence of a paragraph says what the paragraph is about, and the others give the reasons for it. "
    "A model that reads the whole collection before it writes is slower than one that does not, but its text is sound."
)
SOURCE = f"""---
title: A Study of Well-Made Things
author: [Alice Alpha, Bob van Beta]
date: 2021-03-01
abstract: {TEXT}
---

# Introduction

{TEXT} It holds that $E = mc^2$.[^1]

[^1]: A note that says more.

# Method

{TEXT}

| Model | F1 |
|-------|----|
| Ours  | 80 |

# References

Gamma, C. 2019. A thing. Journal of Things, 1(2). https://doi.org/10.1000/1
"""


def read(*paths: Path) -> Ingested:
    return read_files(paths, on_file=lambda report: None)


def only(path: Path) -> Paper:
    found = read(path)
    assert len(found.papers) == 1, found.reports
    return found.papers[0]


def made(path: Path, *options: str, source: str = SOURCE) -> Path:
    """A document that pandoc makes of Markdown."""
    command = [pypandoc.get_pandoc_path(), "--standalone", "--from", "markdown", *options, "--output", str(path)]
    subprocess.run(command, input=source.encode(), check=True)
    return path


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.rtf"])
def test_documents_of_word_processors_are_read(tmp_path: Path, name: str) -> None:
    paper = only(made(tmp_path / name))
    assert (paper.title, paper.authors, paper.year) == (
        "A Study of Well-Made Things",
        ("Alice Alpha", "Bob van Beta"),
        2021,
    )
    assert f"# Introduction\n\n{TEXT}" in paper.text and f"# Method\n\n{TEXT}" in paper.text
    assert "Ours | 80" in paper.text and ("A note that says more." in paper.text or name == "a.rtf")
    assert "Journal of Things" not in paper.text and paper.basis == "full"
    if name == "a.docx":
        assert paper.abstract == TEXT


def test_a_word_draft_without_styles_has_title_and_authors(tmp_path: Path) -> None:
    head = "**On Drafts without Styles**\n\nCarla Gamma and Dan Delta\n\nMarch 2022\n\n"
    draft = f"{head}Abstract\n\n{TEXT}\n\n# 1 Begin\n\n{TEXT}\n"
    paper = only(made(tmp_path / "draft final.docx", source=draft))
    assert (paper.title, paper.authors, paper.year) == ("On Drafts without Styles", ("Carla Gamma", "Dan Delta"), 2022)
    assert paper.abstract == TEXT and paper.text.startswith("Abstract")


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Learning Things | Journal of Things</title>
<meta name="citation_title" content="Learning Things from Text">
<meta name="citation_author" content="Alpha, Alice"><meta name="citation_author" content="Bob van Beta">
<meta name="citation_publication_date" content="2021/03/01">
<meta name="citation_journal_title" content="Journal of Things"><meta name="citation_doi" content="10.1000/xyz">
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">Subscribe to our newsletter</a></li></ul>
</nav>
<div class="cookie">We use cookies to improve your experience. Accept all cookies?</div>
<main><article><h1>Learning Things from Text</h1><p>Alice Alpha, Bob van Beta</p>
<section><h2>Abstract</h2><p>{TEXT}</p></section>
<section><h2>1 Introduction</h2><p>{TEXT} It is done <i>in vivo</i>.</p><p>{TEXT}</p></section>
<section><h2>2 Method</h2><p>{TEXT}</p><h3>2.1 Details</h3><p>{TEXT}</p></section>
<section><h2>References</h2><ol><li>Gamma C. 2019. A thing. J. Things 1(2). https://doi.org/10.1000/1</li></ol>
</section>
</article></main><aside><h3>Related articles</h3><p>You may also like ten other things.</p></aside>
<footer>Copyright 2024 Publisher. All rights reserved. Privacy policy.</footer>
<script>document.title = "not this"</script></body></html>"""


def test_of_a_saved_page_the_article_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    paper = only(tmp_path / "page.html")
    assert (paper.title, paper.authors) == ("Learning Things from Text", ("Alice Alpha", "Bob van Beta"))
    assert (paper.year, paper.venue, paper.doi) == (2021, "Journal of Things", "10.1000/xyz")
    assert paper.abstract == TEXT
    assert paper.text.startswith("## Abstract")
    assert f"## 1 Introduction\n\n{TEXT} It is done in vivo." in paper.text and "### 2.1 Details" in paper.text
    for other in ("cookies", "newsletter", "also like", "Privacy", "not this", "Gamma"):
        assert other not in paper.text


def test_a_page_without_a_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><body><script>load()</script></body></html>")
    (report,) = read(tmp_path / "empty.html").reports
    assert report.reason == "it holds next to no text"


JATS = f"""<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2 20190208//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group>
<journal-title>PLOS Things</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="doi">10.1371/j.things.1</article-id>
<title-group><article-title>Of <italic>Mus musculus</italic> &amp; other things<xref ref-type="fn">*</xref>
</article-title>
</title-group><contrib-group><contrib contrib-type="author"><name><surname>Müller</surname>
<given-names>Ada B</given-names>
</name><xref ref-type="aff">1</xref></contrib><contrib contrib-type="author"><collab>The Things Group</collab>
</contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname><given-names>Ed</given-names></name></contrib>
</contrib-group>
<pub-date pub-type="collection"><year>2018</year></pub-date><pub-date pub-type="epub"><year>2017</year></pub-date>
<abstract><sec><title>Background</title><p>{TEXT}</p></sec></abstract>
<abstract abstract-type="summary"><p>Short.</p></abstract></article-meta></front>
<body><sec><title>Introduction</title><p>{TEXT} As shown [<xref ref-type="bibr">1</xref>], it works.</p>
<sec><title>Aims</title><p>{TEXT}<fig><label>Fig 1</label><caption><p>A figure of things.</p></caption></fig></p>
</sec></sec>
<sec><title>Methods</title><p>{TEXT}</p><list><list-item><p>one item</p></list-item></list></sec></body>
<back><ref-list><ref><mixed-citation>Gamma C. 2019.</mixed-citation></ref></ref-list></back></article>"""
BMC = f"""<?xml version='1.0'?><!DOCTYPE art SYSTEM 'http://www.biomedcentral.com/xml/article.dtd'>
<art><ui>1471-2105-1-1</ui><fm><bibl><title><p>Things in BMC</p></title><aug><au id="A1"><snm>Alpha</snm>
<fnm>Alice</fnm>
</au><au><snm>Beta</snm><fnm>Bob</fnm></au></aug><source>BMC Things</source><pubdate>2010</pubdate><xrefbib>
<pubidlist>
<pubid idtype="doi">10.1186/1471-2105-1-1</pubid></pubidlist></xrefbib></bibl><abs><sec><st><p>Abstract</p></st>
<p>{TEXT}</p>
</sec></abs></fm><bdy><sec><st><p>Background</p></st><p>{TEXT}</p></sec></bdy><bm><refgrp>Gamma 2019</refgrp></bm>
</art>"""
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title level="a">Things in TEI</title>
</titleStmt><sourceDesc><biblStruct><analytic><author><persName><forename type="first">Alice</forename>
<surname>Alpha</surname>
</persName></author></analytic><monogr><title level="j">Journal of Things</title><imprint>
<date type="published" when="2015-05"/>
</imprint></monogr><idno type="DOI">10.1000/tei</idno></biblStruct></sourceDesc></fileDesc><profileDesc><abstract>
<div><p>{TEXT}
</p></div></abstract></profileDesc></teiHeader><text><body><div><head n="1">Introduction</head><p>{TEXT}</p></div>
</body>
<back><div type="references"><listBibl><biblStruct/></listBibl></div></back></text></TEI>"""


def test_jats_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(JATS, encoding="utf-8")
    paper = only(tmp_path / "a.xml")
    assert (paper.title, paper.authors) == ("Of Mus musculus & other things", ("Ada B Müller", "The Things Group"))
    assert (paper.year, paper.venue, paper.doi) == (2017, "PLOS Things", "10.1371/j.things.1")
    assert paper.abstract == f"Background {TEXT}"
    assert paper.text.startswith(f"# Introduction\n\n{TEXT} As shown") and f"## Aims\n\n{TEXT}" in paper.text
    assert "one item" in paper.text and "Gamma" not in paper.text


@pytest.mark.parametrize(
    ("xml", "title", "authors", "year", "venue", "doi"),
    [
        (BMC, "Things in BMC", ("Alice Alpha", "Bob Beta"), 2010, "BMC Things", "10.1186/1471-2105-1-1"),
        (TEI, "Things in TEI", ("Alice Alpha",), 2015, "Journal of Things", "10.1000/tei"),
    ],
)
def test_other_article_xml_is_read(
    tmp_path: Path, xml: str, title: str, authors: tuple[str, ...], year: int, venue: str, doi: str
) -> None:
    (tmp_path / "a.xml").write_text(xml, encoding="utf-8")
    paper = only(tmp_path / "a.xml")
    assert (paper.title, paper.authors, paper.year, paper.venue, paper.doi) == (title, authors, year, venue, doi)
    assert paper.abstract.endswith(TEXT) and TEXT in paper.text and paper.text.startswith("# ")


def test_other_xml_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><invoice><sum>3</sum></invoice>")
    (report,) = read(tmp_path / "a.xml").reports
    assert "XML of a kind that is not read (“invoice”" in report.reason


def test_misnamed_documents_are_named_for_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text(PAGE)
    (tmp_path / "b.docx").write_text(PAGE)
    (tmp_path / "c.epub").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200))
    (tmp_path / "d.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(tmp_path / "e.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    reasons = {report.name: report.reason for report in read(*sorted(tmp_path.iterdir())).reports}
    assert reasons["a.pdf"] == "it is not a PDF but a web page"
    assert reasons["b.docx"] == "it is not a Word document but a web page"
    assert reasons["c.epub"].startswith("it is not an EPUB book but a file of type “Portable Network Graphics")
    assert reasons["d.doc"] == "it is in Word's old format: save it as .docx"
    assert reasons["e.docx"] == "it is not a Word document but a zip file"


def test_a_file_without_a_suffix_is_read_by_what_it_holds(tmp_path: Path) -> None:
    made(tmp_path / "a.docx").rename(tmp_path / "download")
    assert only(tmp_path / "download").title == "A Study of Well-Made Things"
