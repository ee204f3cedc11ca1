"""Uploads: taken in by the web, read by a worker, each file told what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_q.brokers import get_broker
from pytest_django.fixtures import Settings

from pipeline.ingest import FileReport, Ingested, Progress, read_files
from surveygo.accounts.models import User, Workspace
from surveygo.library import reading, uploads
from surveygo.library.models import Collection, Paper, Upload
from surveygo.library.tasks import read_uploads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

NOTE = (
    "# Memory networks\n\nAlice Writer, 2016\n\n## Abstract\n\nA memory network stores clauses. It reads them twice.\n"
)


@pytest.fixture
def empty(workspace: Workspace, alice: User) -> Collection:
    """A collection without papers."""
    return Collection.objects.create(workspace=workspace, created_by=alice)


@pytest.fixture(autouse=True)
def nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers do not wait for further files."""
    monkeypatch.setattr(reading, "QUIET", timedelta(0))


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Deliveries of one test do not reach the next."""
    get_broker("short").purge_queue()
    yield
    get_broker("short").delete_queue()


def upload(collection: Collection, user: User, name: str, content: str) -> Upload:
    """The file as a browser sends it."""
    return uploads.receive(collection, SimpleUploadedFile(name, content.encode()), user)


def record(*titles: str) -> str:
    """A collection in JSONL."""
    papers = [
        {"title": title, "abstract": f"About {title}.", "txt": f"All about {title}. It works."} for title in titles
    ]
    return json.dumps({"title": "Sentiment", "papers": papers}) + "\n"


def stored(folder: Path) -> list[Path]:
    """Files below the folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_files_become_papers_in_their_order(empty: Collection, alice: User, settings: Settings) -> None:
    """Several files at once; the bytes go once they are read; the collection takes a file's title."""
    first = upload(empty, alice, "a.jsonl", record("Attention", "Memory"))
    second = upload(empty, alice, "b.jsonl", record("Graphs"))
    uploads.start(empty)
    assert get_broker("short").queue_size() == 1
    assert len(stored(settings.MEDIA_ROOT)) == 2
    read_uploads(empty.pk)
    assert [paper.title for paper in empty.in_order()] == ["Attention", "Memory", "Graphs"]
    for one, count in ((first, 2), (second, 1)):
        one.refresh_from_db()
        assert (one.status, one.paper_count, one.reason, one.file.name) == ("read", count, "", "")
    assert stored(settings.MEDIA_ROOT) == []
    empty.refresh_from_db()
    assert empty.name == "Sentiment"
    paper = Paper.objects.get(title="Graphs").for_pipeline()
    assert (paper.text, paper.abstract) == ("All about Graphs. It works.", "About Graphs.")


def test_a_bad_file_is_named_and_the_rest_goes_on(empty: Collection, alice: User) -> None:
    """One sentence for the broken one, papers from the good one."""
    bad = upload(empty, alice, "broken.jsonl", '{"title": "Sent')
    good = upload(empty, alice, "good.jsonl", record("Attention"))
    read_uploads(empty.pk)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == ("refused", "read")
    assert bad.reason and "Traceback" not in bad.reason
    assert bad.files[0]["name"] == "broken.jsonl"
    assert empty.papers.count() == 1


def test_a_file_that_an_entry_takes_its_text_from_is_read_with_it(empty: Collection, alice: User) -> None:
    """The entry gives the paper, its file says where it went; reports reach the files that they are about."""
    other = upload(empty, alice, "a.md", NOTE)
    entries = upload(empty, alice, "refs.bib", "@article{key1, title={On Files}, author={Alpha, Alice}, year=2020}")
    body = "A file holds what was put into it, no more and no less. " * 3
    text = upload(empty, alice, "key1.txt", f"On files\n\n{body}")
    read_uploads(empty.pk)
    for one in (other, entries, text):
        one.refresh_from_db()
    assert [one.status for one in (other, entries, text)] == ["read", "read", "read"]
    assert [one.paper_count for one in (other, entries, text)] == [1, 1, 0]
    assert text.files[0]["reason"] == "it is part of refs.bib: key1"
    paper = Paper.objects.get(title="On Files")
    assert paper.basis == "full" and paper.text.startswith("A file holds")


