"""The life of a run: every move is one conditional UPDATE whose row count is checked.

A worker claims a queued run: the claim raises the run's fence and gives a lease. All it writes goes through `fenced`,
which holds only while fence and lease do, so that a worker that slept through its lease can write nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from pipeline.errors import RunStopped
from surveygo import wake
from surveygo.surveys import letters
from surveygo.surveys.models import Event, Run

log = logging.getLogger(__name__)
Status = Run.Status

MOVES: dict[Status, tuple[Status, ...]] = {
    Status.QUEUED: (Status.RUNNING, Status.CANCELLED),
    # Back to queued when the lease expired or the worker was shut down.
    Status.RUNNING: (Status.PAUSED, Status.DONE, Status.FAILED, Status.CANCELLED, Status.QUEUED),
    Status.PAUSED: (Status.QUEUED, Status.CANCELLED),
    Status.FAILED: (Status.QUEUED, Status.CANCELLED),
    Status.DONE: (),
    Status.CANCELLED: (),
}


MOST_LOST = 5
LOST = "{} workers died while they wrote this; the server may lack memory. Everything so far is kept: resume it."


class LostLease(RunStopped):
    """The run belongs to another worker by now, or to nobody; this one must stop and write nothing more."""

    def __init__(self) -> None:
        super().__init__("This run was taken over by another worker.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a run."""

    run: int
    fence: int


def lease() -> timedelta:
    """How long a worker may be silent."""
    return timedelta(seconds=settings.ENV["SURVEYGO_LEASE_SECONDS"])


@transaction.atomic
def move(run_id: int, to: Status, *, only: Q | None = None, reason: str = "", message: str = "", **more: Any) -> bool:
    """Move a run to another status, with an event that says so; False where `MOVES` or `only` forbid it by now.

    only: a further condition on the row; more: other fields to set.
    """
    sources = [status for status, targets in MOVES.items() if to in targets]
    fields: dict[str, Any] = {"status": to, "reason": reason, "message": message, "seq": F("seq") + 1} | more
    if to != Status.RUNNING:
        fields |= {"lease_until": None, "worker": ""}
    if to in (Status.DONE, Status.FAILED, Status.CANCELLED, Status.PAUSED):
        fields |= {"wanted": "", "ended": timezone.now()}
    if not Run.objects.filter(only or Q(), pk=run_id, status__in=sources).update(**fields):
        return False
    _tell(run_id, to, reason, message)
    letters.write(run_id, reason or to.value)
    return True


@transaction.atomic
def announce(run_id: int) -> None:
    """Tell that a new run is queued."""
    Run.objects.filter(pk=run_id).update(seq=F("seq") + 1)
    _tell(run_id, Status.QUEUED, "", "")


def _tell(run_id: int, status: Status, reason: str, message: str) -> None:
    seq = Run.objects.values_list("seq", flat=True).get(pk=run_id)
    data = {"status": status.value, "reason": reason, "message": message}
    Event.objects.create(run_id=run_id, seq=seq, key=f"status:{seq}", kind="status", data=data)
    transaction.on_commit(partial(wake.tell, wake.RUNS, run=run_id))


def claim(run_id: int, worker: str) -> Claim | None:
    """Take a queued run; None where it is not queued any more. worker: a name for the log."""
    now = timezone.now()
    with transaction.atomic():
        taken = move(run_id, Status.RUNNING, fence=F("fence") + 1, lease_until=now + lease(), worker=worker, ended=None)
        if not taken:
            return None
        Run.objects.filter(pk=run_id, started=None).update(started=now)
        return Claim(run_id, Run.objects.values_list("fence", flat=True).get(pk=run_id))


def holds(claim: Claim) -> Q:
    """The condition under which a claim still holds: by the database's clock, since a worker may be stopped between
    looking at its own and being heard."""
    return Q(pk=claim.run, fence=claim.fence, status=Status.RUNNING, lease_until__gt=Now())


def renew(claim: Claim) -> str:
    """Prolong the lease; returns what a person wants of the worker by now (pause, cancel or nothing).

    Raises:
        LostLease: where the claim no longer holds.
    """
    if not Run.objects.filter(holds(claim)).update(lease_until=timezone.now() + lease()):
        raise LostLease
    return Run.objects.values_list("wanted", flat=True).get(pk=claim.run)


@contextmanager
def fenced(claim: Claim, *, numbers: int = 0) -> Iterator[int]:
    """A transaction that holds only under the claim; yields the first of `numbers` fresh event numbers.

    The UPDATE comes first: it locks the run's row, so that nobody can take the run over before the commit.

    Raises:
        LostLease: where the claim no longer holds; nothing is written.
    """
    with transaction.atomic():
        if not Run.objects.filter(holds(claim)).update(seq=F("seq") + numbers):
            raise LostLease
        yield Run.objects.values_list("seq", flat=True).get(pk=claim.run) - numbers + 1


def finish(claim: Claim, to: Status, *, reason: str = "", message: str = "", **more: Any) -> None:
    """Move a claimed run out of running.

    Raises:
        LostLease: where the claim no longer holds.
    """
    if not move(claim.run, to, only=holds(claim), reason=reason, message=message, **more):
        raise LostLease


def release(claim: Claim) -> bool:
    """Give a run back to the queue because its worker is being shut down; False where the claim no longer holds."""
    return move(claim.run, Status.QUEUED, only=holds(claim), fence=F("fence") + 1, queued=timezone.now())


def want(run_id: int, wish: str) -> bool:
    """Ask for a pause or cancel: at once where no worker holds the run, else as a wish that its worker reads.

    False where the run is over or already paused.
    """
    if wish == "cancel" and move(run_id, Status.CANCELLED, only=~Q(status=Status.RUNNING)):
        return True
    waiting = (Status.RUNNING, Status.QUEUED) if wish == "pause" else (Status.RUNNING,)
    # A cancel that was asked for is not taken back by a pause.
    found = Run.objects.filter(pk=run_id, status__in=waiting).exclude(wanted="cancel")
    return bool(found.update(wanted=wish))


def requeue(run_id: int) -> bool:
    """Queue a paused or failed run again; False where it is neither."""
    person = Q(status__in=(Status.PAUSED, Status.FAILED))
    return move(run_id, Status.QUEUED, only=person, wanted="", lost=0, queued=timezone.now(), ended=None)


def expire() -> list[int]:
    """Put runs whose lease expired back into the queue, or where a person wanted them; their ids if queued.

    A run that loses worker after worker most likely kills them itself, and fails.
    """
    queued = []
    for run in Run.objects.filter(status=Status.RUNNING, lease_until__lte=timezone.now()):
        gone = Q(fence=run.fence, status=Status.RUNNING, lease_until__lte=timezone.now())
        if run.wanted == "cancel":
            move(run.pk, Status.CANCELLED, only=gone, fence=F("fence") + 1)
        elif run.wanted == "pause":
            move(run.pk, Status.PAUSED, only=gone, reason="user", fence=F("fence") + 1)
        elif run.lost + 1 >= MOST_LOST:
            move(run.pk, Status.FAILED, only=gone, message=LOST.format(MOST_LOST), fence=F("fence") + 1)
        elif move(run.pk, Status.QUEUED, only=gone, fence=F("fence") + 1, lost=F("lost") + 1, queued=timezone.now()):
            log.warning("Run %s lost its worker %s and is queued again.", run.pk, run.worker)
            queued.append(run.pk)
    return queued
