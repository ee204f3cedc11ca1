"""Files that are broken, odd or meant to harm: one sentence each, and the rest goes on."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.ingest import FileReport, Ingested, read_collection, read_files
from pipeline.ingest import expand as expanding
from pipeline.ingest.readers import Limits, Readers
from pipeline.ingest.reading import Source
from tests.pipeline import pdfs

SENTENCE = "This is a sentence that is long enough for a short paper about nothing in particular. "


def read(*paths: Path, scratch: Path | None = None) -> Ingested:
    return read_files(paths, on_file=lambda report: None, scratch=scratch)


def by_name(found: Ingested) -> dict[str, FileReport]:
    return {report.name: report for report in found.reports}


def test_every_nasty_file_is_a_paper_or_a_sentence(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # without Tesseract; with it the scan is read
    reports = by_name(read(data / "nasty", scratch=tmp_path))
    for name, said in {
        "encrypted_aes256.pdf": "encrypted",
        "empty_protected.pdf": "no text layer",
        "scanned_paper.pdf": "no text layer",
        "html_as_pdf.pdf": "not a PDF but a web page",
        "latex_fragment.tex": "next to no text",
        "malformed.pdf": "damaged",
        "truncated.pdf": "damaged",
        "zero.pdf": "empty",
    }.items():
        assert reports[name].status == "refused" and said in reports[name].reason, name
    assert reports["encrypted_open.pdf"].papers == 1
    assert reports["arabic.pdf"].title == "انواع الخطوط العربية"
    assert reports["restructuredtext_paper.rst"].title == "cesium: Open-Source Platform for Time-Series Inference"
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_used_stops_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(5_000))
    (tmp_path / "b.md").write_text(f"# A Title\n\n{SENTENCE * 3}")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "d.txt").write_bytes(bytes(range(256)) * 50)
    found = read(*sorted(tmp_path.iterdir()))
    assert [report.status for report in found.reports] == ["refused", "read", "refused", "refused"]
    assert [paper.title for paper in found.papers] == ["A Title"]


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        read_collection(tmp_path / "none.pdf")


def test_an_empty_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No paper could be read"):
        read_collection(tmp_path)


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    slow = pdfs.raw(tmp_path / "slow.pdf", b"BT /F1 10 Tf 72 700 Td " + b"(x) Tj 9 0 Td " * 2_000 + b"ET", pages=1_500)
    quick = pdfs.simple(tmp_path / "quick.pdf", "A Quick Paper")
    with Readers(Limits(seconds=0.5), processes=1) as readers:
        (given_up,) = readers.submit(Source("slow.pdf", slow), ".pdf").result()
        assert not given_up.papers and "longer than the 0.5 seconds" in given_up.problem
        readers._limits = Limits()  # however busy the machine is, the next file has the time it needs
        (read_next,) = readers.submit(Source("quick.pdf", quick), ".pdf").result()
        assert read_next.papers[0].title == "A Quick Paper"


def test_a_pdf_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    bomb = pdfs.raw(tmp_path / "bomb.pdf", b" " * 300_000_000, compress=True)
    with Readers(Limits(megabytes=300)) as readers:
        (given_up,) = readers.submit(Source("bomb.pdf", bomb), ".pdf").result()
    assert not given_up.papers and "memory" in given_up.problem


def test_a_zip_cannot_write_outside_of_its_folder(tmp_path: Path) -> None:
    path, scratch = tmp_path / "a.zip", tmp_path / "scratch"
    scratch.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../../evil.txt", "/etc/evil.txt", "..\\evil.md", "a/b/../../../x.txt", "ok/note.md"):
            archive.writestr(name, f"# {name}\n\n{SENTENCE * 2}")
        archive.writestr("__MACOSX/._note.md", b"\x00\x05")
        archive.writestr("ok/.DS_Store", b"\x00")
    found = read(path, scratch=scratch)
    assert [report.status for report in found.reports] == ["read"] * 5
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "scratch"]


def test_a_zip_bomb_is_refused_and_the_rest_of_it_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 50_000_000)
        archive.writestr("note.md", f"# A Note\n\n{SENTENCE * 2}")
    reports = by_name(read(path))
    assert "compressed beyond reason" in reports["bomb.zip/bomb.txt"].reason
    assert reports["bomb.zip/note.md"].status == "read"


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expanding, "MAX_FILES", 3)
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.txt", "x")
    assert "the limit is 3" in read(path).reports[0].reason


def test_what_only_calls_itself_a_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no more")
    assert "not a readable zip" in read(tmp_path / "a.zip").reports[0].reason


ENTITIES = """<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "lollollollol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY x SYSTEM "file:///SECRET">]>
<article><front><article-meta><title-group>
<article-title>T &c; &x; end</article-title></title-group></article-meta></front>
<body><p>&c;&x; SENTENCE</p></body></article>"""


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    text = ENTITIES.replace("SECRET", str(tmp_path / "secret.txt")).replace("SENTENCE", SENTENCE * 3)
    (tmp_path / "a.xml").write_text(text)
    (paper,) = read(tmp_path / "a.xml").papers
    assert paper.title == "T end" and "secret" not in paper.text and "lol" not in paper.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", "<article>" + "<sec>" * 100_000),
        ("b.html", "<div>" * 100_000 + "text"),
        ("c.json", "[" * 200_000),
        ("d.jsonl", '{"a":' * 200_000),
        ("e.tex", "\\documentclass{article}" + "{" * 100_000),
        ("f.tex", "\\documentclass{article}\\def\\x{\\x\\x}\\begin{document}\\x\\end{document}"),
        ("g.bib", "@article{a, title={" + "{" * 100_000),
    ],
)
def test_what_is_nested_without_end_is_given_up_or_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    reports = read(tmp_path / name).reports
    assert reports and all(len(r.reason) < 300 and "longer than" not in r.reason for r in reports)


def test_documents_that_are_bombs_inside_are_refused(tmp_path: Path) -> None:
    for name, entry in (
        ("a.docx", "word/document.xml"),
        ("b.epub", "META-INF/container.xml"),
        ("c.odt", "content.xml"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(entry, b"<x>" + b" " * 60_000_000)
            archive.writestr("meta.xml", b"<x/>")
    reasons = {r.name: r.reason for r in read(tmp_path).reports}
    assert set(reasons.values()) == {"it is too large, or compressed beyond reason"} and len(reasons) == 3


def test_zips_in_zips_and_links_in_zips_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("note.md", f"# A Note\n\n{SENTENCE * 2}")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    reasons = {r.name: r.reason for r in read(tmp_path / "outer.zip").reports}
    assert reasons == {
        "outer.zip/inner.zip": "it is a zip file inside of another: unpack it first",
        "outer.zip/link.md": "it is a link, not a file",
    }


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(f"Secret title\n\n{SENTENCE * 2}")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (report,) = read(folder).reports
    assert report.status == "refused" and "outside" in report.reason


def test_the_process_that_reads_pdfs_has_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with Readers() as readers:
        readers.submit(Source("a.pdf", pdfs.simple(tmp_path / "a.pdf", "A Paper")), ".pdf").result()
        children = [p for p in Path("/proc").glob("[0-9]*") if _is_child(p)]
        assert children
        assert all(b"secret" not in (child / "environ").read_bytes() for child in children)


def _is_child(process: Path) -> bool:
    try:
        command = (process / "cmdline").read_bytes()
        parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return False
    return b"pipeline.ingest.child" in command and parent == os.getpid()