def test_pages_that_take_long_are_told_and_hold_the_file(
    empty: Collection, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While pages are recognised the file says how far it is, and is not delivered again."""
    scan = upload(empty, alice, "scan.md", NOTE)
    told: list[tuple[str, str]] = []

    def read(
        paths: Sequence[Path], *, on_file: Callable[[FileReport], None], on_page: Callable[[Progress], None]
    ) -> Ingested:
        for page in (1, 2):
            on_page(Progress("scan.md", page, 2))
            scan.refresh_from_db()
            told.append((scan.status, scan.reason))
        return read_files(paths, on_file=on_file, on_page=on_page)

    monkeypatch.setattr(reading, "read_files", read)
    read_uploads(empty.pk)
    scan.refresh_from_db()
    assert told == [("reading", "page 1 of 2"), ("reading", "page 2 of 2")]
    assert (scan.status, scan.reason, scan.paper_count) == ("read", "", 1)


def test_what_the_collection_holds_already_is_said_and_left_out(empty: Collection, alice: User) -> None:
    """A paper uploaded twice stays one; the second file is told which."""
    upload(empty, alice, "a.jsonl", record("Attention", "Memory"))
    read_uploads(empty.pk)
    partly = upload(empty, alice, "a.jsonl", record("Attention", "Graphs"))
    wholly = upload(empty, alice, "a.jsonl", record("Memory"))
    read_uploads(empty.pk)
    partly.refresh_from_db()
    wholly.refresh_from_db()
    assert [paper.title for paper in empty.in_order()] == ["Attention", "Memory", "Graphs"]
    assert (partly.status, partly.paper_count) == ("read", 1)
    assert "“Attention”" in partly.files[0]["reason"]
    assert wholly.status == "refused"
    assert "already in the collection: “Memory”" in wholly.reason


def test_a_file_too_large_is_refused_without_its_bytes(empty: Collection, alice: User, settings: Settings) -> None:
    """The sentence says what to do; nothing lies on the disk."""
    settings.UPLOAD_LIMIT = 10
    large = upload(empty, alice, "large.pdf", "x" * 11)
    assert large.status == "refused"
    assert "SURVEYGO_UPLOAD_MB" in large.reason
    assert stored(settings.MEDIA_ROOT) == []
    read_uploads(empty.pk)
    assert not empty.papers.exists()


@pytest.mark.parametrize(
    ("given", "kept", "ending"),
    [
        ("../../etc/passwd", "passwd", ""),
        ("C:\\papers\\li.PDF", "li.PDF", ".pdf"),
        ("a" * 400 + ".txt", "a" * 196 + ".txt", ".txt"),
        ("论" * 300 + ".md", "论" * 65 + ".md", ".md"),
        ("x.p\0d\nf", "x.pdf", ""),
        ("论文.md", "论文.md", ".md"),
        ("..", "file", ""),
        ("/", "file", ""),
        ("n.<script>", "n.<script>", ""),
    ],
)
def test_names_are_hostile(
    empty: Collection,
    alice: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    kept: str,
    ending: str,
) -> None:
    """A name is shown as given, without its folders; the file lies under another one."""
    file = SimpleUploadedFile("x", NOTE.encode())
    monkeypatch.setattr(SimpleUploadedFile, "name", given)
    one = uploads.receive(empty, file, alice)
    assert one.name == kept
    path = Path(one.file.path)
    assert (path.parent, path.suffix) == (settings.MEDIA_ROOT / "uploads", ending)
    read_uploads(empty.pk)
    one.refresh_from_db()
    assert one.status in ("read", "refused")


def test_a_mishap_is_told_of_each_file(
    empty: Collection, alice: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The person gets one sentence, the log the trace."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(reading, "read_files", fail)
    one = upload(empty, alice, "a.md", NOTE)
    read_uploads(empty.pk)
    one.refresh_from_db()
    assert (one.status, one.reason) == ("refused", reading.MISHAP)
    assert "secret detail" in caplog.text


def test_the_sweep_delivers_what_lost_its_reader(empty: Collection, alice: User) -> None:
    """A reader that died is replaced once its time is over, and not before."""
    one = upload(empty, alice, "a.jsonl", record("Attention"))
    Upload.objects.update(status="reading")
    assert uploads.sweep() == 0
    Upload.objects.update(due=timezone.now() - timedelta(seconds=1))
    assert uploads.sweep() == 1
    assert uploads.sweep() == 0
    assert get_broker("short").queue_size() == 1
    read_uploads(empty.pk)
    one.refresh_from_db()
    assert one.status == "read"


def test_a_slow_reader_stores_nothing_twice(empty: Collection, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lost the files while reading them leaves the storing to the next."""
    one = upload(empty, alice, "a.jsonl", record("Attention"))

    def slow(paths: Sequence[Path], *, on_file: Callable[[FileReport], None], **more: Any) -> Ingested:
        found = read_files(paths, on_file=on_file)
        Upload.objects.update(due=timezone.now() - timedelta(seconds=1))
        uploads.sweep()
        monkeypatch.undo()
        read_uploads(empty.pk)
        return found

    monkeypatch.setattr(reading, "read_files", slow)
    reading.read_waiting(empty.pk)
    one.refresh_from_db()
    assert one.status == "read"
    assert [paper.title for paper in empty.in_order()] == ["Attention"]
