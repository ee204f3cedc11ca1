"""Two people edit the same article; nobody's text is overwritten."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def type_at_end(tab: Page, text: str) -> None:
    """Append to the article's source."""
    tab.get_by_role("textbox", name="Markdown source").press("Control+End")
    tab.keyboard.type(text)


def test_a_newer_revision_is_not_overwritten(article: Page) -> None:
    """Who comes second is shown what is newer, and chooses."""
    second = article.context.new_page()
    for tab in (article, second):
        tab.goto(f"{article.url.split('/edit')[0]}/edit")
        expect(tab.locator(".cm-content")).to_be_visible()
    type_at_end(article, "\n\nFirst come.")
    expect(article.locator("#saved")).to_contain_text("revision 2")
    type_at_end(second, "\n\nSecond served.")
    banner = second.get_by_role("alert")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="Compare").click()
    expect(second.get_by_role("dialog").locator("del").first).to_have_text("First")
    second.get_by_role("dialog").get_by_role("button", name="Close").click()
    banner.get_by_role("button", name="Take theirs").click()
    expect(second.get_by_role("region", name="Preview")).to_contain_text("First come.")
    expect(second.get_by_role("region", name="Preview")).not_to_contain_text("Second served.")
    type_at_end(second, "\n\nThird and last.")
    expect(second.locator("#saved")).to_contain_text("Saved ·")
    article.goto(article.url.removesuffix("/edit"))
    text = article.get_by_role("region", name="Article")
    expect(text).to_contain_text("First come.")
    expect(text).to_contain_text("Third and last.")
