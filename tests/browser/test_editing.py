"""Several people in one article, each in a browser of their own: whatever happens, all see one text, the stored one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, new_article, sign_in
from tests.conftest import watched_page

pytestmark = pytest.mark.browser

TEXT = "document.querySelector('.cm-content').cmTile.view.state.doc.toString()"
"""What an editor holds; its page has only the lines in sight."""
PLACE = """(words) => {
    const view = document.querySelector('.cm-content').cmTile.view;
    const at = view.state.doc.toString().lastIndexOf(words) + words.length;
    view.dispatch({selection: {anchor: at}, scrollIntoView: true});
    view.focus();
}"""
SELECT = """(words) => {
    const article = document.querySelector('section[aria-label="Article"]');
    const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.lastIndexOf(words);
        if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
    }
}"""
FIRST = "The first words of the article."


@pytest.fixture(scope="module")
def browsers(browser: Browser, site: Site) -> Iterator[tuple[str, list[Page]]]:
    """The address of an article that only these tests change, and three browsers with it in the editor."""
    with ExitStack() as stack:
        opened = [stack.enter_context(watched_page(browser)) for _ in range(3)]
        sign_in(opened[0], site)
        address = new_article(opened[0], site)
        for page in opened:
            page.set_default_timeout(PATIENCE)
            page.context.add_cookies(site.cookies)
            page.goto(f"{address}/edit")
            expect(page.get_by_role("textbox", name="Markdown source")).to_be_focused()
        yield address, opened


@pytest.fixture
def address(browsers: tuple[str, list[Page]]) -> str:
    """The address of the article."""
    return browsers[0]


@pytest.fixture
def pages(browsers: tuple[str, list[Page]]) -> list[Page]:
    """The three browsers; the article ends with a paragraph for the test."""
    _, opened = browsers
    opened[0].get_by_role("textbox", name="Markdown source").press("Control+End")
    opened[0].keyboard.type(f"\n\n{FIRST}")
    saved(opened[0])
    for page in opened:
        page.wait_for_function(f"words => {TEXT}.endsWith(words)", arg=FIRST)
    return opened


def saved(page: Page) -> None:
    """Wait until all that was typed here is stored."""
    expect(page.locator("#saved")).to_contain_text("Saved ·")


def one_text(pages: list[Page]) -> str:
    """Wait until all that was typed is stored and everybody sees what is stored; the last paragraph."""
    for page in pages:
        saved(page)
    plain = pages[0].context.new_page()
    plain.goto(f"{pages[0].url}/plain")
    text = plain.get_by_role("textbox", name="Markdown source").input_value()
    plain.close()
    for page in pages:
        page.wait_for_function(f"text => {TEXT} === text", arg=text)
    return text.rpartition("\n\n")[2]


def type_at_once(pages: list[Page], texts: list[str]) -> None:
    """Each page types its text, a key in turn, none waiting for what the others typed to arrive."""
    for keys in zip_longest(*texts, fillvalue=""):
        for page, key in zip(pages, keys, strict=True):
            page.keyboard.type(key)


def test_three_type_in_one_paragraph(pages: list[Page]) -> None:
    """Two at its end and one within it; what each of them typed stays together."""
    texts = [" Ann adds a sentence at the end.", " Ben writes another one there.", " and Cleo corrects what was there"]
    for page, words in zip(pages, (FIRST, FIRST, FIRST[:-1]), strict=True):
        page.evaluate(PLACE, words)
    type_at_once(pages, texts)
    text = one_text(pages)
    assert text in (f"{FIRST[:-1]}{texts[2]}.{one}{other}" for one, other in (texts[:2], texts[1::-1]))


def test_what_is_typed_offline_merges_on_return(pages: list[Page]) -> None:
    """One loses the network while all type in one sentence, and is told so; on return nothing is missing."""
    for page in pages:
        page.evaluate(PLACE, FIRST[:-1])
    pages[0].context.set_offline(True)
    expect(pages[0].locator("#saved")).to_contain_text("Not connected")
    type_at_once(pages, [" offline", " meanwhile", " elsewhere"])
    saved(pages[1])
    expect(pages[0].locator("#saved")).to_contain_text("kept here")
    assert not pages[1].evaluate(f"{TEXT}.includes(' offline')")
    pages[0].context.set_offline(False)
    text = one_text(pages)
    assert sorted(text.removeprefix(FIRST[:-1]).rstrip(".").split()) == ["elsewhere", "meanwhile", "offline"]


def test_processes_that_are_killed_lose_nothing(pages: list[Page], site: Site) -> None:
    """The web server and the workers are killed while all type; all go on typing and connect anew."""
    for page in pages:
        page.evaluate(PLACE, FIRST)
    type_at_once(pages, [" Before one.", " Before two.", " Before three."])
    for child in Path(f"/proc/{site.process}/task/{site.process}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    type_at_once(pages, [" After one.", " After two.", " After three."])
    text = one_text(pages)
    for number in ("one", "two", "three"):
        assert f" Before {number}. After {number}." in text


def test_a_suggestion_is_accepted_while_another_types(pages: list[Page], address: str) -> None:
    """A comment and a suggestion are about a sentence that somebody goes on with; both find it, and typing is kept."""
    writer, reader, decider = pages
    for page in (reader, decider):
        page.goto(address)
        expect(page.get_by_role("region", name="Article")).to_contain_text(FIRST)
    writer.evaluate(PLACE, FIRST)
    writer.keyboard.type(" It goes")
    reader.evaluate(SELECT, "first words")
    reader.get_by_role("button", name="Comment", exact=True).click()
    writer.keyboard.type(" on and")
    reader.get_by_role("dialog").get_by_label("Comment").fill("Which words?")
    reader.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(decider.get_by_role("region", name="Review")).to_contain_text("Which words?")
    reader.evaluate(SELECT, "first words")
    reader.get_by_role("button", name="Suggest").click()
    expect(reader.get_by_label("It should say")).to_have_value("first words")
    writer.evaluate(PLACE, "The ")
    writer.keyboard.type("very ")
    reader.get_by_label("It should say").fill("opening sentence")
    reader.get_by_role("dialog").get_by_role("button", name="Send").click()
    accept = decider.get_by_role("region", name="Review").get_by_role("button", name="Accept")
    expect(accept).to_be_visible()
    writer.evaluate(PLACE, " on and")
    writer.keyboard.type(" on without")
    accept.click()
    writer.keyboard.type(" a pause.")
    writer.wait_for_function(f"() => {TEXT}.includes('opening sentence')")
    for page in (reader, decider):
        page.goto(f"{address}/edit")
    assert one_text(pages) == "The very opening sentence of the article. It goes on and on without a pause."
