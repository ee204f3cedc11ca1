"""RIS, PubMed, CSL-JSON, Zotero's RDF and CSV: every field, the files beside them, and what has only an abstract."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest import Ingested, read_files
from pipeline.paper import Paper
from tests.pipeline import pdfs

ABSTRACT = "The abstract says in a sentence or two what was done, and what came of it in the end."

RIS = f"""TY  - JOUR
ID  - alpha2020
AU  - Alpha, Alice
AU  - van Beta, Bob
TI  - A Study of Things: in
Y1  - 2020/03/01/
T2  - Journal of Things
AB  - {ABSTRACT}
DO  - https://doi.org/10.1000/Things.1
UR  - https://example.org/things
L1  - files/12/Alpha 2020.pdf
ER  -

TY  - CONF
A1  - Gamma, Carla
T1  - Other Things
PY  - 2021
ER  -
"""
NBIB = f"""PMID- 12345678
OWN - NLM
DP  - 2019 May 3
TI  - A study of things in
      the wild.
AB  - {ABSTRACT}
FAU - Alpha, Alice
AU  - Alpha A
FAU - van Beta, Bob
AU  - van Beta B
JT  - Journal of things
LID - 10.1000/xyz [doi]

PMID- 2
TI  - Second things.
AB  - {ABSTRACT}
DP  - 2001
"""
CSL = [
    {
        "id": "http://zotero.org/users/1/items/AB",
        "type": "article-journal",
        "title": "A Study of <i>Things</i> in Context",
        "container-title": "Journal of Things",
        "author": [{"family": "Alpha", "given": "Alice"}, {"literal": "The Things Group"}],
        "issued": {"date-parts": [["2018", 5]]},
        "DOI": "10.1000/csl",
        "abstract": f"<jats:p>{ABSTRACT}</jats:p>",
    },
    {"id": "beta2017", "type": "book", "title": "Second Things", "abstract": ABSTRACT, "issued": {"raw": "May 2017"}},
]
CSV = f'''"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Abstract Note","File Attachments"
"AB12","journalArticle","2016","Alpha, Alice; van Beta, Bob","A Study of Things","Journal of Things","10.1000/csv","","{ABSTRACT}","/home/a/Zotero/storage/X/Alpha.pdf"
"CD34","journalArticle","2015","Gamma, Carla","No Abstract Here","","","","",""
'''  # noqa: E501
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
<bib:Article rdf:about="https://example.org/things"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234"/><bib:authors><rdf:Seq>
<rdf:li><foaf:Person><foaf:surname>Alpha</foaf:surname><foaf:givenName>Alice</foaf:givenName></foaf:Person></rdf:li>
<rdf:li><foaf:Person><foaf:surname>van Beta</foaf:surname><foaf:givenName>Bob</foaf:givenName></foaf:Person></rdf:li>
</rdf:Seq></bib:authors><link:link rdf:resource="#item_7"/><link:link rdf:resource="#item_8"/>
<dc:title>A Study of Things</dc:title><dcterms:abstract>{ABSTRACT}</dcterms:abstract><dc:date>2014-02</dc:date>
<dc:identifier><dcterms:URI><rdf:value>https://example.org/things</rdf:value></dcterms:URI></dc:identifier></bib:Article>
<z:Attachment rdf:about="#item_7">
<rdf:resource rdf:resource="files/7/page.html"/><dc:title>Snapshot</dc:title></z:Attachment>
<z:Attachment rdf:about="#item_8"><rdf:resource rdf:resource="files/8/Alpha%20-%20Things.pdf"/></z:Attachment>
<bib:Journal rdf:about="urn:issn:1234">
<dc:title>Journal of Things</dc:title><dc:identifier>DOI 10.1000/rdf</dc:identifier>
</bib:Journal></rdf:RDF>"""


def read(*paths: Path) -> Ingested:
    return read_files(paths, on_file=lambda report: None)


def only(tmp_path: Path, name: str, text: str) -> tuple[Paper, ...]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read(tmp_path / name).papers


