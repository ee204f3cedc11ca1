"""Every kind of page by axe-core's rules (https://github.com/dequelabs/axe-core), on a wide dark page and a phone."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Site

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FORMS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "dark"), (390, "light"))
PLACES = (
    "/", "/surveys/new", "/surveys/{survey}/rename", "/surveys/{survey}/delete", "/runs/{run}/calls",
    "/library", "/library/add", "/library/duplicates", "/models", "/models/new/compatible",
    "/team", "/team/begin", "/workspaces/new", "/you", "/notices", "/nothing/here",
    "/articles/{article}", "/articles/{article}/papers", "/articles/{article}/history", "/articles/{article}/shares",
    "/articles/{article}/edit",
)  # fmt: skip
LATER = "[hx-trigger*=load], #source"
"""Parts that come after the page."""
BROKEN = """async () => (await axe.run({ exclude: [".cm-scroller"] }, { resultTypes: ["violations"] })).violations.map(
    (rule) => `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`
)"""
"""The editor's text is left out: axe-core does not see that the keyboard reaches what is edited in place."""
SMALL = """() => [...document.querySelectorAll("a[href], button, select, summary")].filter((part) => {
    const { width, height } = part.getBoundingClientRect();
    const inLine = getComputedStyle(part).display === "inline";
    return width && height && !inLine && !part.closest(".hush, .skip") && Math.min(width, height) < 24;
}).map((part) => part.outerHTML.slice(0, 200))"""
"""WCAG 2.2, 2.5.8: links within a line of text may be smaller."""


def faults(page: Page, place: str, wide: int, scheme: Literal["light", "dark"]) -> list[str]:
    """What is wrong with the page as it is shown."""
    page.set_viewport_size({"width": wide, "height": 844})
    page.emulate_media(color_scheme=scheme)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(BROKEN)
    if wide < 400:
        found += [f"target below 24 px: {part}" for part in page.evaluate(SMALL)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("scrolls sideways")
    return [f"{place} at {wide} px, {scheme}: {fault}" for fault in found]


def test_every_page_can_be_read_and_used(article: Page, site: Site) -> None:
    """Contrast, labels, landmarks and what else axe-core knows; on a phone, room for a finger and no scroll aside."""
    number = re.search(r"/articles/(\d+)", article.url)
    assert number is not None
    found: list[str] = []
    for place in PLACES:
        article.goto(site.address + place.format(article=number[1], run=1, survey=1))
        expect(article.get_by_role("heading", level=1)).to_be_visible()
        if article.locator(LATER).count():
            article.wait_for_load_state("networkidle")
        for wide, scheme in FORMS:
            found += faults(article, place, wide, scheme)
    assert not found, "\n".join(found)


def test_what_opens_can_be_read_and_used(article: Page) -> None:
    """A menu hangs within the window, the evidence needs no scrolling of its own, and finding works in the dark."""
    article.set_viewport_size({"width": 390, "height": 844})
    article.get_by_role("button", name="Export").click()
    menu = article.get_by_role("menu", name="Export").bounding_box()
    assert menu is not None
    assert menu["x"] >= 0 and menu["x"] + menu["width"] <= 390
    article.keyboard.press("Escape")
    article.locator("a.citation[data-evidence]").first.click()
    expect(article.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
    found = faults(article, "evidence", 390, "light")
    article.goto(f"{article.url.partition('#')[0]}/edit")
    article.get_by_role("textbox", name="Markdown source").press("ControlOrMeta+f")
    expect(article.get_by_role("textbox", name="Find")).to_be_visible()
    found += faults(article, "finding", 1440, "dark")
    assert not found, "\n".join(found)


def test_a_printed_article_is_the_article_alone(article: Page) -> None:
    """On paper there is nothing to press and nothing cut off by a window, in dark colours neither."""
    article.emulate_media(media="print", color_scheme="dark")
    expect(article.locator(".prose").first).to_be_visible()
    expect(article.locator(".references")).to_be_visible()
    for gone in ("button", "nav", ".margin", ".site"):
        expect(article.locator(f"{gone}:visible")).to_have_count(0)
    assert article.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
