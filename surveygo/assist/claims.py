"""Who works on a question: as with runs, a claim raises a fence and gives a lease, and writing depends on both."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from surveygo import outage
from surveygo.assist.models import Assist
from surveygo.surveys.machine import lease

log = logging.getLogger(__name__)
Status = Assist.Status
LOST = "The worker that was at this was stopped or took too long; ask again."


def queue(assist: Assist) -> None:
    """Put a question before the workers of the `short` cluster, after the commit."""
    transaction.on_commit(partial(deliver, assist.pk))


def deliver(pk: int) -> None:
    """Put a queued question before the workers; where the queue is down, the sweep does it later."""
    try:
        async_task("surveygo.assist.tasks.conduct_assist", pk, cluster="short", task_name=f"assist {pk}")
    except outage.errors() as error:
        log.warning("Assist %s could not be delivered yet: %s", pk, error)


@transaction.atomic
def again(assist: Assist) -> bool:
    """Put a question that failed before the workers once more; False where it did not. What was answered is kept."""
    fresh = {"wanted": "", "message": "", "reason": "", "answer": "", "problems": [], "queued": timezone.now()}
    if not Assist.objects.filter(pk=assist.pk, status=Status.FAILED).update(status=Status.QUEUED, **fresh):
        return False
    queue(assist)
    return True


def claim(pk: int) -> Assist | None:
    """Take a queued question; None where it is not queued any more."""
    taken = Assist.objects.filter(pk=pk, status=Status.QUEUED)
    if not taken.update(status=Status.RUNNING, fence=F("fence") + 1, lease_until=timezone.now() + lease()):
        return None
    return Assist.objects.select_related("article__run", "article__survey__provider").get(pk=pk)


def settle(assist: Assist) -> None:
    """Put it away: at once where no worker holds it, else as a wish that its worker reads."""
    if not Assist.objects.filter(pk=assist.pk).exclude(status=Status.RUNNING).update(status=Status.SETTLED):
        Assist.objects.filter(pk=assist.pk, status=Status.RUNNING).update(wanted="cancel")


def sweep() -> None:
    """What lost its worker has failed, since a person waits for it and can ask again; what waits unclaimed for long is
    delivered again."""
    now = timezone.now()
    gone = Assist.objects.filter(status=Status.RUNNING, lease_until__lte=now)
    gone.filter(wanted="cancel").update(status=Status.SETTLED, fence=F("fence") + 1)
    gone.update(status=Status.FAILED, message=LOST, fence=F("fence") + 1)
    patience = now - timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])
    late = Assist.objects.filter(status=Status.QUEUED, queued__lt=patience)
    for pk in list(late.values_list("pk", flat=True)):
        if late.filter(pk=pk).update(queued=now):
            deliver(pk)
