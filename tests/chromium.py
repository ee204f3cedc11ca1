"""Where the tests find a Chromium; run as a script, it installs one where it can."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")

log = logging.getLogger("chromium")


def find() -> str | None:
    """The path of a Chromium that starts: the machine's own, else the one playwright installed."""
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> list[str]:
    """Install a Chromium, by apt as root, else playwright's own; what went wrong on the way."""
    wrong = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        wrong += _run([*APT, "update"])
        wrong += _run([*APT, "install", "--yes", "--no-install-recommends", "chromium"])
    if find() is None:
        wrong += _run([sys.executable, "-m", "playwright", "install", "chromium"])
    return wrong


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser is a script that only says where the snap is to be had.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(command: list[str]) -> list[str]:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return [str(error)]
    if done.returncode == 0:
        return []
    said = [line for line in (done.stdout + done.stderr).splitlines() if re.match(r"E:|Err|error", line)]
    return [said[0] if said else f"{Path(command[0]).name} ended with {done.returncode}"]


def main() -> int:
    """Make sure of a Chromium. Without one the browser tests are skipped, which CI does not accept."""
    logging.basicConfig(format="%(message)s")
    wrong: list[str] = []
    if find() is None:
        log.warning("Installing Chromium for the browser tests.")
        wrong = install()
    if find() is not None:
        return 0
    reasons = "; ".join(wrong)
    log.warning("The browser tests are skipped: there is no Chromium and none could be installed (%s).", reasons)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
