"""Files on their way into a collection: taken in by the web, delivered to the workers."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from surveygo import outage
from surveygo.accounts.models import User
from surveygo.library.models import Collection, Upload

log = logging.getLogger(__name__)
Status = Upload.Status
LEASE = timedelta(minutes=10)
"""How long a file may take before its reader counts as dead; each file read renews it."""

LONGEST_NAME = 200
"""Bytes of a file's name that are kept, the ending among them."""


def receive(collection: Collection, file: UploadedFile, user: User) -> Upload:
    """Take a file in; it waits until `start` is called. One that is too large is kept as refused, without its bytes."""
    name = shown_name(file.name or "")
    size = file.size or 0
    upload = Upload(collection=collection, name=name, size=size, created_by=user)
    if size > settings.UPLOAD_LIMIT:
        upload.status, upload.reason = Status.REFUSED, too_large()
    else:
        upload.file, upload.offset, upload.due = file, size, waits_since()
    upload.save()
    return upload


def too_large() -> str:
    """Why a file above the limit is refused."""
    limit = settings.UPLOAD_LIMIT // 2**20
    return f"It is larger than the {limit} MB allowed here; split it, or have SURVEYGO_UPLOAD_MB raised."


def waits_since() -> datetime:
    """When a file that waits from now on is delivered again, should nobody have claimed it."""
    return timezone.now() + timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])


def shown_name(given: str) -> str:
    """The name a file came with, without folders and control characters; short enough for any disk."""
    name = PurePosixPath("".join(sign for sign in given.replace("\\", "/") if sign.isprintable())).name
    name = name.encode("utf-8", "ignore")[-LONGEST_NAME:].decode("utf-8", "ignore")
    return name if name.strip(". ") else "file"


def start(collection: Collection) -> None:
    """Have a worker read the files that wait in the collection, once the current transaction is committed."""
    transaction.on_commit(partial(deliver, collection.pk))


def deliver(collection_id: int) -> None:
    """Put a collection before the workers of the `short` cluster; where the queue is down, the sweep does it later."""
    name = f"read {collection_id}"
    try:
        async_task("surveygo.library.tasks.read_uploads", collection_id, cluster="short", task_name=name)
    except outage.errors() as error:
        log.warning("The uploads of collection %s could not be delivered yet: %s", collection_id, error)


def sweep() -> int:
    """Deliver again what lost its reader or waits unread for long; how many collections were delivered."""
    now = timezone.now()
    late = Upload.objects.filter(status__in=(Status.WAITING, Status.READING), due__lt=now)
    collections = sorted(set(late.values_list("collection", flat=True)))
    for pk in collections:
        if late.filter(collection=pk).update(status=Status.WAITING, due=now + LEASE):
            deliver(pk)
    return len(collections)
