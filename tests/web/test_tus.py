"""Uploads in pieces by the tus protocol: they go on where the connection broke, for those who may, up to a limit."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from django_q.brokers import get_broker
from pytest_django.fixtures import Settings

from surveygo.accounts.models import Membership, Role, User
from surveygo.library import arrivals, reading
from surveygo.library.models import Collection, Paper, Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

NOTE = (
    b"# Memory networks\n\nAlice Writer, 2016\n\n## Abstract\n\nA memory network stores clauses. It reads them twice.\n"
)
PIECE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Readers do not wait for further files; deliveries stay in their test."""
    monkeypatch.setattr(reading, "QUIET", timedelta(0))
    yield
    get_broker("short").purge_queue()


def sends(client: Client, method: str, path: str, data: bytes = b"", **headers: Any) -> HttpResponseBase:
    """A request of a tus client."""
    kind = headers.pop("kind", PIECE)
    asked = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return client.generic(method, path, data, content_type=kind, headers=asked)


def metadata(collection: Collection, name: str = "memory.md") -> str:
    """What a client says of its file."""
    pairs = {"filename": name, "collection": str(collection.pk)}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def announced(client: Client, collection: Collection, size: int = len(NOTE), **more: Any) -> str:
    """Where the pieces of an announced file go."""
    reply = sends(
        client,
        "POST",
        "/uploads/tus",
        kind="text/plain",
        Upload_Length=size,
        Upload_Metadata=metadata(collection),
        **more,
    )
    assert reply.status_code == 201
    return reply["Location"]


def test_a_file_arrives_in_pieces_and_is_read(as_alice: Client, collection: Collection) -> None:
    """A piece that is lost is asked for by HEAD and sent again; the file is read once it is whole."""
    path = announced(as_alice, collection)
    assert sends(as_alice, "PATCH", path, NOTE[:40], Upload_Offset=0)["Upload-Offset"] == "40"
    again = sends(as_alice, "PATCH", path, NOTE[:60], Upload_Offset=0)
    assert again.status_code == 409 and again["Upload-Offset"] == "40"
    state = sends(as_alice, "HEAD", path)
    assert (state["Upload-Offset"], state["Upload-Length"], state["Cache-Control"]) == (
        "40",
        str(len(NOTE)),
        "no-store",
    )
    assert "Upload-Expires" in state
    assert not get_broker("short").queue_size()
    assert sends(as_alice, "PATCH", path, NOTE[40:], Upload_Offset=40).status_code == 204
    assert get_broker("short").queue_size() == 1
    assert sends(as_alice, "PATCH", path, b"x", Upload_Offset=len(NOTE)).status_code == 409
    reading.read_waiting(collection.pk)
    upload = Upload.objects.get()
    assert (upload.status, upload.name, upload.paper_count) == ("read", "memory.md", 1)
    assert Paper.objects.filter(title="Memory networks").exists()


def test_bytes_that_were_not_counted_are_written_over(as_alice: Client, collection: Collection) -> None:
    """What a broken request left behind a file's counted end is no part of it."""
    path = announced(as_alice, collection)
    upload = Upload.objects.get()
    Path(upload.file.path).write_bytes(b"rubbish of a request that broke off")
    sends(as_alice, "PATCH", path, NOTE, Upload_Offset=0)
    assert Path(upload.file.path).read_bytes() == NOTE


def test_a_small_file_comes_with_its_announcement(as_alice: Client, collection: Collection) -> None:
    """One request; an empty file needs none besides."""
    reply = sends(as_alice, "POST", "/uploads/tus", NOTE, Upload_Length=len(NOTE), Upload_Metadata=metadata(collection))
    assert (reply.status_code, reply["Upload-Offset"]) == (201, str(len(NOTE)))
    announced(as_alice, collection, 0)
    assert set(Upload.objects.values_list("status", flat=True)) == {"waiting"}
    assert get_broker("short").queue_size() == 1, "one delivery serves all that wait"


