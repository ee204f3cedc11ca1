"""Reading the uploads of a collection, in a worker: files in, papers and a report on each file out."""

from __future__ import annotations

import logging
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pipeline.ingest import FileReport, Ingested, Progress, read_files
from pipeline.paper import Paper as PipelinePaper
from surveygo.library.duplicates import propose
from surveygo.library.models import Collection, Upload
from surveygo.library.store import store
from surveygo.library.uploads import LEASE

QUIET = timedelta(seconds=0.8)
PATIENCE = 60
"""How many looks, each a quarter of `QUIET` apart, a collection waits at most for its next file."""

RENEWED = timedelta(seconds=5)
"""How old a hold on uploads grows before the next file renews it."""
STORED_TOGETHER = 20

log = logging.getLogger(__name__)
Status = Upload.Status
MISHAP = "Something went wrong inside SurveyGO while this file was read; the server's log says what."


def read_waiting(collection_id: int) -> None:
    """Read whatever waits in the collection, together, since a BibTeX file may describe the PDFs beside it."""
    _wait_for_more(collection_id)
    while claimed := _claim(collection_id):
        reader = _Reader(claimed)
        try:
            reader.read()
        except Exception:  # the task's edge: the uploader learns that it failed and the log learns why
            log.exception("The uploads of collection %s could not be read.", collection_id)
            reader.refuse(MISHAP)


def _wait_for_more(collection_id: int) -> None:
    """Let the files that are dropped together, each sent in a request of its own, arrive together."""
    waiting = Upload.objects.filter(collection=collection_id, status=Status.WAITING)
    for _ in range(PATIENCE):
        newest = waiting.aggregate(newest=Max("created"))["newest"]
        if newest is None or timezone.now() - newest > QUIET:
            return
        time.sleep(QUIET.total_seconds() / 4)


def _claim(collection_id: int) -> list[Upload]:
    waiting = Upload.objects.filter(collection=collection_id, status=Status.WAITING).order_by("pk")
    due = timezone.now() + LEASE
    taken = [u for u in waiting if waiting.filter(pk=u.pk).update(status=Status.READING, due=due)]
    for upload in taken:
        upload.status, upload.due = Status.READING, due
    return taken


class _Lost(Exception):
    """The uploads are another reader's by now."""


class _Reader:
    """Reads uploads that this worker has claimed; loses them to whoever claims them when it was too slow."""

    def __init__(self, uploads: list[Upload]) -> None:
        self._uploads = uploads
        self._keys = [upload.pk for upload in uploads]
        self._due = uploads[0].due
        self._by_name: dict[str, Upload] = {}
        self._reports: dict[int, list[FileReport]] = defaultdict(list)

    def read(self) -> None:
        """Read all of them and store what came of it."""
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
            found = read_files(self._laid_out(Path(folder)), on_file=self._on_file, on_page=self._on_page)
        collection = self._uploads[0].collection
        doubles: list[PipelinePaper] = []
        try:
            # A few at a time: whoever else wants to write waits for no more than these.
            for first in range(0, len(found.papers), STORED_TOGETHER):
                with self._held():
                    doubles += store(collection, found.papers[first : first + STORED_TOGETHER])
            with self._held():
                self._note_doubles(found, doubles)
                if found.title:
                    Collection.objects.filter(pk=collection.pk, name="").update(name=found.title)
                for upload in self._uploads:
                    self._finish(upload)
        except _Lost:
            log.warning("Uploads were read by another worker meanwhile; nothing is stored twice.")
            return
        for upload in self._uploads:
            upload.file.delete(save=False)
        propose(collection.workspace, collection.papers.values_list("pk", flat=True))

    def refuse(self, reason: str) -> None:
        """Mark all of them as refused."""
        Upload.objects.filter(pk__in=self._keys, status=Status.READING).update(
            status=Status.REFUSED, reason=reason, due=None
        )

    def _laid_out(self, folder: Path) -> list[Path]:
        """The files under the names that their owner gave them, each name once."""
        paths = []
        for upload in self._uploads:
            name, number = upload.name, 1
            while name in self._by_name:
                number += 1
                name = f"{Path(upload.name).stem} ({number}){Path(upload.name).suffix}"
            self._by_name[name] = upload
            os.link(upload.file.path, folder / name)
            paths.append(folder / name)
        return paths

    def _on_file(self, report: FileReport) -> None:
        upload = self._owner(report)
        self._reports[upload.pk].append(report)
        self._renew_in_time()
        Upload.objects.filter(pk=upload.pk, status=Status.READING).update(**_sums(self._reports[upload.pk]))

    def _on_page(self, page: Progress) -> None:
        """Tell how far a file is whose pages take long."""
        self._renew_in_time()
        done = f"page {page.page} of {page.pages}"
        Upload.objects.filter(pk=self._owner(page).pk, status=Status.READING).update(reason=done)

    def _owner(self, told: FileReport | Progress) -> Upload:
        """The upload told of: `papers.zip/li2018.pdf` and `papers.bib: li2018` belong to what they begin with."""
        names = (told.name, told.name.split("/")[0], told.name.split(": ")[0])
        return next((self._by_name[name] for name in names if name in self._by_name), self._uploads[0])

    @contextmanager
    def _held(self) -> Iterator[None]:
        """A transaction that holds only while the uploads are this reader's."""
        with transaction.atomic():
            if self._renew() < len(self._uploads):
                raise _Lost
            yield

    def _renew_in_time(self) -> None:
        if self._due is None or self._due - timezone.now() < LEASE - RENEWED:
            self._renew()

    def _renew(self) -> int:
        """Prolong the hold on all of them; on how many it still holds."""
        due = timezone.now() + LEASE
        held = Upload.objects.filter(pk__in=self._keys, status=Status.READING, due=self._due).update(due=due)
        self._due = due
        return held

    def _note_doubles(self, found: Ingested, doubles: list[PipelinePaper]) -> None:
        """Say of each file what of it the collection held already; papers come in the order of their files."""
        papers = iter(found.papers)
        for reports in self._reports.values():
            reports.clear()
        for report in found.reports:
            own = list(islice(papers, report.papers))
            known = [paper for paper in own if any(paper is double for double in doubles)]
            if known:
                report = _without(report, known)
            self._reports[self._owner(report).pk].append(report)

    def _finish(self, upload: Upload) -> None:
        reports = self._reports[upload.pk]
        fields = _sums(reports) | {"due": None, "file": ""}
        if any(report.status != "refused" for report in reports):
            fields |= {"status": Status.READ, "reason": ""}
        else:
            reasons = [report.reason for report in reports if report.reason]
            reason = reasons[0] if len(reasons) == 1 else "None of the files in it could be used."
            fields |= {"status": Status.REFUSED, "reason": reason}
        Upload.objects.filter(pk=upload.pk).update(**fields)


def _without(report: FileReport, known: list[PipelinePaper]) -> FileReport:
    left = report.papers - len(known)
    titles = "; ".join(f"“{paper.title}”" for paper in known[:3]) + (" …" if len(known) > 3 else "")
    reason = f"already in the collection: {titles}"
    return replace(report, papers=left, status="partly" if left else "refused", reason=report.reason or reason)


def _sums(reports: Sequence[FileReport]) -> dict[str, Any]:
    return {
        "files": [asdict(report) for report in reports],
        "paper_count": sum(report.papers for report in reports),
    }
