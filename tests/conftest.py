"""What the tests share: the folder of test data, and a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.calls.retry import Retry
from tests import chromium as installed

ROOT = Path(__file__).resolve().parent.parent
# Examples of properties are not timed: machines differ, and share their cores.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests in one process: two browsers at once starve each other and what they drive."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of test data, `../shared/data` or SURVEYGO_TEST_DATA; the test is skipped where it is missing."""
    folder = Path(os.environ.get("SURVEYGO_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("The test data is missing: set SURVEYGO_TEST_DATA to the folder that holds it.")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the test is skipped, or fails where CI is true."""
    path = installed.find()
    if path is None:
        missing = "No Chromium was found for the browser tests; `make browser` installs one where it can."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call to a model that failed is tried again at once, unless the provider asks to wait."""
    monkeypatch.setattr(Retry, "_pause", lambda *_: 0.01)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium for the tests of one module.

    Playwright's synchronous interface keeps an event loop running in this thread, and Django refuses the database
    wherever one runs, hence the variable; for the same reason a module of browser tests cannot hold async tests.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chrome = playwright.chromium.launch(executable_path=chromium)
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page."""
    with watched_page(browser) as tab:
        yield tab


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """A page in a browser profile of its own.

    It fails its test for a script error, a broken policy or a request to another machine.
    """
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    faults: list[str] = []

    def note(fault: str, wrong: bool = True) -> None:
        if wrong:
            faults.append(fault)

    context.on("weberror", lambda fault: note(f"script error: {fault.error}"))
    context.on("console", lambda line: note(line.text, "Content Security Policy" in line.text))
    context.on("request", lambda request: note(f"request to {request.url}", _is_foreign(request.url)))
    yield tab
    context.close()
    assert faults == []


def _is_foreign(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite's test database is a file, since threads and processes work on it, each with connections of its own."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
