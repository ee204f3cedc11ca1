"""The outline is reviewed by a person before writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, status, write

pytestmark = pytest.mark.browser


def titles(outline: Locator) -> list[str]:
    """The section titles in the outline editor, in order."""
    return [field.input_value() for field in outline.get_by_role("textbox", name="Title of section").all()]


@pytest.fixture
def outline(tab: Page, site: Site) -> Locator:
    """The outline editor of a run that waits for it."""
    write(tab, site, "Reviewed", review=True)
    status(tab, "paused")
    region = tab.get_by_role("region", name="Outline")
    expect(region.get_by_role("button", name="Continue")).to_be_visible()
    return region


def test_the_article_follows_the_reviewed_outline(outline: Locator, tab: Page) -> None:
    """Sections that a person renamed, moved, added and deleted are so in the article."""
    first, second, *_ = titles(outline)
    outline.get_by_role("textbox", name="Title of section 1", exact=True).fill("What the person calls it")
    outline.get_by_role("button", name="Move down: section 1", exact=True).click()
    assert titles(outline)[:2] == [second, "What the person calls it"]
    last = titles(outline)[-1]
    outline.get_by_role("button", name="Delete: section").last.click()
    assert last not in titles(outline)
    tab.get_by_role("status").get_by_role("button", name="Undo").click()
    assert titles(outline)[-1] == last
    outline.get_by_role("button", name="Delete: section").last.click()
    tab.evaluate("window.sameDocument = true")
    outline.get_by_role("button", name="Continue").click()
    status(tab, "done")
    contents = tab.get_by_role("navigation", name="Contents").get_by_role("link")
    expect(contents.get_by_text("What the person calls it")).to_be_visible()
    written = contents.all_inner_texts()
    assert written.index(second) < written.index("What the person calls it")
    assert first not in written and last not in written
    assert tab.evaluate("window.sameDocument"), "the page was loaded anew"


def test_the_keyboard_moves_sections(outline: Locator) -> None:
    """Alt and an arrow move the section whose title has the focus; a subsection moves with its section."""
    first, second, *rest = titles(outline)
    outline.get_by_role("textbox", name="Title of section 2", exact=True).press("Alt+ArrowRight")
    expect(outline.get_by_role("textbox", name="Title of section 1.1", exact=True)).to_have_value(second)
    outline.get_by_role("textbox", name="Title of section 1", exact=True).press("Alt+ArrowDown")
    assert titles(outline) == [rest[0], first, second, *rest[1:]]
    outline.get_by_role("button", name="Undo").click()
    outline.get_by_role("button", name="Undo").click()
    assert titles(outline) == [first, second, *rest]


def test_sections_are_dragged_and_merged(outline: Locator) -> None:
    """Dropping a section on another puts it before that one; merging keeps the papers of both."""
    first, second, *rest = titles(outline)
    items = outline.locator("li")
    items.nth(1).locator(".handle").drag_to(items.nth(0))
    assert titles(outline) == [second, first, *rest]
    before = len(titles(outline))
    outline.get_by_role("button", name="Merge with the section before: section 2", exact=True).click()
    assert titles(outline)[0] == second and len(titles(outline)) == before - 1
