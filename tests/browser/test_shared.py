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


def test_the_outline_moves_renames_and_deletes(article: Page) -> None:
    """Each is a change of the text that can be undone, by keyboard alone."""
    tab = opened(article, f"{article.url}/edit")
    outline = tab.get_by_role("navigation", name="Outline")
    titles = outline.locator("[data-go]")
    first, second = titles.nth(1).inner_text(), titles.nth(2).inner_text()
    length = len(source(tab))
    titles.nth(2).focus()
    tab.keyboard.press("Alt+ArrowUp")
    expect(titles.nth(1)).to_have_text(second)
    text = source(tab)
    assert text.index(f"# {second}\n") < text.index(f"# {first}\n")
    assert len(text) == length
    titles.nth(1).focus()
    tab.keyboard.press("F2")
    tab.keyboard.type("A title of my own")
    tab.keyboard.press("Enter")
    expect(titles.nth(1)).to_have_text("A title of my own")
    tab.keyboard.press("Delete")
    expect(outline).not_to_contain_text("A title of my own")
    tab.get_by_role("button", name="Undo", exact=True).last.click()
    expect(outline).to_contain_text("A title of my own")
    outline.locator(".handle").nth(1).drag_to(titles.nth(2), target_position={"x": 5, "y": 25})
    expect(titles.nth(1)).to_have_text(first)


def test_what_is_wrong_is_underlined(article: Page) -> None:
    """Unknown keys, broken formulas and broken diagrams say what is wrong; a citation is found as one types."""
    tab = opened(article, f"{article.url}/edit")
    type_at_end(tab, "\n\nAs $\\frac{1$ shows [@nobody2000nothing].\n\n```mermaid\nflowchart LR\n  A -->\n```\n")
    expect(tab.locator(".cm-lintRange-warning").filter(has_text="@nobody2000nothing")).to_be_visible()
    expect(tab.locator(".cm-lintRange-warning").filter(has_text="frac")).to_be_visible()
    tab.locator(".cm-lintRange-warning").filter(has_text="@nobody2000nothing").hover()
    expect(tab.locator(".cm-tooltip-lint")).to_contain_text("The collection holds no work nobody2000nothing.")
    tab.get_by_role("button", name="Cite a work").click()
    expect(tab.locator(".cm-tooltip-autocomplete li").first).to_be_visible()
    tab.keyboard.press("Enter")
    key = tab.evaluate("() => JSON.parse(document.getElementById('citation-keys').textContent)[0].key")
    assert f"[@{key}]" in source(tab)
