"""Who works on a search: as with runs, a claim raises a fence and gives a lease, and writing is conditional on both."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from surveygo import outage
from surveygo.searches.models import Search
from surveygo.surveys.machine import lease

log = logging.getLogger(__name__)
Status = Search.Status
MOST_LOST = 3
LOST = f"{MOST_LOST} workers died while they searched; the server may lack memory. Search again for less."


def queue(search: Search, phase: Search.Phase, *, only: tuple[Status, ...], **more: Any) -> bool:
    """Put a search before the workers of the `short` cluster, after the commit; False where it is none of `only`."""
    fields = {"status": Status.QUEUED, "phase": phase, "message": "", "wanted": "", "lost": 0, "told": {}}
    fields |= {"queued": timezone.now()} | more
    if not Search.objects.filter(pk=search.pk, status__in=only).update(**fields):
        return False
    search.refresh_from_db()
    transaction.on_commit(lambda: deliver(search.pk))
    return True


def deliver(pk: int) -> None:
    """Put a queued search before the workers; where the queue is down, the sweep does it later."""
    try:
        async_task("surveygo.searches.tasks.conduct_search", pk, cluster="short", task_name=f"search {pk}")
    except outage.errors() as error:
        log.warning("Search %s could not be delivered yet: %s", pk, error)


def claim(pk: int) -> Search | None:
    """Take a queued search; None where it is not queued any more."""
    taken = Search.objects.filter(pk=pk, status=Status.QUEUED)
    if not taken.update(status=Status.RUNNING, fence=F("fence") + 1, lease_until=timezone.now() + lease()):
        return None
    return Search.objects.select_related(
        "survey__workspace", "survey__collection", "survey__provider", "created_by"
    ).get(pk=pk)


def cancel(search: Search) -> None:
    """Stop the search: at once where no worker holds it, else as a wish that its worker reads."""
    waiting = Search.objects.filter(pk=search.pk, status__in=(Status.QUEUED, Status.READY, Status.FAILED))
    if not waiting.update(status=Status.CANCELLED):
        Search.objects.filter(pk=search.pk, status=Status.RUNNING).update(wanted="cancel")


def sweep() -> None:
    """Queue again what lost its worker, and deliver again what waits unclaimed for long."""
    now = timezone.now()
    for search in Search.objects.filter(status=Status.RUNNING, lease_until__lte=now):
        gone = Search.objects.filter(pk=search.pk, fence=search.fence, status=Status.RUNNING, lease_until__lte=now)
        if search.wanted == "cancel":
            gone.update(status=Status.CANCELLED, fence=F("fence") + 1)
        elif search.lost + 1 >= MOST_LOST:
            gone.update(status=Status.FAILED, message=LOST, fence=F("fence") + 1)
        elif gone.update(status=Status.QUEUED, fence=F("fence") + 1, lost=F("lost") + 1, queued=now):
            deliver(search.pk)
    patience = now - timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])
    late = Search.objects.filter(status=Status.QUEUED, queued__lt=patience)
    for pk in list(late.values_list("pk", flat=True)):
        if late.filter(pk=pk).update(queued=now):
            deliver(pk)
