"""Files that arrive in pieces: announced, grown piece by piece, handed to the readers when they are whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from surveygo.accounts.models import User
from surveygo.library.models import Collection, Upload
from surveygo.library.uploads import shown_name, start, waits_since

EXPIRY = timedelta(hours=24)
"""How long an unfinished upload is kept after its last piece."""
ACTIVE = timedelta(minutes=2)
"""How long after its last piece an upload counts as being sent."""
READ_AT_ONCE = 256 * 1024
Status = Upload.Status


class Misplaced(Exception):
    """A piece does not follow what has arrived."""


class TooLong(Exception):
    """A piece goes beyond the announced length."""


class Body(Protocol):
    """What a piece is read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, none at the end."""
        ...


def announce(collection: Collection, name: str, size: int, user: User) -> Upload:
    """An upload of which nothing has arrived."""
    upload = Upload(
        collection=collection, name=shown_name(name), size=size, status=Status.ARRIVING, created_by=user,
        due=timezone.now() + EXPIRY,
    )  # fmt: skip
    upload.file.save(upload.name, ContentFile(b""), save=True)
    return upload


@transaction.atomic
def append(upload: Upload, offset: int, body: Body) -> None:
    """Take the next piece in, which begins at `offset`; a file that is whole then waits to be read.

    What had arrived when the connection broke counts, since the row says how much that is, not the file's length.

    Raises:
        Misplaced: where `offset` is not how much has arrived, or the upload is over.
        TooLong: where the piece goes beyond the announced length; nothing of it is kept.
    """
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    if row.status != Status.ARRIVING or row.offset != offset:
        raise Misplaced(f"{row.offset} bytes have arrived.")
    end = offset
    with open(row.file.path, "r+b") as file:  # noqa: PTH123  a path that the storage gave
        file.seek(offset)
        while data := body.read(READ_AT_ONCE):
            end += len(data)
            if end > row.size:
                raise TooLong("More bytes came than were announced.")
            file.write(data)
    row.offset, row.due = end, timezone.now() + EXPIRY
    if end == row.size:
        row.status, row.due = Status.WAITING, waits_since()
    row.save(update_fields=["offset", "due", "status"])
    upload.offset, upload.due, upload.status = row.offset, row.due, row.status
    others = Upload.objects.filter(collection=row.collection_id, status=Status.WAITING).exclude(pk=row.pk)
    # Where others wait, a worker is on its way; it takes along what waits when it comes, and again when it is done.
    if row.status == Status.WAITING and not others.exists():
        start(row.collection)


def give_up(upload: Upload) -> bool:
    """Forget an upload that is not whole; False where it is."""
    if not Upload.objects.filter(pk=upload.pk, status=Status.ARRIVING).delete()[0]:
        return False
    upload.file.delete(save=False)
    return True


def expire() -> int:
    """Forget uploads that nobody went on with; how many they were."""
    late = Upload.objects.filter(status=Status.ARRIVING, due__lt=timezone.now())
    return sum(give_up(upload) for upload in late)
