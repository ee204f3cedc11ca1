"""One thread a web process that follows every run watched there, and renders each event once for all its viewers.

It polls the event rows with a connection of its own; where Redis carries word of new events, it is woken instead and
looks by itself only now and then.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event as Flag
from threading import Lock, Thread

from django.conf import settings
from django.db import connection

from surveygo import wake
from surveygo.surveys import fragments
from surveygo.surveys.models import Event, Run

log = logging.getLogger(__name__)
POLL = 0.1
"""Seconds between two looks at the rows."""
POLL_WOKEN = 1.0
"""The same where Redis wakes the follower."""


@dataclass(frozen=True, slots=True)
class Told:
    """Events rendered together: their numbers and HTML, in order."""

    parts: tuple[tuple[int, str], ...]
    html: str

    @classmethod
    def of(cls, parts: Sequence[tuple[int, str]]) -> Told:
        """The events of `parts`, joined once for all viewers."""
        return cls(tuple(parts), "".join(html for _, html in parts))

    def after(self, number: int) -> str:
        """The HTML of the events after that number."""
        if self.parts[0][0] > number:
            return self.html
        return "".join(html for seq, html in self.parts if seq > number)

    @property
    def last(self) -> int:
        """Number of the last event."""
        return self.parts[-1][0]


Tell = Callable[[Told], None]
"""Called in the event loop it was registered from."""


class Follower:
    """Who watches which run, and the thread that serves them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._viewers: dict[int, dict[Tell, asyncio.AbstractEventLoop]] = defaultdict(dict)
        self._told: dict[int, int] = {}
        self._look = Flag()
        self._thread: Thread | None = None
        self._listener: asyncio.Task[None] | None = None

    def watch(self, run: int, after: int, tell: Tell) -> int:
        """Have `tell` called in the running loop with the run's events after the number that is returned.

        after: number of the last event the viewer has; what lies between it and the returned one, if it is less, was
        told to others already and is the viewer's to read.
        """
        loop = asyncio.get_running_loop()
        with self._lock:
            self._viewers[run][tell] = loop
            told = self._told.setdefault(run, after)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="follower of runs", daemon=True)
                self._thread.start()
        if settings.REDIS_URL and (self._listener is None or self._listener.done()):
            self._listener = loop.create_task(self._listen())
        self._look.set()
        return told

    def leave(self, run: int, tell: Tell) -> None:
        """Call `tell` no more."""
        with self._lock:
            self._viewers[run].pop(tell, None)
            if not self._viewers[run]:
                del self._viewers[run]
                self._told.pop(run, None)

    async def _listen(self) -> None:
        async for _ in wake.listen(wake.RUNS):
            self._look.set()

    def _work(self) -> None:
        """Look, tell, wait; ends when nobody has watched anything for a moment."""
        try:
            while self._goes_on():
                try:
                    self._tell_new()
                except Exception:  # the thread's edge: no trouble of one look may end the following
                    log.exception("The events of runs could not be read; the next look tries again.")
                    connection.close()
                    Flag().wait(1.0)
                self._look.wait(POLL_WOKEN if settings.REDIS_URL else POLL)
                self._look.clear()
        finally:
            connection.close()

    def _goes_on(self) -> bool:
        with self._lock:
            if not self._viewers:
                self._thread = None
            return bool(self._viewers)

    def _tell_new(self) -> None:
        with self._lock:
            told = dict(self._told)
        for run in Run.objects.filter(pk__in=told).select_related("survey"):
            if run.seq > told[run.pk] and (parts := render_after(run, told[run.pk])):
                self._hand_out(run.pk, told[run.pk], Told.of(parts))

    def _hand_out(self, run: int, after: int, news: Told) -> None:
        with self._lock:
            if self._told.get(run) != after:
                return  # Its viewers left meanwhile and others came, who need other events; the next look is theirs.
            self._told[run] = news.last
            loops: dict[asyncio.AbstractEventLoop, list[Tell]] = defaultdict(list)
            for tell, loop in self._viewers[run].items():
                loops[loop].append(tell)
        for loop, tells in loops.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_tell_all, tells, news)


def render_after(run: Run, after: int, until: int | None = None) -> list[tuple[int, str]]:
    """(number, HTML) of each event of the run after number `after`, to number `until` where it is given."""
    events = run.events.filter(seq__gt=after).order_by("seq")
    if until is not None:
        events = events.filter(seq__lte=until)
    return [(event.seq, _rendered(run, event)) for event in events]


def _rendered(run: Run, event: Event) -> str:
    try:
        return fragments.render(run, event)
    except Exception:  # an event that cannot be shown must not keep the ones after it from being shown
        log.exception("Event %s of run %s could not be rendered.", event.seq, run.pk)
        return ""


def _tell_all(tells: list[Tell], news: Told) -> None:
    for tell in tells:
        tell(news)


follower = Follower()
"""This process's follower."""
