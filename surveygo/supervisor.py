"""A few child processes, started again when they die, and ended together."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from surveygo.environment import ROOT
from surveygo.parenthood import end_with_parent

log = logging.getLogger(__name__)
GRACE = 15.0
"""Seconds a child may take to end by itself."""
STEADY = 60.0
"""A child that lived this many seconds is started again at once; others wait longer after each death."""
LONGEST_WAIT = 30.0


@dataclass
class Child:
    """A Python process: a name for the log, arguments after the interpreter, and additions to the environment."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    due: float = 0.0
    wait: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C in the terminal reaches the supervisor alone."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  the arguments are this program's own
            [sys.executable, *self.arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=sys.stderr.fileno(),
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    @property
    def ended(self) -> bool:
        """Whether it has been started and has ended since."""
        return self.process is not None and self.process.poll() is not None

    def tend(self) -> None:
        """Start it again if it has died, after a wait that doubles while it keeps dying young."""
        now = time.monotonic()
        if self.process is not None and self.ended:
            code, self.process = self.process.returncode, None
            young = now - self.began < STEADY
            self.wait = min(max(self.wait * 2, 1.0), LONGEST_WAIT) if young else 0.0
            self.due = now + self.wait
            log.warning("%s ended with code %s; it starts again in %.0f s.", self.name, code, self.wait)
        if self.process is None and now >= self.due:
            self.start()


class Supervisor:
    """Starts children and keeps them alive until it is told to stop."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self.stopping = False

    def start(self, *children: Child) -> None:
        """Start them, and keep them alive from then on."""
        for child in children:
            self._children.append(child)
            child.start()

    def stop(self) -> None:
        """Ask `watch` to return; safe in a signal handler."""
        self.stopping = True

    def watch(self, *, every: float, beat: Callable[[], None]) -> None:
        """Tend the children until a stop is asked for, and call `beat` every so many seconds."""
        last = time.monotonic()
        while not self.stopping:
            for child in self._children:
                child.tend()
            if time.monotonic() - last >= every:
                beat()
                last = time.monotonic()
            time.sleep(0.2)

    def end(self) -> None:
        """End all children: a request first, force after a while; returns when none is left."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        end = time.monotonic() + GRACE
        while any(process.poll() is None for process in running) and time.monotonic() < end:
            time.sleep(0.05)
        for process in running:
            try:
                # Whatever a child left behind in its session goes too.
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()
