"""A link to an article, in the browser of somebody without an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from tests.conftest import watched_page

pytestmark = pytest.mark.browser


def test_a_reader_without_an_account_reads_checks_and_downloads(article: Page, browser: Browser) -> None:
    """The text, the evidence behind a citation, a Markdown and a PDF file; and no way on from there."""
    article.get_by_role("link", name="Share").click()
    article.get_by_label("Readers may download it").check()
    article.get_by_role("button", name="Make a link").click()
    link = article.get_by_label("Address of the link").input_value()
    article.context.grant_permissions(["clipboard-read", "clipboard-write"])
    article.get_by_role("button", name="Copy").click()
    expect(article.get_by_role("button", name="Copied")).to_be_visible()
    assert article.evaluate("navigator.clipboard.readText()") == link
    with watched_page(browser) as reader:
        reader.set_default_timeout(PATIENCE)
        reader.goto(link)
        expect(reader.get_by_role("region", name="Article")).to_contain_text("Abstract")
        reader.locator("a.citation[data-evidence]").first.click()
        expect(reader.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
        for label in ("Markdown", "PDF"):
            with reader.expect_download() as downloaded:
                reader.get_by_role("button", name="Export").click()
                reader.get_by_role("menuitem", name=label).click()
            assert Path(downloaded.value.path()).stat().st_size > 1000
        expect(reader.get_by_role("navigation", name="Site")).to_have_count(0)
