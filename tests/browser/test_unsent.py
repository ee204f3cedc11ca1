"""What somebody wrote and did not send is not lost by a slip."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_renewing import comment, review_of
from tests.browser.test_reviewing import SELECT

pytestmark = pytest.mark.browser


def test_a_half_written_comment_is_kept_unless_thrown_away(article: Page) -> None:
    """Escape, *Cancel* and a click beside the dialog ask first; a selection that ends beside it is no such click."""
    asked: list[str] = []

    def answer(question: Dialog) -> None:
        asked.append(question.message)
        if len(asked) == 5:
            question.accept()
        else:
            question.dismiss()

    article.on("dialog", answer)
    article.evaluate(SELECT, 20)
    article.get_by_role("button", name="Comment", exact=True).click()
    dialog = article.get_by_role("dialog")
    field = dialog.get_by_label("Comment")
    field.fill("A long thought, half written")
    box = field.bounding_box()
    assert box
    article.mouse.move(box["x"] + 20, box["y"] + 10)
    article.mouse.down()
    article.mouse.move(5, 5)
    article.mouse.up()
    assert not asked
    for _ in range(2):
        field.press("Escape")
    dialog.get_by_role("button", name="Cancel").click()
    article.mouse.click(5, 5)
    assert asked == ["Throw away what you wrote?"] * 4
    expect(field).to_have_value("A long thought, half written")
    field.press("Escape")
    expect(dialog).to_be_hidden()
    article.get_by_role("button", name="Comment", exact=True).click()
    expect(field).to_have_value("")
    field.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_page_with_a_half_written_reply_is_not_left_unasked(article: Page) -> None:
    """The browser asks; once it is sent, it does not."""
    comment(article, 20, "The first remark.")
    review = review_of(article)
    review.get_by_text("Reply", exact=True).click()
    review.get_by_label("Reply").fill("Half written")
    with article.expect_event("dialog") as asked:
        article.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    review.get_by_role("button", name="Send").click()
    expect(review).to_contain_text("Half written")
    with article.expect_event("close"):
        article.close(run_before_unload=True)


def test_a_remark_outlives_being_signed_out(article: Page, site: Site) -> None:
    """It says so where one writes; signed in again in another tab, where forms get other tokens, it can be sent."""
    article.evaluate(SELECT, 20)
    article.get_by_role("button", name="Comment", exact=True).click()
    dialog = article.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("A long thought")
    article.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("You are signed out")
    expect(dialog.get_by_label("Comment")).to_have_value("A long thought")
    article.context.add_cookies([cookie for cookie in site.cookies if cookie["name"] == "sessionid"])
    article.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": site.address}])
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()
    expect(review_of(article)).to_contain_text("A long thought")


def test_what_is_typed_outlives_being_signed_out(article: Page, site: Site) -> None:
    """The editor says so, and saves it once its person is signed in again."""
    article.get_by_role("button", name="Edit").click()
    source = article.get_by_role("textbox", name="Markdown source")
    expect(article.locator("#saved")).to_contain_text("Saved ·")
    source.press("Control+End")
    article.context.clear_cookies(name="sessionid")
    article.context.set_offline(True)
    article.keyboard.type("A last thought.")
    article.context.set_offline(False)
    expect(article.locator("#saved")).to_contain_text("You are signed out.")
    article.context.add_cookies(site.cookies)
    expect(article.locator("#saved")).to_contain_text("Saved ·")
    article.reload()
    source.press("Control+End")
    expect(source).to_contain_text("A last thought.")


def test_a_refusal_says_what_its_page_would(article: Page) -> None:
    """Where somebody deleted meanwhile what one writes about, the dialog says so and keeps what is written."""
    article.route("**/threads", lambda route: route.continue_(url=f"{route.request.url}/nothing"))
    article.get_by_role("button", name="Comment", exact=True).click()
    dialog = article.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("A long thought")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("There is nothing here. The address is wrong, or")
    expect(dialog.get_by_label("Comment")).to_have_value("A long thought")
