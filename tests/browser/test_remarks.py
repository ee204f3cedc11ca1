"""Comments and suggestions in the editor, in two windows, while somebody types."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
LINE = "A naïve café — it serves 中文 😀 and plain words to everyone."


def source(tab: Page) -> str:
    """The text in the editor as it is stored, without what decorations add."""
    text: str = tab.evaluate(
        """() => [...document.querySelectorAll('.cm-line')].map((line) => {
            const copy = line.cloneNode(true);
            for (const added of copy.querySelectorAll('.remark-added, .remote-caret')) added.remove();
            return copy.textContent;
        }).find((line) => line.includes('café')) ?? ''"""
    )
    return text


def select(tab: Page, words: str) -> None:
    """Select words of the last line with the keyboard, backwards."""
    behind(tab, words)
    for _ in words:
        tab.keyboard.press("Shift+ArrowLeft")


def behind(tab: Page, words: str) -> None:
    """Put the cursor behind words of the last line."""
    tab.get_by_role("textbox", name="Markdown source").press("Control+End")
    _, _, rest = source(tab).partition(words)
    for _ in rest:
        tab.keyboard.press("ArrowLeft")


def send(tab: Page, label: str, text: str) -> None:
    """Fill in the dialog and send it."""
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_be_hidden()


@pytest.fixture
def two(article: Page, other: Page) -> tuple[Page, Page]:
    """The editor in two windows, with a line of several scripts at the end of the article."""
    one = article
    one.get_by_role("button", name="Edit").click()
    one.get_by_role("textbox", name="Markdown source").press("Control+End")
    one.keyboard.type(f"\n\n{LINE}")
    other.goto(one.url)
    for tab in (one, other):
        expect(tab.get_by_role("status").filter(has_text="Saved ·")).to_be_visible()
        tab.get_by_role("textbox", name="Markdown source").press("Control+End")
        expect(tab.locator(".cm-line", has_text="café")).to_be_visible()
    return one, other


def test_one_types_while_the_other_comments_and_suggests(two: tuple[Page, Page]) -> None:
    """Marks stay on their words, a half-written reply outlives the panel's renewal, and both tabs end with one text."""
    one, other = two
    select(other, "café")
    other.keyboard.press("Control+Alt+m")
    send(other, "Comment", "Which one?")
    expect(one.locator(".remark.comment")).to_have_text("café")
    one.get_by_role("button", name="Review 1").click()
    review = one.get_by_role("region", name="Review", exact=True)
    review.get_by_text("Reply", exact=True).click()
    review.get_by_label("Reply").fill("Half written")

    select(other, "plain words")
    behind(one, "A")
    one.keyboard.type(" typed word 😎")
    other.get_by_role("toolbar").get_by_role("button", name="Suggest").click()
    send(other, "It should say", "simple words")
    expect(one.locator(".remark-removed")).to_have_text("plain")
    expect(one.locator(".remark-added")).to_have_text("simple")
    expect(review.get_by_label("Reply").first).to_have_value("Half written")
    one.get_by_role("textbox", name="Markdown source").press("Control+End")
    one.keyboard.type(" Typed last.")
    for tab in two:
        expect(tab.locator(".cm-line", has_text="Typed last.")).to_be_visible()
        expect(tab.locator(".remark.comment")).to_have_text("café")
    review.get_by_role("button", name="Accept").click()
    wanted = f"{LINE.replace('plain', 'simple').replace('A ', 'A typed word 😎 ')} Typed last."
    for tab in two:
        expect(tab.locator(".remark-added")).to_have_count(0)
        expect(tab.locator(".cm-line", has_text="simple words")).to_be_visible()
        assert source(tab) == wanted
        expect(tab.locator(".remark.comment")).to_have_text("café")
    review.get_by_role("button", name="Resolve").click()
    expect(other.locator(".remark")).to_have_count(0)
    other.get_by_role("region", name="Review", exact=True).get_by_text("settled").click()
    other.get_by_role("button", name="Reopen").click()
    expect(one.locator(".remark.comment")).to_have_text("café")


def test_what_a_suggestion_is_about_is_edited(two: tuple[Page, Page]) -> None:
    """Its words are marked, not struck, and the panel says so; all others are accepted together."""
    one, other = two
    for words, new in (("serves", "offers"), ("plain", "simple")):
        select(other, words)
        other.get_by_role("toolbar").get_by_role("button", name="Suggest").click()
        send(other, "It should say", new)
    expect(one.locator(".remark-added")).to_have_text(["offers", "simple"])
    select(one, "lain")
    one.keyboard.type("ure")
    review = other.get_by_role("region", name="Review", exact=True)
    expect(review.get_by_text("The passage was edited since.")).to_be_visible()
    expect(other.locator(".remark-added")).to_have_text(["offers"])
    review.get_by_role("button", name="Accept all 2").click()
    expect(review.get_by_role("alert")).to_contain_text("1 could not be accepted")
    expect(one.locator(".cm-line", has_text="it offers 中文 😀 and pure words")).to_be_visible()


def test_the_panel_catches_up_after_the_server_was_away(two: tuple[Page, Page]) -> None:
    """What could not be fetched is fetched when the server is back, and the page says no more that it is lost."""
    one, other = two
    one.get_by_role("button", name="Review", exact=True).click()
    review = one.get_by_role("region", name="Review", exact=True)
    one.route("**/articles/*/review", lambda route: route.abort())
    one.route("**/healthz", lambda route: route.abort())
    select(other, "café")
    other.keyboard.press("Control+Alt+m")
    send(other, "Comment", "Which one?")
    lost = one.get_by_text("The connection is lost.")
    expect(lost).to_be_visible()
    expect(review).not_to_contain_text("Which one?")
    one.unroute("**/articles/*/review")
    one.unroute("**/healthz")
    expect(review).to_contain_text("Which one?")
    expect(lost).to_be_hidden()


def test_sections_and_figures_are_commented_on_as_a_whole(article: Page) -> None:
    """From the page as it is read, and from the cursor in the source."""
    heading = article.get_by_role("region", name="Article").get_by_role("heading", level=2).nth(1)
    name = heading.inner_text()
    article.get_by_role("button", name=f"Comment on the section “{name}”").click()
    send(article, "Comment", "Too long.")
    review = article.get_by_role("region", name="Review", exact=True)
    expect(review).to_contain_text(f"Section “{name}”")
    figure = article.locator("figure.diagram")
    if figure.count():
        figure.first.get_by_role("button", name="Comment on the figure").click()
        send(article, "Comment", "Too small.")
        expect(review).to_contain_text("Figure")
    article.get_by_role("button", name="Edit").click()
    expect(article.get_by_role("region", name="Review", exact=True)).to_contain_text("Too long.")
    article.get_by_role("button", name="Show in the text").first.click()
    expect(article.locator(".remark.comment").first).to_contain_text(name)
