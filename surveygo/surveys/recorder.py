"""The thread that turns what a run tells into event rows, in batches, numbered, under the run's fence."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.db import connection
from django.db.models import F

from pipeline.events import CallsMetered, Event, SectionDone, SectionText, StageProgress
from surveygo import wake
from surveygo.patience import patiently
from surveygo.surveys.machine import Claim, fenced
from surveygo.surveys.models import Event as Row
from surveygo.surveys.models import Run

PAUSE = 0.05
"""Least seconds between two batches: a replay tells thousands of events at once."""
PAUSES = {SectionText: 0.2, CallsMetered: 1.0}
"""Least seconds between two events of which the later replaces the earlier, by their type."""
LONGEST_KEY = 300
SUMS = ("prompt_tokens", "cached_tokens", "completion_tokens", "cost")

Latest = dict[str, Event]


class Recorder:
    """Takes a run's events from any thread and writes them from its own, with its own connection.

    on_problem: called once, from the thread, with what stopped it.
    """

    def __init__(self, claim: Claim, on_problem: Callable[[Exception], None]) -> None:
        self._claim = claim
        self._on_problem = on_problem
        self._queue: SimpleQueue[Event | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=f"events of run {claim.run}", daemon=True)
        self._known: set[str] = set()
        self._shown: dict[str, float] = {}
        self._used: dict[str, Mapping[str, Any]] = {}
        self._thread.start()

    def emit(self, event: Event) -> None:
        """Take an event; returns at once."""
        self._queue.put(event)

    def close(self) -> None:
        """Write what was taken and end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            patiently(self._resume)
            self._loop()
        except Exception as problem:  # noqa: BLE001  the thread's edge: whoever started it must hear of anything
            self._on_problem(problem)
        finally:
            connection.close()

    def _resume(self) -> None:
        """What was told and used before counts; a text that was cut off half-way starts from nothing again."""
        rows = Row.objects.filter(run=self._claim.run)
        self._used = dict(rows.filter(kind="calls").values_list("key", "data"))
        self._known = set(rows.exclude(kind="section-text").values_list("key", flat=True))
        cut = list(rows.filter(kind="section-text").order_by("seq"))
        if not cut:
            return
        with fenced(self._claim, numbers=len(cut)) as first:
            for number, row in enumerate(cut, first):
                row.seq, row.data = number, row.data | {"markdown": ""}
                row.save(update_fields=["seq", "data"])
        wake.tell(wake.RUNS, run=self._claim.run)

    def _loop(self) -> None:
        latest: Latest = {}
        closing = False
        while not closing:
            batch, closing = self._gather(latest)
            if batch:
                patiently(partial(self._write, batch))
                time.sleep(0 if closing else PAUSE)

    def _gather(self, latest: Latest) -> tuple[dict[str, Event], bool]:
        """The events to write now by key, and whether there are no more. What replaces an earlier one waits in `latest`
        until its turn comes."""
        batch: dict[str, Event] = {}
        closing = False
        wait = min((self._due(key, event) for key, event in latest.items()), default=None)
        try:
            event = self._queue.get(timeout=wait)
            while True:
                if event is None:
                    closing = True
                elif event.transient:
                    latest[self._key(event)] = event
                elif (key := self._key(event)) not in self._known:
                    self._known.add(key)
                    batch[key] = event
                    if isinstance(event, SectionDone):
                        latest.pop(text_key(event.section), None)
                event = self._queue.get_nowait()
        except Empty:
            pass
        for key in [key for key, event in latest.items() if closing or self._due(key, event) <= 0]:
            self._shown[key] = time.monotonic()
            batch[key] = latest.pop(key)
        return batch, closing

    def _key(self, event: Event) -> str:
        """The event's key among the run's rows. What calls used is counted for each attempt at the run."""
        key = row_key(event)
        return f"{key}:{self._claim.fence}" if isinstance(event, CallsMetered) else key

    def _due(self, key: str, event: Event) -> float:
        return max(self._shown.get(key, 0.0) + PAUSES[type(event)] - time.monotonic(), 0.0)

    def _write(self, batch: Mapping[str, Event]) -> None:
        replaced = [key for key, event in batch.items() if event.transient]
        replaced += [text_key(event.section) for event in batch.values() if isinstance(event, SectionDone)]
        used = {key: event.data for key, event in batch.items() if isinstance(event, CallsMetered)}
        with fenced(self._claim, numbers=len(batch)) as first:
            if replaced:
                Row.objects.filter(run=self._claim.run, key__in=replaced).delete()
            Row.objects.bulk_create(
                Row(run_id=self._claim.run, seq=number, key=key, kind=event.kind, data=self._data(event))
                for number, (key, event) in enumerate(batch.items(), first)
            )
            totals = _totals(batch.values()) | (_sums((self._used | used).values()) if used else {})
            if totals:
                Run.objects.filter(pk=self._claim.run).update(**totals)
        self._used |= used
        wake.tell(wake.RUNS, run=self._claim.run)

    def _data(self, event: Event) -> dict[str, Any]:
        return event.data | {"attempt": self._claim.fence} if isinstance(event, CallsMetered) else event.data


def row_key(event: Event) -> str:
    """The event's key, as long as a row can hold: a title in it may be longer."""
    if len(event.key) <= LONGEST_KEY:
        return event.key
    return f"{event.kind}:{hashlib.sha256(event.key.encode()).hexdigest()}"


def text_key(section: str) -> str:
    """Key of the row that holds a section's text while it is being written."""
    return f"section-text:{section}"


def _totals(batch: Iterable[Event]) -> dict[str, Any]:
    """What the run's own row shows in lists: stage and words."""
    totals: dict[str, Any] = {}
    words = 0
    for event in batch:
        if isinstance(event, StageProgress):
            totals |= {"stage": event.stage, "done": event.done, "total": event.total}
        elif isinstance(event, SectionDone):
            words += event.words
    return totals | ({"words": F("words") + words} if words else {})


def _sums(used: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The same of what all its calls used."""
    rows = list(used)
    prompt, cached, completion, cost = (sum(row[name] for row in rows) for name in SUMS)
    return {"tokens": prompt + completion, "cached_tokens": cached, "cost": cost}
