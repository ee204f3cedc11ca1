"""The thread that turns what a run tells into event rows, in batches, numbered, under the run's fence."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.db import connection
from django.db.models import F

from pipeline.events import CallsMetered, Event, SectionDone, StageProgress
from surveygo.patience import patiently
from surveygo.surveys import wake
from surveygo.surveys.machine import Claim, fenced
from surveygo.surveys.models import Event as Row
from surveygo.surveys.models import Run

PAUSE = 0.05
"""Least seconds between two batches: a replay tells thousands of events at once."""
TEXT_PAUSE = 0.2
"""Least seconds between two texts of one section that is being written."""
LONGEST_KEY = 300

Texts = dict[str, Event]


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
        """What was told before counts as told; a text that was cut off half-way starts from nothing again."""
        rows = Row.objects.filter(run=self._claim.run)
        self._known = set(rows.exclude(kind="section-text").values_list("key", flat=True))
        cut = list(rows.filter(kind="section-text").order_by("seq"))
        if not cut:
            return
        with fenced(self._claim, numbers=len(cut)) as first:
            for number, row in enumerate(cut, first):
                row.seq, row.data = number, row.data | {"markdown": ""}
                row.save(update_fields=["seq", "data"])
        wake.readers(self._claim.run)

    def _loop(self) -> None:
        texts: Texts = {}
        closing = False
        while not closing:
            batch, closing = self._gather(texts)
            if batch:
                patiently(partial(self._write, batch))
                time.sleep(0 if closing else PAUSE)

    def _gather(self, texts: Texts) -> tuple[list[Event], bool]:
        """The events to write now, and whether there are no more. Texts wait in `texts` until their turn comes."""
        batch: dict[str, Event] = {}
        closing = False
        wait = min((self._due(key) for key in texts), default=None)
        try:
            event = self._queue.get(timeout=wait)
            while True:
                if event is None:
                    closing = True
                elif event.transient:
                    texts[event.key] = event
                elif (key := row_key(event)) not in self._known:
                    self._known.add(key)
                    batch[key] = event
                    if isinstance(event, SectionDone):
                        texts.pop(text_key(event.section), None)
                event = self._queue.get_nowait()
        except Empty:
            pass
        for key in [key for key in texts if self._due(key) <= 0]:
            self._shown[key] = time.monotonic()
            batch[key] = texts.pop(key)
        return list(batch.values()), closing

    def _due(self, key: str) -> float:
        return max(self._shown.get(key, 0.0) + TEXT_PAUSE - time.monotonic(), 0.0)

    def _write(self, batch: list[Event]) -> None:
        replaced = [event.key for event in batch if event.transient]
        replaced += [text_key(event.section) for event in batch if isinstance(event, SectionDone)]
        with fenced(self._claim, numbers=len(batch)) as first:
            if replaced:
                Row.objects.filter(run=self._claim.run, key__in=replaced).delete()
            Row.objects.bulk_create(
                Row(run_id=self._claim.run, seq=number, key=row_key(event), kind=event.kind, data=event.data)
                for number, event in enumerate(batch, first)
            )
            totals = _totals(batch)
            if totals:
                Run.objects.filter(pk=self._claim.run).update(**totals)
        wake.readers(self._claim.run)


def row_key(event: Event) -> str:
    """The event's key, as long as a row can hold: a title in it may be longer."""
    if len(event.key) <= LONGEST_KEY:
        return event.key
    return f"{event.kind}:{hashlib.sha256(event.key.encode()).hexdigest()}"


def text_key(section: str) -> str:
    """Key of the row that holds a section's text while it is being written."""
    return f"section-text:{section}"


def _totals(batch: list[Event]) -> dict[str, Any]:
    """What the run's own row shows in lists: stage, words, tokens, cost."""
    totals: dict[str, Any] = {}
    for event in batch:
        if isinstance(event, StageProgress):
            totals |= {"stage": event.stage, "done": event.done, "total": event.total}
    words = sum(event.words for event in batch if isinstance(event, SectionDone))
    calls = [asdict(event) for event in batch if isinstance(event, CallsMetered)]
    sums = {
        "words": words,
        "tokens": sum(call["prompt_tokens"] + call["completion_tokens"] for call in calls),
        "cached_tokens": sum(call["cached_tokens"] for call in calls),
        "cost": sum(call["cost"] for call in calls),
    }
    return totals | {name: F(name) + value for name, value in sums.items() if value}