def test_limits_hold(as_alice: Client, collection: Collection, settings: Settings) -> None:
    """Too large a file, too many bytes, nonsense in the headers: refused with a sentence, and nothing is kept."""
    settings.UPLOAD_LIMIT = 100
    known: dict[str, Any] = {"kind": "text/plain", "Upload_Metadata": metadata(collection)}
    large = sends(as_alice, "POST", "/uploads/tus", Upload_Length=101, **known)
    assert large.status_code == 413 and b"SURVEYGO_UPLOAD_MB" in large.content  # type: ignore[attr-defined]
    for wrong in ({}, {"Upload_Length": "-1"}, {"Upload_Length": "9" * 30}):
        assert sends(as_alice, "POST", "/uploads/tus", **(known | wrong)).status_code == 400
    no_place: dict[str, Any] = {"kind": "text/plain", "Upload_Length": 5, "Upload_Metadata": "filename %%%,collection"}
    assert sends(as_alice, "POST", "/uploads/tus", **no_place).status_code == 400
    assert as_alice.post("/uploads/tus").status_code == 412
    assert not Upload.objects.exists()
    path = announced(as_alice, collection, 10)
    assert sends(as_alice, "PATCH", path, b"x" * 11, Upload_Offset=0).status_code == 413
    assert sends(as_alice, "PATCH", path, b"x", Upload_Offset=0, kind="text/plain").status_code == 415
    assert sends(as_alice, "PATCH", path, b"x").status_code == 400
    assert sends(as_alice, "HEAD", path)["Upload-Offset"] == "0"
    options = as_alice.options("/uploads/tus")
    assert options["Tus-Max-Size"] == "100" and "creation" in options["Tus-Extension"]


@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("viewer", 403)])
def test_pieces_need_the_right_to_change(
    as_alice: Client, collection: Collection, charlie: User, who: str, status: int
) -> None:
    """Strangers find no upload and no collection, viewers may not."""
    path = announced(as_alice, collection)
    other, viewer = Client(), User.objects.create_user("viewer@example.org", name="Viewer")
    Membership.objects.create(workspace=collection.workspace, user=viewer, role=Role.VIEWER)
    other.force_login(charlie if who == "charlie" else viewer)
    for method in ("HEAD", "PATCH", "DELETE"):
        assert sends(other, method, path, b"x", Upload_Offset=0).status_code == status
    reply = sends(other, "POST", "/uploads/tus", Upload_Length=1, Upload_Metadata=metadata(collection))
    assert reply.status_code == status
    assert Upload.objects.get().offset == 0


def test_unfinished_uploads_go(as_alice: Client, collection: Collection, settings: Settings) -> None:
    """Given up by their sender at once, by anyone after a day; the bytes go too."""
    given_up = announced(as_alice, collection)
    assert sends(as_alice, "DELETE", given_up).status_code == 204
    assert sends(as_alice, "HEAD", given_up).status_code == 404
    path = announced(as_alice, collection)
    sends(as_alice, "PATCH", path, NOTE[:9], Upload_Offset=0)
    assert arrivals.expire() == 0
    assert "Sending stopped" not in as_alice.get(f"/collections/{collection.pk}/files").text
    Upload.objects.update(due=timezone.now() + timedelta(hours=23))
    assert "Sending stopped" in as_alice.get(f"/collections/{collection.pk}/files").text
    Upload.objects.update(due=timezone.now() - timedelta(seconds=1))
    assert arrivals.expire() == 1
    assert not Upload.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_file_with_a_hostile_name_lies_under_another(as_alice: Client, collection: Collection) -> None:
    """The name is only shown."""
    known = metadata(collection, "../../etc/pass\x00wd.md")
    sends(as_alice, "POST", "/uploads/tus", NOTE, Upload_Length=len(NOTE), Upload_Metadata=known)
    upload = Upload.objects.get()
    assert upload.name == "passwd.md" and ".." not in upload.file.name
