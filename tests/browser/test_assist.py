"""The engine's help in the editor: what is selected is shortened, and a second viewer sees what is taken over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser
LONG = re.compile(r"(?:[^\s]+ ){150}")
"""A paragraph of so many words has sentences to spare."""


def paragraph(tab: Page) -> Locator:
    """The first long paragraph of the article's source; the editor shows only what is in sight."""
    line = tab.locator("#source .cm-line").filter(has_text=LONG).first
    for section in tab.locator("#headings [data-go]").all():
        section.click()
        if line.count():
            break
    return line


def test_a_selection_is_shortened_and_one_part_is_taken_over(article: Page, other: Page) -> None:
    """Select, ask, look at the difference, accept one part: it is gone for everyone, the other part is not."""
    article.get_by_role("button", name="Edit").click()
    expect(article.get_by_role("textbox", name="Markdown source")).to_be_visible()
    other.goto(article.url)
    expect(other.get_by_role("textbox", name="Markdown source")).to_be_visible()
    paragraph(other)
    shown = other.get_by_role("textbox", name="Markdown source")
    article.get_by_role("button", name="Engine's help").click()
    panel = article.get_by_role("region", name="With the engine's help")
    paragraph(article).click(click_count=3)
    expect(panel).to_contain_text("Selection:")
    panel.get_by_label("What to do").select_option("Shorten")
    expect(panel).to_contain_text("Costs nothing")
    panel.get_by_role("button", name="Ask").click()
    parts = panel.locator(".part")
    expect(parts.nth(1)).to_be_visible()
    first, second = (parts.nth(n).locator("del").inner_text().strip() for n in (0, 1))
    expect(shown).to_contain_text(first)
    expect(shown).to_contain_text(second)
    opened_later_it_leaves_the_focus(other, article.url)
    paragraph(other)
    parts.first.get_by_role("button", name="Accept").click()
    expect(parts.first).to_contain_text("Taken over.")
    expect(parts.nth(1).get_by_role("button", name="Accept")).to_be_focused()
    expect(shown).not_to_contain_text(first)
    expect(shown).to_contain_text(second)
    panel.get_by_role("button", name="Done").click()
    expect(parts).to_have_count(0)
    expect(article.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def opened_later_it_leaves_the_focus(tab: Page, address: str) -> None:
    """What waits opens the panel of a page that is loaded, however late it comes, and takes nothing from who types."""
    held: list[Route] = []
    tab.route(re.compile(r"/assists$"), lambda route: held.append(route))
    tab.goto(address)
    text = tab.get_by_role("textbox", name="Markdown source")
    expect(text).to_be_focused()
    held[0].continue_()
    expect(tab.locator("#assist-pane .part").first).to_be_visible()
    expect(text).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_supporting_passages_are_found_on_a_phone_and_in_the_dark(article: Page, width: int, scheme: str) -> None:
    """The panel is a tab where there is no room beside the source; nothing makes the page scroll sideways."""
    article.get_by_role("button", name="Edit").click()
    expect(article.get_by_role("textbox", name="Markdown source")).to_be_visible()
    # The abstract cites nothing, so there is something to add.
    article.locator("#source .cm-line").filter(has_text="This survey covers").click(click_count=3)
    article.set_viewport_size({"width": width, "height": 844})
    article.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    article.get_by_role("tab" if width < 400 else "button", name=re.compile("help", re.I)).click()
    panel = article.get_by_role("region", name="With the engine's help")
    expect(panel).to_contain_text("Selection:")
    panel.get_by_role("button", name="Ask").click()
    expect(panel.get_by_role("button", name="Add this citation").first).to_be_visible()
    assert article.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel.get_by_role("button", name="Add this citation").first.click()
    expect(panel).to_contain_text("Taken over.")
    panel.get_by_role("button", name="Close").click()
    expect(article.get_by_role("textbox", name="Markdown source")).to_be_visible()
