"""A version named from the editor, found in the history."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_version_is_named_while_writing(article: Page) -> None:
    """What was typed just before is part of it; the history lists it by its name."""
    article.get_by_role("button", name="Edit").click()
    source = article.get_by_role("textbox", name="Markdown source")
    source.press("Control+End")
    article.keyboard.type("The last words.")
    article.get_by_role("button", name="Name this version").click()
    dialog = article.get_by_role("dialog", name="Name this version")
    dialog.get_by_label("Name").fill("Sent to the journal")
    article.keyboard.press("Enter")
    expect(article.get_by_text("“Sent to the journal” is revision 2 in the history.")).to_be_visible()
    source.press("Control+End")
    article.keyboard.type("Later ones.")
    expect(article.get_by_text("Saved ·")).to_be_visible()
    article.get_by_role("link", name="History").click()
    article.get_by_role("link", name="Named (1)").click()
    revisions = article.get_by_role("region", name="History").get_by_role("listitem")
    expect(revisions).to_have_count(1)
    revisions.get_by_role("link", name="Sent to the journal").click()
    expect(article.get_by_role("heading", name="What revision 2 “Sent to the journal” changed")).to_be_visible()
    expect(article.locator("ins")).to_contain_text("The last words.")
    expect(article.locator("ins")).not_to_contain_text("Later ones.")


def test_the_editor_counts_words_as_the_article_does(article: Page) -> None:
    """Tables, diagrams, headings and citations are no prose on either page."""
    counted = re.match(r".+? words", article.locator(".made").inner_text())
    assert counted is not None
    article.get_by_role("button", name="Edit").click()
    expect(article.locator("#saved")).to_have_text(f"Saved · {counted.group()}")
