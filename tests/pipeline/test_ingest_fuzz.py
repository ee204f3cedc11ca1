"""Files mutated at random: whatever comes of them, no crash, no hang, and nothing written beside them."""

from __future__ import annotations

import io
import json
import os
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest import Ingested, read_files
from tests.pipeline import pdfs
from tests.pipeline.test_ingest_bibliographies import CSL, CSV, NBIB, RDF, RIS
from tests.pipeline.test_ingest_documents import JATS, PAGE, made
from tests.pipeline.test_ingest_latex import MAIN

SECONDS = float(os.environ.get("SURVEYGO_FUZZ_SECONDS") or 20)
SEED = 20260101
BATCH = 24
TOKENS = (
    b"\x00", b"\xff\xfe", b"<![CDATA[", b"<!ENTITY", b"{" * 50, b"<a>" * 300, b"[" * 2_000, b"obj", b"endstream", b"-1",
    b"\\input{main}", b"&amp;", b"2147483648", b"\\def\\x{\\x\\x}\\x", b"%PDF-1.7", b"PK\x03\x04", b"TY  - ",
    b"\n---\n", b'"', b"/Filter/FlateDecode",
)  # fmt: skip


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each format."""
    folder = tmp_path_factory.mktemp("seeds")
    documents = [made(folder / f"a.{suffix}") for suffix in ("docx", "odt", "epub", "rtf")]
    paths = [pdfs.simple(folder / "a.pdf", "A Paper to Break"), *documents]
    found = {path.suffix: path.read_bytes() for path in paths}
    record = {"title": "One", "txt": "All about one. It works.", "authors": ["A B"], "year": 2020}
    texts = {
        ".jsonl": json.dumps({"title": "All", "papers": [record, record]}), ".json": json.dumps(CSL), ".csv": CSV,
        ".nbib": NBIB, ".rdf": RDF, ".ris": RIS, ".xml": JATS, ".html": PAGE, ".tex": MAIN,
        ".bib": "@article{a, title={A {\\\"U}ber}, author={A, B and C, D}, abstract={One. Two.}}\n" * 3,
        ".md": "---\ntitle: X\nauthors: [A B]\n---\n# Y\n\n" + pdfs.WORDS, ".txt": pdfs.WORDS,
        ".rst": "Title\n=====\n\n" + pdfs.WORDS,
    }  # fmt: skip
    found |= {suffix: text.encode() for suffix, text in texts.items()}
    found[".zip"] = packed({f"inner/a{suffix}": data for suffix, data in found.items()})
    return found


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def mutated(data: bytes, rng: random.Random) -> bytes:
    """`data` with some bytes changed, pieces cut, doubled or swapped, and tokens put in."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(out) + 1)
        size = rng.choice((1, 4, 64, 1_024))
        kind = rng.randrange(5)
        if kind == 0 and out:
            out[min(at, len(out) - 1)] = rng.randrange(256)
        elif kind == 1:
            del out[at : at + size]
        elif kind == 2:
            out[at:at] = out[at : at + size]
        elif kind == 3:
            out[at:at] = rng.choice(TOKENS)
        else:
            out = out[: max(at, 8)] if rng.random() < 0.2 else out
    return bytes(out)


def batches(seeds: dict[str, bytes]) -> Iterator[list[tuple[str, bytes]]]:
    """Mutated files without end, the same at every run."""
    rng = random.Random(SEED)
    while True:
        batch = []
        for number in range(BATCH):
            suffix, data = rng.choice(list(seeds.items()))
            inner = rng.random() < 0.3 and suffix in (".docx", ".odt", ".epub")
            batch.append((f"f{number}{suffix}", repacked(data, rng) if inner else mutated(data, rng)))
        yield batch


def repacked(data: bytes, rng: random.Random) -> bytes:
    """A document with one of the files inside mutated."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(list(files))
    return packed(files | {name: mutated(files[name], rng)})


def read(folder: Path, scratch: Path) -> Ingested:
    return read_files([folder], on_file=lambda report: None, scratch=scratch)


def test_mutated_files_do_no_harm(seeds: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # text recognition would take all the time there is
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    began = time.monotonic()
    done = 0
    for number, batch in enumerate(batches(seeds)):
        folder = tmp_path / f"batch{number}"
        folder.mkdir()
        for name, data in batch:
            (folder / name).write_bytes(data)
        found = read(folder, scratch)
        done += len(batch)
        assert {path.name for path in folder.iterdir()} == {name for name, _ in batch}
        assert not list(scratch.iterdir())
        told = {report.name.split("/")[0].split(": ")[0] for report in found.reports}
        assert told >= {name for name, _ in batch if not name.endswith(".zip")}, number
        for report in found.reports:
            assert report.status == "read" or 0 < len(report.reason) < 500, report
            assert "Traceback" not in report.reason and "longer than" not in report.reason, report
        if time.monotonic() - began > SECONDS:
            break
    assert done >= BATCH
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("batch")) == ["scratch"]