def test_ris_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text(RIS, encoding="utf-8")
    found = read(tmp_path / "a.ris")
    (paper,) = found.papers
    assert (paper.bibkey, paper.title, paper.year) == ("alpha2020", "A Study of Things: in", 2020)
    assert paper.authors == ("Alice Alpha", "Bob van Beta")
    assert (paper.venue, paper.doi, paper.url) == (
        "Journal of Things",
        "10.1000/things.1",
        "https://example.org/things",
    )
    assert (paper.abstract, paper.basis) == (ABSTRACT, "abstract")
    assert [(r.name, r.status) for r in found.reports] == [
        ("a.ris: alpha2020", "partly"),
        ("a.ris: Other Things", "refused"),
    ]
    assert found.reports[0].reason == "no full text was found, the abstract is used"
    assert "the entry has no abstract: put its PDF beside it" in found.reports[1].reason


@pytest.mark.parametrize("name", ["a.nbib", "pubmed-things.txt"])
def test_pubmed_files_are_read(tmp_path: Path, name: str) -> None:
    paper, second = only(tmp_path, name, NBIB)
    assert (paper.title, paper.year, paper.doi) == ("A study of things in the wild", 2019, "10.1000/xyz")
    assert (paper.authors, paper.venue) == (("Alice Alpha", "Bob van Beta"), "Journal of things")
    assert paper.url == "https://pubmed.ncbi.nlm.nih.gov/12345678/"
    assert (second.title, second.year, second.basis) == ("Second things", 2001, "abstract")


def test_csl_is_read(tmp_path: Path) -> None:
    paper, second = only(tmp_path, "a.json", json.dumps(CSL))
    assert (paper.bibkey, paper.title, paper.year) == ("", "A Study of Things in Context", 2018)
    assert (paper.authors, paper.venue) == (("Alice Alpha", "The Things Group"), "Journal of Things")
    assert (paper.doi, paper.abstract, paper.basis) == ("10.1000/csl", ABSTRACT, "abstract")
    assert (second.bibkey, second.year) == ("beta2017", 2017)


def test_zoteros_csv_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8-sig")
    found = read(tmp_path / "a.csv")
    (paper,) = found.papers
    assert (paper.title, paper.authors, paper.year) == ("A Study of Things", ("Alice Alpha", "Bob van Beta"), 2016)
    assert (paper.venue, paper.doi, paper.abstract) == ("Journal of Things", "10.1000/csv", ABSTRACT)
    assert found.reports[1].status == "refused"


def test_a_table_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    assert "its first line must name the columns, “Title” among them" in read(tmp_path / "a.csv").reports[0].reason


def test_zoteros_rdf_is_read(tmp_path: Path) -> None:
    (paper,) = only(tmp_path, "a.rdf", RDF)
    assert (paper.title, paper.authors, paper.year) == ("A Study of Things", ("Alice Alpha", "Bob van Beta"), 2014)
    assert (paper.venue, paper.doi, paper.url) == ("Journal of Things", "10.1000/rdf", "https://example.org/things")
    assert (paper.abstract, paper.basis) == (ABSTRACT, "abstract")


@pytest.mark.parametrize(
    ("name", "text", "file"),
    [
        ("export.rdf", RDF, "files/8/Alpha - Things.pdf"),
        ("export.ris", RIS, "files/12/Alpha 2020.pdf"),
        ("export.csv", CSV, "files/Alpha.pdf"),
        ("export.json", json.dumps(CSL), "Alpha - A Study of Things in Context.pdf"),
    ],
)
def test_entries_are_joined_with_the_files_of_an_export(tmp_path: Path, name: str, text: str, file: str) -> None:
    pdf = pdfs.simple(tmp_path / "a.pdf", "Whatever Stands Inside", pdfs.WORDS * 5)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(f"Export/{name}", text)
        archive.write(pdf, f"Export/{file}")
    found = read(tmp_path / "export.zip")
    paper = found.papers[0]
    assert paper.title.startswith("A Study of Things") and paper.basis == "full"
    assert pdfs.WORDS.strip() in paper.text and paper.page_starts and paper.abstract == ABSTRACT
    (part,) = [report for report in found.reports if report.name.endswith(".pdf")]
    assert (part.status, part.papers) == ("read", 0)
    assert part.reason.startswith(f"it is part of export.zip/Export/{name}: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ris", "nothing"),
        ("a.nbib", "nothing"),
        ("a.rdf", "<x/>"),
        ("a.rdf", "no xml"),
        ("a.json", "[]"),
        ("a.csv", "x"),
    ],
)
def test_what_is_no_bibliography_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (report,) = read(tmp_path / name).reports
    assert report.status == "refused" and "damaged" not in report.reason and report.reason
