"""A SurveyGO of its own for a measurement: `manage.py up` on a free port with an empty data folder."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bench.collections import ROOT


@dataclass(frozen=True)
class Installation:
    """address: where it answers; signin: a one-time address; environment: what its processes run in; process: the
    number of the first of them."""

    address: str
    signin: str
    environment: Mapping[str, str]
    process: int


@contextmanager
def installation(folder: str) -> Iterator[Installation]:
    """Start it, wait until it is ready, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"SURVEYGO_DATA": folder, "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        ready = next((found for line in process.stdout if (found := re.search(r"http://\S+", line))), None)
        if ready is None:
            raise SystemExit("SurveyGO did not start; try `make run` to see why.")
        yield Installation(f"http://127.0.0.1:{port}", ready.group(), environment, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
