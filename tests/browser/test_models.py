"""The road with a language model in a browser: a provider, its test, a budget, a run that pauses, and its cost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAMPLE, Site, status
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated

pytestmark = pytest.mark.browser
KEY = "sk-testing-0123456789-wxyz"
WATCH = """() => {
    window.sameDocument = true;
    window.lengths = {};
    new MutationObserver(() => {
        for (const section of document.querySelectorAll(".live-section.writing")) {
            (window.lengths[section.id] ??= new Set()).add(section.textContent.length);
        }
    }).observe(document.getElementById("page"), { childList: true, subtree: true, characterData: true });
}"""
WATCH_HELP = """() => {
    window.grown = new Set();
    window.stops = new Set();
    new MutationObserver(() => {
        for (const moving of document.querySelectorAll(".proposal.running")) {
            if (moving.querySelectorAll(".wording").length > 1) window.grown.add(moving.textContent);
            window.stops.add(moving.querySelector("form button"));
        }
    }).observe(document.getElementById("assist-pane"), { childList: true, subtree: true });
}"""
GREW = "Math.max(0, ...Object.values(window.lengths).map((seen) => seen.size))"


@pytest.fixture
def model() -> Iterator[Model]:
    """A simulated model that takes one key and writes a section in about a second."""
    running = Model(Pace(0.02, 1000), Faults(key=KEY))
    running.sizes = {**running.sizes, "outline": 300, "digest": 100, "edits": 100, "section": 900, "table": 100}
    with simulated(running):
        yield running


def set_up(tab: Page, site: Site, model: Model) -> None:
    """Add the model as a provider, first with a wrong key, then with the right one and prices."""
    tab.goto(f"{site.address}/models")
    tab.get_by_role("link", name="Add a compatible server").click()
    tab.get_by_label("Name").fill("A server of ours")
    tab.get_by_label("Base URL").fill(f"{model.address}/v1")
    tab.get_by_label("Key").fill("sk-wrong-987654321")
    tab.get_by_label("Model", exact=True).fill("big")
    tab.get_by_role("button", name="Save").click()
    # Pressed before the scripts of the next page run, the button would lead to a page of its own.
    tab.wait_for_load_state()
    card = tab.get_by_role("region", name="A server of ours")
    card.get_by_role("button", name="Test connection").click()
    expect(card.get_by_role("status")).to_contain_text("does not accept the key; check the key on the Models page")
    card.get_by_role("link", name="Edit").click()
    tab.get_by_label("Key", exact=True).fill(KEY)
    tab.get_by_label(re.compile("^Prompt of big")).fill("1")
    tab.get_by_label(re.compile("^Reply of big")).fill("5")
    tab.get_by_role("button", name="Save").click()
    expect(card).to_contain_text("…wxyz")
    tab.wait_for_load_state()
    card.get_by_role("button", name="Test connection").click()
    expect(card.get_by_role("status")).to_contain_text("big answered in")


def test_a_survey_is_written_by_a_model_within_its_budget(tab: Page, site: Site, model: Model) -> None:
    """The page counts what it costs, pauses at the budget, goes on with more, and shows sections while they grow."""
    set_up(tab, site, model)
    tab.goto(f"{site.address}/surveys/new")
    tab.get_by_label("Title").fill("Written by a model")
    tab.get_by_label("Depth").select_option("quick")
    tab.get_by_label("Files").set_input_files(SAMPLE)
    expect(tab.get_by_role("list", name="Files and what became of them")).to_contain_text("papers")
    tab.get_by_label("Engine").select_option(label="A server of ours (big)")
    tab.get_by_label("Budget").fill("0.15")
    tab.get_by_label("Title").press("Tab")
    estimate = tab.locator("#estimate")
    expect(estimate).to_contain_text(re.compile(r"\$\d+\.\d+ to \$\d+\.\d+"))
    expect(estimate).to_contain_text("The budget may not be enough")
    tab.get_by_role("button", name="Start writing").click()
    tab.wait_for_url("**/runs/*")
    tab.get_by_role("tab", name="Calls").click()
    calls = tab.get_by_role("region", name="Calls")
    status(tab, "paused")
    assert tab.title() == "‖ paused: Written by a model"
    expect(calls).to_contain_text("Grouping")
    before = calls.inner_text()
    tab.reload()
    tab.get_by_role("tab", name="Calls").click()
    assert calls.inner_text() == before
    tab.evaluate(WATCH)
    tab.get_by_label("New budget in US dollars").fill("9")
    tab.get_by_role("button", name="Resume").click()
    status(tab, "done")
    tab.wait_for_url("**/articles/*")
    assert tab.evaluate("window.sameDocument"), "the page was loaded anew"
    assert tab.evaluate(GREW) >= 3
    expect(tab).to_have_title(re.compile("^✓ Written by a model"))
    tab.goto(site.address)
    row = tab.get_by_role("listitem").filter(has_text="Written by a model").first
    row.get_by_role("link", name=re.compile(r"\$\d")).click()
    expect(tab.get_by_role("region", name="Calls")).to_contain_text(re.compile(r"\$0\.\d\d of \$9\.00"))
    expect(tab.get_by_role("table", name="Calls by stage")).to_contain_text("Checking claims")
    tab.get_by_role("link", name="To the article").click()
    ask_for_more(tab)


def ask_for_more(tab: Page) -> None:
    """In the editor: what it costs is told before, the difference grows beside a button that stays."""
    tab.get_by_role("button", name="Edit").click()
    expect(tab.get_by_role("textbox", name="Markdown source")).to_be_visible()
    tab.get_by_role("button", name="Engine's help").click()
    panel = tab.get_by_role("region", name="With the engine's help")
    tab.locator("#headings [data-go]").nth(2).click()
    panel.get_by_label("What to do").select_option("topic")
    expect(panel).to_contain_text(re.compile(r"tokens asked.*\$0\.\d+ to \$0\.\d+.*of \$9\.00 spent", re.S))
    panel.get_by_label("About what?").fill("long texts")
    tab.evaluate(WATCH_HELP)
    panel.get_by_role("button", name="Ask").click()
    expect(panel.get_by_role("button", name="Accept").first).to_be_visible()
    assert tab.evaluate("window.grown.size") >= 2
    assert tab.evaluate("window.stops.size") == 1, "the button was replaced while the answer came"
    panel.get_by_role("button", name="Accept").first.click()
    expect(panel).to_contain_text("Taken over.")


def test_notifications_are_asked_for_by_their_button_alone(tab: Page, site: Site) -> None:
    """A hidden page then notifies of the end; the page never asks by itself."""
    tab.add_init_script(
        """window.asked = 0; window.shown = [];
        window.Notification = class extends EventTarget {
            static permission = "default";
            static async requestPermission() {
                window.asked += 1;
                return (Notification.permission = "granted");
            }
            constructor(title) { super(); window.shown.push(title); }
        };
        Object.defineProperty(document, "hidden", { get: () => window.away === true });"""
    )
    tab.goto(f"{site.address}/surveys/new")
    tab.get_by_label("Title").fill("Heard of")
    tab.get_by_label("Let me edit the outline").check()
    tab.get_by_label("Files").set_input_files(SAMPLE)
    expect(tab.get_by_role("list", name="Files and what became of them")).to_contain_text("papers")
    tab.get_by_role("button", name="Start writing").click()
    tab.wait_for_url("**/runs/*")
    status(tab, "paused")
    assert tab.evaluate("[window.asked, window.shown.length]") == [0, 0]
    button = tab.get_by_role("button", name="Notify me at the end")
    button.click()
    expect(tab.get_by_role("button", name="Notifies you at the end")).to_have_attribute("aria-pressed", "true")
    assert tab.evaluate("window.asked") == 1
    tab.evaluate("window.away = true")
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_function("() => window.shown.length > 0")
    assert tab.evaluate("window.shown[0]") == "Heard of"
