"""Comments and suggestions on an article as it is read, in two windows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SELECT = """(words) => {
    const text = document.querySelectorAll('section[aria-label="Article"] p')[1].firstChild;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, words);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return range.toString();
}"""


def test_a_comment_and_a_suggestion_reach_the_other_window(article: Page, other: Page) -> None:
    """What is said about a passage is marked there and appears for everyone; accepting it changes the text."""
    other.goto(article.url)
    for tab in (article, other):
        expect(tab.get_by_role("region", name="Review")).to_contain_text("Select some text")
    article.evaluate(SELECT, 20)
    article.get_by_role("button", name="Comment", exact=True).click()
    dialog = article.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Is that so?")
    dialog.get_by_role("button", name="Send").click()
    expect(other.get_by_role("region", name="Review")).to_contain_text("Is that so?")
    other.wait_for_function("() => CSS.highlights.get('comment')?.size === 1")
    words = other.evaluate(SELECT, 12)
    other.get_by_role("button", name="Suggest").click()
    expect(other.get_by_label("It should say")).to_have_value(words)
    other.get_by_label("It should say").fill("Quite another beginning")
    other.get_by_role("dialog").get_by_role("button", name="Send").click()
    review = article.get_by_role("region", name="Review")
    expect(review.locator("ins").last).to_contain_text("another beginning")
    review.get_by_text("Give a verdict").click()
    review.get_by_role("button", name="Approve").click()
    expect(review.locator(".badge")).to_have_text("Approved")
    review.get_by_role("button", name="Accept").click()
    expect(review.locator(".badge")).to_have_text("Approved, edited since")
    article.get_by_role("link", name="Show it as it is now").click()
    expect(article.get_by_role("region", name="Article")).to_contain_text("Quite another beginning")


def test_what_could_not_be_sent_stays_to_be_sent_again(article: Page) -> None:
    """While the server is away nothing is suggested in vain, and a comment waits in its dialog, which says why."""
    article.route("**/articles/*/selection?*", lambda route: route.abort())
    article.route("**/articles/*/threads", lambda route: route.abort())
    article.evaluate(SELECT, 20)
    article.get_by_role("button", name="Suggest").click()
    expect(article.get_by_text("could not be fetched. Try again in a moment.")).to_be_visible()
    article.get_by_role("button", name="Comment", exact=True).click()
    dialog = article.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Is that so?")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("This was not sent")
    article.unroute("**/articles/*/threads")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    expect(article.get_by_role("region", name="Review")).to_contain_text("Is that so?")


def test_evidence_that_could_not_be_fetched_is_fetched_the_next_time(article: Page) -> None:
    """Its card too; while the server is away the page says why nothing is shown."""
    article.route("**/articles/*/evidence?*", lambda route: route.abort())
    citation = article.locator("a.citation[data-evidence]").first
    citation.hover()
    citation.click()
    expect(article.get_by_text("The evidence could not be fetched.")).to_be_visible()
    article.unroute("**/articles/*/evidence?*")
    article.mouse.move(0, 0)
    other = article.locator("a.citation[data-evidence]").nth(1)
    other.click()
    expect(article.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
    citation.hover()
    expect(article.locator("#card")).to_be_visible()
