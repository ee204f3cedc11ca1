"""Two people edit the same article at the same time; nobody's text is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def source(tab: Page) -> str:
    """The whole source that a tab shows, however little of it is drawn."""
    return str(tab.evaluate("() => document.querySelector('.cm-content').cmTile.view.state.doc.toString()"))


def opened(tab: Page, address: str) -> Page:
    """The tab with the article's source open."""
    tab.goto(address)
    expect(tab.locator(".cm-content")).to_be_visible()
    return tab


def type_at_end(tab: Page, text: str) -> None:
    """Append to the article's source."""
    tab.get_by_role("textbox", name="Markdown source").press("Control+End")
    tab.keyboard.type(text)


def test_two_tabs_hold_one_text(article: Page) -> None:
    """What one types appears in the other and in its preview, with a name; undo takes back one's own."""
    address = f"{article.url}/edit"
    first, second = opened(article, address), opened(article.context.new_page(), address)
    type_at_end(first, "\n\nFirst come.")
    expect(second.get_by_role("region", name="Preview")).to_contain_text("First come.")
    expect(second.get_by_role("list", name="Here too")).to_contain_text("Owner")
    type_at_end(second, " Second served.")
    expect(first.get_by_role("region", name="Preview")).to_contain_text("First come. Second served.")
    first.keyboard.press("Control+z")
    expect(second.get_by_role("region", name="Preview")).not_to_contain_text("First come.")
    expect(second.get_by_role("region", name="Preview")).to_contain_text("Second served.")
    for tab in (first, second):
        expect(tab.locator("#saved")).to_contain_text("Saved ·")
    assert source(first) == source(second)


def test_what_is_typed_offline_is_there_on_return(article: Page) -> None:
    """Without a connection one types on; back, both texts are in both tabs."""
    address = f"{article.url}/edit"
    first, second = opened(article, address), opened(article.context.new_page(), address)
    first.evaluate("() => window.dispatchEvent(new Event('offline'))")
    article.context.set_offline(True)
    type_at_end(first, "\n\nTyped offline.")
    expect(first.locator("#saved")).to_contain_text("Not connected")
    article.context.set_offline(False)
    type_at_end(second, "\n\nTyped meanwhile.")
    for tab in (first, second):
        expect(tab.get_by_role("region", name="Preview")).to_contain_text("Typed offline.")
        expect(tab.get_by_role("region", name="Preview")).to_contain_text("Typed meanwhile.")
        expect(tab.locator("#saved")).to_contain_text("Saved ·")
    assert source(first) == source(second)
