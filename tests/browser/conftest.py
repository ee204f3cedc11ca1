"""A whole SurveyGO for the browser tests: `manage.py up` with a fresh folder, and a page that is signed in to it."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import watched_page

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "long-form-generation.jsonl"
PATIENCE = 120_000
"""Milliseconds to wait for what a worker does; a busy machine may need them."""
COPY = """
BEGIN IMMEDIATE;
CREATE TEMP TABLE run AS SELECT * FROM surveys_run WHERE id = (SELECT run_id FROM articles_article WHERE id = :article);
CREATE TEMP TABLE article AS SELECT * FROM articles_article WHERE id = :article;
CREATE TEMP TABLE revision AS SELECT * FROM articles_revision WHERE article_id = :article;
UPDATE run SET id = NULL;
INSERT INTO surveys_run SELECT * FROM run;
UPDATE article SET id = NULL, run_id = (SELECT max(id) FROM surveys_run);
INSERT INTO articles_article SELECT * FROM article;
UPDATE revision SET id = NULL, article_id = (SELECT max(id) FROM articles_article);
INSERT INTO articles_revision SELECT * FROM revision;
COMMIT;
"""
"""Adds to a site's rows an article like one that a run has just finished; a new row's number is given by SQLite."""


@dataclass
class Site:
    """A running SurveyGO. address: without a slash at its end; signin: the address that it printed; process: the number
    of its first process; folder: its data; article: number of the one that others are copied from, 0 for none yet."""

    address: str
    signin: str
    process: int
    folder: Path
    article: int = 0
    cookies: list[Any] = field(default_factory=list)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site that most tests share."""
    with running(tmp_path_factory.mktemp("surveygo")) as started:
        yield started


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Site]:
    """`manage.py up` on a free port; stopped by SIGTERM at the end. settings: of the environment, by name."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    unset = ("DATABASE_URL", "REDIS_URL")
    env = {name: value for name, value in os.environ.items() if name not in unset and not name.startswith("SURVEYGO_")}
    env |= {"SURVEYGO_DATA": str(folder), "PORT": str(port)} | settings
    command = [sys.executable, "manage.py", "up"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        ready = next((line for line in up.stdout if line.startswith("SurveyGO is ready: ")), "")
        try:
            assert ready, "manage.py up ended before it was ready"
            yield Site(f"http://127.0.0.1:{port}", ready.split()[-1], up.pid, folder)
        finally:
            up.terminate()
            up.wait(60)


@pytest.fixture
def tab(site: Site, page: Page) -> Page:
    """A browser page on the list of surveys, signed in."""
    sign_in(page, site)
    return page


@pytest.fixture
def other(tab: Page, site: Site, browser: Browser) -> Iterator[Page]:
    """Another window of the same person. Of two tabs in one window, that behind is drawn but once a second, and each
    press on it waits for that."""
    with watched_page(browser) as window:
        sign_in(window, site)
        yield window


def sign_in(page: Page, site: Site) -> None:
    """Show the list of surveys, as the person that all browsers of this site are signed in as."""
    expect.set_options(timeout=PATIENCE)
    page.set_default_timeout(PATIENCE)
    if site.cookies:
        page.context.add_cookies(site.cookies)
        page.goto(site.address)
    else:
        page.goto(site.signin)
        site.cookies = page.context.cookies()


def write(
    tab: Page, site: Site, title: str, files: Path = SAMPLE, *, depth: str = "quick", review: bool = False
) -> None:
    """Fill in a new survey and press *Start writing*; the page is then that of its run."""
    tab.goto(f"{site.address}/surveys/new")
    tab.get_by_label("Title").fill(title)
    tab.get_by_label("Depth").select_option(depth)
    if review:
        tab.get_by_label("Let me edit the outline").check()
    tab.get_by_label("Files").set_input_files(files)
    expect(tab.get_by_role("list", name="Files and what became of them")).to_contain_text("papers")
    tab.get_by_role("button", name="Start writing").click()
    tab.wait_for_url("**/runs/*")


def status(tab: Page, value: str) -> None:
    """Wait until the run's status is `value`; a run that failed instead says why."""
    expect(tab.locator("main")).to_have_attribute("data-run-status", re.compile(f"{value}|failed"))
    if tab.locator("main").get_attribute("data-run-status") != value:
        pytest.fail(tab.locator("#notices").inner_text())


@pytest.fixture
def article(tab: Page, site: Site) -> Page:
    """The page of a finished article of its own."""
    tab.goto(new_article(tab, site))
    expect(tab.get_by_role("navigation", name="Contents")).to_be_visible()
    return tab


def new_article(tab: Page, site: Site) -> str:
    """The address of a finished article that nobody has touched.

    The first is written through the pages and kept; each test has a copy of it, which takes no time.
    """
    if not site.article:
        write(tab, site, "Long-form generation")
        status(tab, "done")
        tab.wait_for_url("**/articles/*")
        site.article = int(tab.url.rpartition("/")[2])
    with closing(sqlite3.connect(site.folder / "surveygo.sqlite3")) as rows:
        rows.executescript(COPY.replace(":article", str(site.article)))
        number = rows.execute("SELECT max(id) FROM articles_article").fetchone()[0]
    return f"{site.address}/articles/{number}"
