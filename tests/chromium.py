"""Where the tests find a Chromium; run as a script, it installs one where it can."""

from __future__ import annotations

import logging
import os
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


def install() -> None:
    """Install a Chromium: by apt as root, else playwright's own. What fails is logged and passed over."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        _run([*APT, "update"], environment)
        _run([*APT, "install", "--yes", "--no-install-recommends", "chromium"], environment)
    if find() is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


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


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("%s: %s", " ".join(command), error)
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or error.stdout).strip().splitlines()[-1:]
        log.warning("%s: %s", " ".join(command), "".join(reason))


def main() -> int:
    """Make sure of a Chromium. Without one the browser tests are skipped, which CI does not accept."""
    logging.basicConfig(format="%(message)s")
    if find() is None:
        log.warning("Installing Chromium for the browser tests.")
        install()
    if find() is not None:
        return 0
    log.warning("The browser tests are skipped: no Chromium was found and none could be installed; install one.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
