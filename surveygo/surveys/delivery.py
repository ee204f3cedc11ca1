"""Bringing queued runs to workers: django-q2 only delivers, and the sweep makes good what it loses."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.tasks import async_task

from surveygo import outage
from surveygo.surveys import machine
from surveygo.surveys.models import Run

log = logging.getLogger(__name__)


def deliver(run_id: int) -> None:
    """Put a queued run before the workers of the `runs` cluster. Call it after the commit that queued it.

    A queue that cannot be reached costs time, not the run: the sweep delivers it once the queue is back.
    """
    try:
        async_task("surveygo.surveys.tasks.conduct_run", run_id, cluster="runs", task_name=f"run {run_id}")
    except outage.errors() as error:
        log.warning("Run %s could not be delivered yet: %s", run_id, error)


def sweep() -> int:
    """Queue again what lost its worker, and deliver again what waits unclaimed for a minute; how many were delivered.

    The Redis broker loses a task whose worker dies, the ORM broker does not. Nothing is delivered twice while enough
    tasks still wait in the broker: the workers are merely busy.
    """
    again = machine.expire()
    patience = timezone.now() - timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])
    waiting = Run.objects.filter(status=Run.Status.QUEUED).exclude(pk__in=again)
    late = list(waiting.filter(queued__lt=patience).order_by("queued").values_list("pk", flat=True))
    if late:
        missing = waiting.count() - get_broker("runs").queue_size()
        late = late[: max(missing, 0)]
    for run_id in late:
        if Run.objects.filter(pk=run_id, status=Run.Status.QUEUED, queued__lt=patience).update(queued=timezone.now()):
            again.append(run_id)
    for run_id in again:
        deliver(run_id)
    return len(again)
