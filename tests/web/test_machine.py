"""The life of a run: which moves exist, who may make them, and what a lost lease forbids."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from django.db import DataError, connection
from django.utils import timezone

from surveygo.surveys import machine
from surveygo.surveys.machine import MOVES, Claim, LostLease, Status
from surveygo.surveys.models import Run, Survey
from tests.web.conftest import make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

ALLOWED = {
    ("queued", "running"), ("queued", "cancelled"),
    ("running", "paused"), ("running", "done"), ("running", "failed"), ("running", "cancelled"), ("running", "queued"),
    ("paused", "queued"), ("paused", "cancelled"),
    ("failed", "queued"), ("failed", "cancelled"),
}  # fmt: skip


def claimed(run: Run) -> Claim:
    """The run, claimed by this process."""
    claim = machine.claim(run.pk, "here")
    assert claim is not None
    return claim


def expire(run: Run) -> None:
    """Let the run's lease be over."""
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(("source", "target"), list(product(Status, Status)))
def test_only_the_moves_of_the_table_are_made(survey: Survey, source: Status, target: Status) -> None:
    """A move that the table does not name changes nothing and tells nothing."""
    run = make_run(survey, status=source)
    allowed = (source.value, target.value) in ALLOWED
    assert (target in MOVES[source]) == allowed
    assert machine.move(run.pk, target) == allowed
    run.refresh_from_db()
    assert run.status == (target if allowed else source)
    assert run.events.count() == int(allowed)


def test_a_move_is_told(run: Run) -> None:
    """The event of a move carries the status, the reason and the sentence."""
    claim = claimed(run)
    machine.finish(claim, Status.PAUSED, reason="budget", message="The budget is spent.")
    told = [(event.seq, event.kind, event.data["status"]) for event in run.events.order_by("seq")]
    assert told == [(1, "status", "running"), (2, "status", "paused")]
    last = run.events.get(seq=2)
    assert last.data == {"status": "paused", "reason": "budget", "message": "The budget is spent."}


def test_one_of_many_workers_claims_a_run(run: Run) -> None:
    """Eight workers ask at once; one gets the run."""
    barrier, claims = Barrier(8), []

    def ask() -> None:
        barrier.wait()
        claims.append(machine.claim(run.pk, "here"))
        connection.close()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [claim for claim in claims if claim] == [Claim(run.pk, 1)]


def test_a_claim_raises_the_fence_and_keeps_the_first_start(run: Run) -> None:
    """The second claim has the higher fence; the run started when it was first claimed."""
    first = claimed(run)
    started = Run.objects.get(pk=run.pk).started
    assert machine.release(first)
    second = claimed(run)
    assert second.fence > first.fence
    assert Run.objects.get(pk=run.pk).started == started


def test_renewing_prolongs_the_lease_and_brings_wishes(run: Run) -> None:
    """A renewal moves the lease on and returns what a person asked for."""
    claim = claimed(run)
    before = Run.objects.get(pk=run.pk).lease_until
    assert machine.want(run.pk, "pause")
    assert machine.renew(claim) == "pause"
    after = Run.objects.get(pk=run.pk).lease_until
    assert before and after and after > before


@pytest.mark.parametrize("loss", ["expired", "taken over", "cancelled elsewhere"])
def test_a_lost_lease_forbids_everything(run: Run, loss: str) -> None:
    """Whoever lost a run can neither renew nor write nor finish, and nothing of a try stays."""
    claim = claimed(run)
    expire(run)
    if loss == "taken over":
        assert machine.expire() == [run.pk]
        claimed(run)
    elif loss == "cancelled elsewhere":
        machine.move(run.pk, Status.CANCELLED)
    before = Run.objects.values().get(pk=run.pk)
    with pytest.raises(LostLease):
        machine.renew(claim)
    with pytest.raises(LostLease), machine.fenced(claim, numbers=3):
        pytest.fail("the transaction must not begin")
    with pytest.raises(LostLease):
        machine.finish(claim, Status.DONE)
    assert not machine.release(claim)
    assert Run.objects.values().get(pk=run.pk) == before


def test_a_fenced_transaction_is_undone_as_a_whole(run: Run) -> None:
    """An error inside takes the numbers back too."""
    claim = claimed(run)
    with pytest.raises(DataError), machine.fenced(claim, numbers=5):
        raise DataError
    with machine.fenced(claim, numbers=1) as first:
        assert first == 2


def test_cancel_is_immediate_where_nobody_works(survey: Survey) -> None:
    """Queued, paused and failed runs are cancelled at once; a finished one is not."""
    for status in (Status.QUEUED, Status.PAUSED, Status.FAILED):
        run = make_run(survey, status=status)
        assert machine.want(run.pk, "cancel")
        assert Run.objects.get(pk=run.pk).status == Status.CANCELLED
    for status in (Status.DONE, Status.CANCELLED):
        assert not machine.want(make_run(survey, status=status).pk, "cancel")


def test_a_pause_does_not_take_a_cancel_back(run: Run) -> None:
    """The stronger wish stays."""
    claim = claimed(run)
    assert machine.want(run.pk, "cancel")
    assert not machine.want(run.pk, "pause")
    assert machine.renew(claim) == "cancel"


@pytest.mark.parametrize(("wish", "status"), [("", "queued"), ("pause", "paused"), ("cancel", "cancelled")])
def test_an_expired_run_goes_where_a_person_wanted_it(run: Run, wish: str, status: str) -> None:
    """A worker that died can no longer read a wish; the sweep does what it asked."""
    claimed(run)
    Run.objects.filter(pk=run.pk).update(wanted=wish)
    assert machine.expire() == []
    expire(run)
    assert machine.expire() == ([run.pk] if status == "queued" else [])
    assert Run.objects.get(pk=run.pk).status == status


def test_a_run_that_loses_worker_after_worker_fails(run: Run) -> None:
    """The fifth loss is the last; a person can resume it, and the count begins anew."""
    for _ in range(machine.MOST_LOST - 1):
        claimed(run)
        expire(run)
        assert machine.expire() == [run.pk]
    claimed(run)
    expire(run)
    assert machine.expire() == []
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", machine.LOST.format(5))
    assert machine.requeue(run.pk)
    claimed(run)
    expire(run)
    assert machine.expire() == [run.pk]


def test_a_person_queues_paused_and_failed_runs_only(survey: Survey) -> None:
    """A running run cannot be queued by a person, although its worker's death does that."""
    assert machine.requeue(make_run(survey, status=Status.PAUSED).pk)
    assert machine.requeue(make_run(survey, status=Status.FAILED).pk)
    assert not machine.requeue(make_run(survey, status=Status.RUNNING).pk)
    assert not machine.requeue(make_run(survey, status=Status.DONE).pk)
