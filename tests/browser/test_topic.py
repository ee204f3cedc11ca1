"""The topic road: a topic becomes candidates, a person's choice of them becomes an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, running, status
from tests.simulated_sources import Services
from tests.simulated_sources.server import Fault
from tests.simulated_sources.thread import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, whose sources are simulated ones on loopback; Crossref is down."""
    services = Services()
    services.faults["crossref"].extend([Fault(403)] * 100)
    with serving(services):
        addresses = ",".join(f"{name}={address}" for name, address in services.addresses.items())
        settings = {"SURVEYGO_SOURCE_ADDRESSES": addresses, "SURVEYGO_SOURCES": "openalex,semantic_scholar,crossref"}
        with running(tmp_path_factory.mktemp("surveygo"), **settings) as started:
            yield started


def find(tab: Page, site: Site, topic: str) -> None:
    """Name a topic on the page of a new survey, and wait for its candidates."""
    tab.goto(f"{site.address}/surveys/new")
    tab.get_by_label("Topic").fill(topic)
    tab.get_by_label("Depth").select_option("quick")
    tab.get_by_role("button", name="Find papers").click()
    tab.wait_for_url("**/searches/*")
    expect(tab.locator("main")).to_have_attribute("data-search-status", re.compile("ready|failed"))


def chosen(tab: Page) -> int:
    """How many papers are chosen."""
    return int(tab.locator("#chosen-count strong").inner_text())


def test_a_topic_becomes_an_article(tab: Page, site: Site) -> None:
    """The source that is down is named; one candidate is left out and one put in, by keyboard; the rest is written."""
    find(tab, site, "Memory networks for sentiment analysis")
    expect(tab.get_by_role("note").filter(has_text="Crossref")).to_be_visible()
    expect(tab.get_by_role("img", name="Flow diagram")).to_be_visible()
    boxes = tab.get_by_role("list", name="Candidates").get_by_role("checkbox")
    before = chosen(tab)
    assert before == boxes.count() > 3
    out = boxes.nth(1).get_attribute("aria-label")
    boxes.first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Space")
    expect(tab.locator("#chosen-count strong")).to_have_text(str(before - 1))
    expect(boxes.nth(1)).to_be_focused()
    gone = tab.get_by_role("list", name="Left out").get_by_role("listitem").filter(has_text="Retracted")
    gone.get_by_role("checkbox").check()
    expect(tab.locator("#chosen-count strong")).to_have_text(str(before))
    tab.reload()
    expect(tab.get_by_role("checkbox", name=out or "")).not_to_be_checked()
    tab.get_by_role("button", name="Start writing").click()
    tab.wait_for_url(re.compile("/(runs|articles)/"))
    status(tab, "done")
    tab.wait_for_url("**/articles/*")
    tab.goto(f"{site.address}/library?basis=abstract")
    expect(tab.get_by_role("list", name="Papers").get_by_role("listitem")).to_have_count(before)
    expect(tab.get_by_role("list", name="Papers")).to_contain_text("Abstract only")
    expect(tab.get_by_role("list", name="Papers")).to_contain_text("Retracted")


def test_only_a_page_that_waits_asks_on(tab: Page, site: Site) -> None:
    """One whose search is at rest asks nothing; one that is hidden waits, and one whose search is gone gives up."""
    find(tab, site, "Memory networks for sentiment analysis")
    expect(tab.locator('[hx-trigger^="every"]')).to_have_count(0)
    asked = tab.evaluate(
        """() => {
          const ask = (status, hidden) => {
            const part = document.createElement("div");
            part.setAttribute("hx-trigger", "every 2s");
            document.querySelector("main").append(part);
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            const send = (name, detail) =>
              part.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
            const xhr = { status, responseText: "", getResponseHeader: () => "text/html" };
            if (status !== 200) send("htmx:responseError", { xhr });
            return send("htmx:beforeRequest", { xhr });
          };
          return [ask(200, false), ask(200, true), ask(404, false), ask(503, false)];
        }"""
    )
    assert asked == [True, False, False, True]


def test_nothing_found_says_what_to_do(tab: Page, site: Site) -> None:
    """The brief can be changed and searched again."""
    find(tab, site, "Qwertzuiop asdfghjkl")
    expect(tab.get_by_role("main")).to_contain_text("No paper was found")
    tab.get_by_role("link", name="Change the brief").click()
    expect(tab.get_by_label("Title")).to_have_value("Qwertzuiop asdfghjkl")
