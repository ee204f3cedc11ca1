"""The page of a run: pausing, resuming, cancelling, reloading, and going without the socket."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, status, write

pytestmark = pytest.mark.browser


def regions(tab: Page) -> list[str]:
    """What the page shows in its regions."""
    return [tab.get_by_role("region", name=name, exact=True).inner_text() for name in ("Outline", "Papers", "Progress")]


def test_a_run_is_paused_resumed_and_cancelled(tab: Page, site: Site, data: Path) -> None:
    """Each by its button; the page follows without a reload, and cancelling asks first."""
    write(tab, site, "A large one", data / "dev_nlp.jsonl", depth="deep")
    tab.evaluate("window.sameDocument = true")
    status(tab, "running")
    tab.get_by_role("button", name="Pause").click()
    status(tab, "paused")
    tab.get_by_role("button", name="Resume").click()
    status(tab, "running")
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_role("button", name="Keep writing").click()
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_role("button", name="Cancel the run").click()
    status(tab, "cancelled")
    expect(tab.get_by_role("button", name="Run again")).to_be_visible()
    assert tab.evaluate("window.sameDocument"), "the page was loaded anew"


def test_a_reload_shows_the_same(tab: Page, site: Site) -> None:
    """What the socket brought piece by piece is what the page is made of at once."""
    write(tab, site, "Seen twice", review=True)
    status(tab, "paused")
    followed = regions(tab)
    tab.reload()
    assert regions(tab) == followed


def test_the_page_follows_without_the_socket(tab: Page, site: Site) -> None:
    """Where no socket can be opened, the page asks every few seconds."""
    tab.add_init_script("window.WebSocket = class extends EventTarget { close() {} };")
    write(tab, site, "No socket", review=True)
    status(tab, "paused")
    expect(tab.get_by_role("button", name="Continue")).to_be_visible()


def test_a_candidate_shows_what_it_stands_for(tab: Page, site: Site) -> None:
    """Each candidate of the score chart opens its outline, its suggestions and its papers."""
    write(tab, site, "Candidates", review=True)
    status(tab, "paused")
    tab.get_by_role("tab", name="Skeleton scores").click()
    tab.get_by_text("As a table").click()
    tab.get_by_role("table", name="Skeleton candidates").get_by_role("link").nth(1).click()
    dialog = tab.get_by_role("dialog", name="Skeleton candidate")
    expect(dialog.get_by_role("heading", name="Its outline")).to_be_visible()
    expect(dialog.locator(".titles li").first).not_to_be_empty()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_the_connection_is_missed(tab: Page, site: Site) -> None:
    """A banner tells that the connection is lost, and goes when it is back."""
    write(tab, site, "Cut off", review=True)
    status(tab, "paused")
    banner = tab.get_by_text("The connection is lost")
    tab.context.set_offline(True)
    expect(banner).to_be_visible()
    tab.context.set_offline(False)
    expect(banner).to_be_hidden()
