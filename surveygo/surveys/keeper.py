"""The thread that keeps a worker's lease, and brings back what a person wants of the run."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from pipeline.errors import RunCancelled, RunPaused, RunStopped
from surveygo.patience import patiently
from surveygo.surveys import machine, stopping
from surveygo.surveys.machine import Claim, LostLease
from surveygo.surveys.models import Run

log = logging.getLogger(__name__)
LOOK = 0.5
"""Seconds between two looks at what a person wants."""


class ShuttingDown(RunStopped):
    """The worker is being stopped; its run goes back to the queue."""

    def __init__(self) -> None:
        super().__init__("The worker is being stopped.")


class Keeper:
    """A run's desk: renews the lease from a thread with its own connection, and answers `check` from memory."""

    def __init__(self, claim: Claim) -> None:
        self.run = str(claim.run)
        self._claim = claim
        self._closed = Event()
        self._wanted = ""
        self._problem: Exception | None = None
        self._sharers = patiently(self._count)
        self._thread = Thread(target=self._work, name=f"lease of run {claim.run}", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Return to go on.

        Raises:
            RunPaused, RunCancelled: a person asked for it.
            LostLease, ShuttingDown: this worker must stop.
            Exception: what stopped one of the run's threads.
        """
        self.check_threads()
        if stopping.asked():
            raise ShuttingDown
        if self._wanted == "cancel":
            raise RunCancelled("The run was cancelled.")
        if self._wanted == "pause":
            raise RunPaused("user", "Paused; everything so far is kept.")

    def sharers(self) -> int:
        """How many runs are under way with the same account, as it was a few seconds ago."""
        return self._sharers

    def _count(self) -> int:
        provider = Run.objects.values_list("survey__provider", flat=True).filter(pk=self._claim.run).first()
        if provider is None:
            return 1
        under_way = Run.objects.filter(status=Run.Status.RUNNING, survey__provider=provider)
        return max(1, under_way.filter(lease_until__gt=timezone.now()).count())

    def check_threads(self) -> None:
        """Raise what stopped one of the run's threads, if anything did."""
        if self._problem is not None:
            raise self._problem

    def report(self, problem: Exception) -> None:
        """Have the next `check` raise what went wrong elsewhere."""
        self._problem = self._problem or problem

    def close(self) -> None:
        """End the thread; the lease then runs out by itself."""
        self._closed.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            self._loop()
        except LostLease as problem:
            self.report(problem)
        finally:
            connection.close()

    def _loop(self) -> None:
        every = settings.ENV["SURVEYGO_RENEW_SECONDS"]
        renewed = time.monotonic()
        while not self._closed.wait(min(LOOK, every / 2)):
            try:
                if time.monotonic() - renewed >= every:
                    self._wanted = machine.renew(self._claim)
                    self._sharers = self._count()
                    renewed = time.monotonic()
                else:
                    self._wanted = Run.objects.values_list("wanted", flat=True).get(pk=self._claim.run)
            except Run.DoesNotExist:
                raise LostLease from None
            except DatabaseError as error:
                # A passing trouble costs nothing while the lease lasts; once it is over, renewing says so.
                log.warning("The lease of run %s could not be renewed yet: %s", self._claim.run, error)
                connection.close()
