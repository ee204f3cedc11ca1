"""`manage.py up` as a person starts it: one line, a page, workers, and nothing left behind."""

from __future__ import annotations

import http.cookiejar
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

LINE = "SurveyGO is ready: "


@dataclass
class Up:
    """A running `manage.py up` and where it was started."""

    environment: dict[str, str]
    process: subprocess.Popen[str] = field(init=False)
    address: str = ""

    def __post_init__(self) -> None:
        """Start it and wait for its line."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"], env=self.environment, stdout=subprocess.PIPE, stderr=None, text=True
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line.startswith(LINE), line
        self.address = line.removeprefix(LINE).strip()

    def members(self) -> set[int]:
        """Every living process of this installation, known by its port in the environment."""
        mark = f"PORT={self.environment['PORT']}\0".encode()
        return {pid for pid in _processes() if mark in _environment(pid)}


def _processes() -> Iterator[int]:
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds; the test's own time limit ends a wait in vain."""
    while not condition():
        time.sleep(0.1)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A data folder and a free port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"PORT": str(port), "SURVEYGO_DATA": str(tmp_path), "SURVEYGO_SWEEP_SECONDS": "0.5"}
    return {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")} | own


@pytest.fixture
def up(environment: dict[str, str]) -> Iterator[Up]:
    """It runs, and is gone afterwards whatever happened."""
    started = Up(environment)
    yield started
    started.process.terminate()
    started.process.wait()
    until(lambda: not started.members())
    assert started.process.stdout
    started.process.stdout.close()


@pytest.mark.slow
def test_the_printed_address_signs_in_and_everything_ends_with_it(up: Up) -> None:
    """One line on stdout; the address leads to the surveys; SIGTERM ends all processes."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with browser.open(up.address) as page:
        assert urlsplit(page.url).path == "/"
        assert "New survey" in page.read().decode()
    until(lambda: len(up.members()) >= 10)
    up.process.terminate()
    assert up.process.wait() == 0
    assert up.members() == set()
    assert up.process.stdout
    assert up.process.stdout.read() == ""


@pytest.mark.slow
def test_what_dies_is_started_again_and_nothing_outlives_the_first(up: Up) -> None:
    """A killed web server comes back; when the first process itself is killed, the rest goes too."""
    web = next(pid for pid in up.members() if b"daphne" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in up.members())
    health = f"http://{urlsplit(up.address).netloc}/healthz"
    until(lambda: _answers(health))
    up.process.kill()
    up.process.wait()
    until(lambda: not up.members())


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def test_a_taken_port_is_told_in_one_sentence(environment: dict[str, str]) -> None:
    """Exit code 2, and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        done = subprocess.run([sys.executable, "manage.py", "up"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"port {environment['PORT']}: Address already in use" in done.stderr
    assert "PORT=" in done.stderr and "Traceback" not in done.stderr
