"""Parts of pages renew themselves under the hands of a person: nothing pressed, opened, typed or focused is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, status, write
from tests.browser.test_reviewing import SELECT

pytestmark = pytest.mark.browser
LISTEN = """() => {
    window.renewed = new Promise((done) => {
        document.addEventListener("htmx:afterRequest", () => done(true), { once: true });
    });
}"""


def comment(tab: Page, words: int, text: str) -> None:
    """Comment on the first letters of the article's second paragraph."""
    tab.evaluate(SELECT, words)
    tab.get_by_role("button", name="Comment", exact=True).click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("Comment").fill(text)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()


def review_of(tab: Page) -> Locator:
    """The panel beside the article."""
    return tab.get_by_role("region", name="Review", exact=True)


@pytest.fixture
def two(article: Page, other: Page) -> tuple[Page, Page]:
    """An article with a comment, open in two windows."""
    comment(article, 20, "The first remark.")
    other.goto(article.url)
    for tab in (article, other):
        expect(review_of(tab)).to_contain_text("The first remark.")
    return article, other


def test_a_press_outlives_a_renewal(two: tuple[Page, Page]) -> None:
    """The button is pressed, the panel is asked for anew, the button is released: that is a click."""
    one, other = two
    one.evaluate(LISTEN)
    review_of(one).get_by_role("button", name="Resolve").hover()
    one.mouse.down()
    comment(other, 12, "It comes before the first.")
    assert one.evaluate("() => window.renewed")
    one.mouse.up()
    expect(review_of(one)).to_contain_text("1 settled")
    expect(review_of(one)).to_contain_text("It comes before the first.")


def test_what_is_open_typed_and_focused_outlives_a_renewal(two: tuple[Page, Page]) -> None:
    """What others said appears at once beside a half-written reply, whose cursor stays; sent, it goes."""
    one, other = two
    review = review_of(one)
    review.get_by_text("Activity").click()
    review.get_by_text("Give a verdict").click()
    review.get_by_label("Message").fill("Not yet.")
    review.get_by_text("Reply", exact=True).click()
    reply = review.get_by_label("Reply")
    reply.press_sequentially("Half ten")
    for _ in "ten":
        reply.press("ArrowLeft")
    comment(other, 12, "It comes before the first.")
    expect(review).to_contain_text("It comes before the first.")
    one.keyboard.type("writ")
    written = review.locator(".thread", has_text="The first remark.").get_by_label("Reply")
    expect(written).to_have_value("Half written")
    expect(written).to_be_focused()
    expect(review.get_by_label("Message")).to_have_value("Not yet.")
    expect(review.locator(".activity")).to_be_visible()
    review.locator(".thread", has_text="The first remark.").get_by_role("button", name="Send").click()
    expect(other.get_by_text("Half written")).to_be_visible()
    expect(written).to_be_hidden()
    expect(written).to_have_value("")


def test_the_keyboard_stays_where_it_is_on_the_page_of_a_run(tab: Page, site: Site) -> None:
    """The head is renewed with every step; whoever is on its button with the keyboard stays there."""
    write(tab, site, "Watched by keyboard", review=True)
    button = tab.get_by_role("button", name="Cancel", exact=True)
    button.focus()
    status(tab, "paused")
    expect(button).to_be_focused()
    title = tab.get_by_role("textbox", name="Title of section 1", exact=True)
    title.fill("A title of my own")
    expect(title).to_be_focused()


def test_an_open_menu_stays_open_in_the_list(tab: Page, site: Site, data: Path) -> None:
    """The row of a survey that is being written is renewed every few seconds."""
    write(tab, site, "Watched in the list", data / "dev_nlp.jsonl", depth="deep")
    run = tab.url
    tab.goto(site.address)
    row = tab.get_by_role("listitem").filter(has_text="Watched in the list").first
    tab.wait_for_load_state()  # scripts have run, which open the menu
    row.get_by_role("button", name="More for").click()
    tab.evaluate(LISTEN)
    assert tab.evaluate("() => window.renewed")
    expect(row.get_by_role("menuitem", name="Rename")).to_be_visible(timeout=2_000)
    tab.goto(run)
    tab.get_by_role("button", name="Cancel", exact=True).click()
    tab.get_by_role("button", name="Cancel the run").click()
    status(tab, "cancelled")
