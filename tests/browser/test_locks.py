"""An approved article is locked in one browser, and nobody types in it in another until it is unlocked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site
from tests.conftest import watched_page

pytestmark = pytest.mark.browser


def test_a_lock_reaches_whoever_has_the_article_open(article: Page, site: Site, browser: Browser) -> None:
    """The editor says who locked it and takes no letter and no undo; *Unlock* gives the text back to all."""
    address = article.url
    with watched_page(browser) as other:
        other.set_default_timeout(PATIENCE)
        other.context.add_cookies(site.cookies)
        other.goto(f"{address}/edit")
        source = other.get_by_role("textbox", name="Markdown source")
        source.press("Control+End")
        other.keyboard.type("Before.")
        expect(other.get_by_text("Saved ·")).to_be_visible()
        article.reload()
        review = article.get_by_role("region", name="Review")
        review.get_by_text("Give a verdict").click()
        review.get_by_role("button", name="Approve").click()
        review.get_by_role("button", name="Lock it").click()
        expect(review.get_by_text("Locked by")).to_be_visible()
        banner = other.get_by_role("status").filter(has_text="locked this article")
        expect(banner).to_be_visible()
        expect(source).to_have_attribute("aria-readonly", "true")
        expect(other.get_by_role("button", name="Bold")).to_be_disabled()
        source.press("Control+End")
        other.keyboard.type("During.")
        source.press("Control+z")
        expect(source).to_contain_text("Before.")
        expect(source).not_to_contain_text("During.")
        expect(other.get_by_text("Locked ·")).to_be_visible()
        banner.get_by_role("button", name="Unlock").click()
        expect(banner).to_be_hidden()
        expect(review.get_by_role("button", name="Lock it")).to_be_visible()
        source.press("Control+End")
        other.keyboard.type("After.")
        expect(source).to_contain_text("Before.After.")
        expect(other.get_by_text("Saved ·")).to_be_visible()
    review.get_by_text("Activity").click()
    expect(review).to_contain_text("unlocked the article")


def test_what_is_typed_offline_waits_for_the_unlocking(article: Page, site: Site, browser: Browser) -> None:
    """The page says that it is not saved, and saves it by itself once the article is unlocked."""
    with watched_page(browser) as other:
        other.set_default_timeout(PATIENCE)
        other.context.add_cookies(site.cookies)
        other.goto(f"{article.url}/edit")
        source = other.get_by_role("textbox", name="Markdown source")
        source.press("Control+End")
        other.context.set_offline(True)
        expect(other.get_by_text("Not connected")).to_be_visible()
        other.keyboard.type("Typed offline.")
        review = article.get_by_role("region", name="Review")
        review.get_by_text("Give a verdict").click()
        review.get_by_role("button", name="Approve").click()
        review.get_by_role("button", name="Lock it").click()
        expect(review.get_by_text("Locked by")).to_be_visible()
        other.context.set_offline(False)
        expect(other.get_by_text("Not saved: the article was locked.")).to_be_visible()
        expect(source).to_have_attribute("aria-readonly", "true")
        expect(source).to_contain_text("Typed offline.")
        article.reload()
        expect(article.get_by_role("region", name="Article")).not_to_contain_text("Typed offline.")
        review.get_by_role("button", name="Unlock").click()
        expect(other.get_by_text("Saved ·")).to_be_visible()
        expect(source).to_have_attribute("aria-readonly", "false")
    article.reload()
    expect(article.get_by_role("region", name="Article")).to_contain_text("Typed offline.")


def test_a_lock_reaches_the_pages_beside_the_article(article: Page, other: Page) -> None:
    """The bar above the history says that the article is locked, and no more once it is not; nothing is loaded anew."""
    other.goto(f"{article.url}/history")
    badge = other.get_by_text("Locked", exact=True)
    expect(other.get_by_role("heading", name="Revision 1")).to_be_visible()
    expect(badge).to_be_hidden()
    review = article.get_by_role("region", name="Review")
    review.get_by_text("Give a verdict").click()
    review.get_by_role("button", name="Approve").click()
    review.get_by_role("button", name="Lock it").click()
    expect(badge).to_be_visible()
    review.get_by_role("button", name="Unlock").click()
    expect(badge).to_be_hidden()
