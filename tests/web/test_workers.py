"""Workers as processes: killed, stopped past their lease and woken again; and the sweep that makes good."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_q.brokers import get_broker

from surveygo.articles.models import Article
from surveygo.surveys import delivery, machine
from surveygo.surveys.conduct import conduct
from surveygo.surveys.models import Call, Event, Run, Survey
from tests.web.conftest import make_run
from tests.web.scripted import scripted
from tests.web.test_conduct import told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

Begin = Callable[[Run, float], "subprocess.Popen[bytes]"]


@pytest.fixture
def begin(environment: dict[str, str]) -> Iterator[Begin]:
    """Starts a worker process on a run, with answers that take up to so many seconds each."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(run: Run, delay: float) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.web.scripted", str(run.pk), str(delay)]
        processes.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """Deliveries of one test do not reach the next."""
    get_broker("runs").purge_queue()
    yield
    get_broker("runs").delete_queue()


def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds; the test's own time limit ends a wait in vain."""
    while not condition():
        time.sleep(0.05)


def is_under_way(run: Run) -> bool:
    """Whether a worker has journaled replies of the run and told of it."""
    return Call.objects.filter(survey=run.survey_id).count() > 3 and run.events.filter(kind="paper").exists()


def put_to_sleep(worker: subprocess.Popen[bytes], run: Run) -> None:
    """Stop the worker at a moment at which it holds no lock: SQLite has only one, and would wait for it to wake."""
    worker.send_signal(signal.SIGSTOP)
    while not _is_free(run):
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.01)
        worker.send_signal(signal.SIGSTOP)


def _is_free(run: Run) -> bool:
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 100")
    try:
        with transaction.atomic():
            Run.objects.select_for_update(nowait=True).get(pk=run.pk)
    except OperationalError:
        return False
    finally:
        connection.close()
    return True


def swept(run: Run) -> bool:
    """Whether a sweep queued the run again."""
    delivery.sweep()
    return Run.objects.get(pk=run.pk).status == "queued"


def undisturbed(survey: Survey) -> Run:
    """A run of the same plan that nothing happened to, with a journal of its own."""
    Call.objects.all().delete()
    run = make_run(survey)
    with scripted():
        conduct(run.pk)
    return run


def same(run: Run, other: Run) -> None:
    """Both runs left the same article and told the same, each thing once."""
    first, second = Article.objects.get(run=run), Article.objects.get(run=other)
    assert first.markdown == second.markdown
    assert first.evidence == second.evidence
    assert sorted(told(run)) == sorted(told(other))


def test_a_killed_worker_s_run_is_taken_over(run: Run, survey: Survey, begin: Begin) -> None:
    """After kill -9 the sweep queues the run, and the next worker finishes it from the journal."""
    worker = begin(run, 0.4)
    until(lambda: is_under_way(run))
    worker.kill()
    worker.wait()
    kept = Call.objects.count()
    assert Run.objects.get(pk=run.pk).status == "running"
    until(lambda: _expired(run))
    assert swept(run)
    assert get_broker("runs").queue_size() == 1
    with scripted() as engine:
        conduct(run.pk)
        after = len(engine.asked)
    assert Run.objects.get(pk=run.pk).status == "done"
    with scripted() as engine:
        other = undisturbed(survey)
    same(run, other)
    assert after <= Call.objects.count() - kept + 8


def _expired(run: Run) -> bool:
    until = Run.objects.get(pk=run.pk).lease_until
    return until is not None and until < timezone.now()


def test_a_worker_that_slept_through_its_lease_writes_nothing(run: Run, survey: Survey, begin: Begin) -> None:
    """Stopped past its lease and woken while another has the run, it ends without a trace in the rows."""
    sleeper = begin(run, 0.4)
    until(lambda: is_under_way(run))
    put_to_sleep(sleeper, run)
    until(lambda: _expired(run))
    assert swept(run)
    claim = machine.claim(run.pk, "the next worker")
    assert claim is not None
    before = _everything(run)
    sleeper.send_signal(signal.SIGCONT)
    _, log = sleeper.communicate()
    assert b"was lost to another worker" in log
    assert sleeper.returncode == 0
    assert _everything(run) == before
    assert machine.release(claim)
    with scripted():
        conduct(run.pk)
    same(run, undisturbed(survey))


def _everything(run: Run) -> list[object]:
    """All that a worker could have written; the lease is the next worker's own."""
    row = Run.objects.values().get(pk=run.pk)
    events = list(Event.objects.filter(run=run).order_by("seq").values())
    calls = list(Call.objects.order_by("pk").values())
    return [row, events, calls, list(Article.objects.values())]


def test_a_woken_worker_notices_even_if_nobody_took_the_run(run: Run, begin: Begin) -> None:
    """A lease that is over is over: the run goes to the next worker, not on with the sleeper."""
    sleeper = begin(run, 0.4)
    until(lambda: is_under_way(run))
    put_to_sleep(sleeper, run)
    until(lambda: _expired(run))
    before = _everything(run)
    sleeper.send_signal(signal.SIGCONT)
    sleeper.communicate()
    assert _everything(run) == before
    assert swept(run)


def _queued_long_ago(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(queued=timezone.now() - timedelta(hours=1))


def test_the_sweep_delivers_what_waits_unclaimed(run: Run) -> None:
    """A run whose delivery was lost is delivered again, and then left its time."""
    assert delivery.sweep() == 0
    _queued_long_ago(run)
    assert delivery.sweep() == 1
    assert get_broker("runs").queue_size() == 1
    assert delivery.sweep() == 0


def test_the_sweep_does_not_pile_up_deliveries(run: Run, survey: Survey) -> None:
    """While as many tasks wait as runs do, the workers are merely busy."""
    delivery.deliver(run.pk)
    _queued_long_ago(run)
    assert delivery.sweep() == 0
    second = make_run(survey)
    _queued_long_ago(second)
    assert delivery.sweep() == 1
    assert get_broker("runs").queue_size() == 2
