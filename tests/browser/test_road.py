"""The whole road in a browser: from files to an article that is read, edited and exported."""

from __future__ import annotations

import base64
import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, status, write
from tests.browser.test_reviewing import SELECT

pytestmark = pytest.mark.browser


def test_a_survey_is_written_before_ones_eyes(tab: Page, site: Site) -> None:
    """Outline, papers and sections appear without a reload, and the page becomes the article, all of it at hand."""
    # A quick run could be over before all of this is looked for.
    write(tab, site, "Long-form generation", depth="standard")
    tab.evaluate("window.sameDocument = true")
    expect(tab.get_by_role("region", name="Progress")).to_be_visible()
    expect(tab.get_by_role("region", name="Outline").get_by_role("listitem").first).to_be_visible()
    expect(tab.get_by_role("region", name="Papers").get_by_role("row")).not_to_have_count(1)
    expect(tab.get_by_role("region", name="Article").get_by_role("heading", name="Abstract")).to_be_visible()
    status(tab, "done")
    tab.wait_for_url("**/articles/*")
    expect(tab.get_by_role("heading", level=1, name="Long-form generation")).to_be_visible()
    expect(tab.get_by_role("navigation", name="Contents").get_by_role("link", name="References")).to_be_visible()
    tab.locator("a.citation[data-evidence]").first.click()
    expect(tab.get_by_role("region", name="Evidence").locator("blockquote").first).to_be_visible()
    tab.evaluate(SELECT, 20)
    tab.get_by_role("button", name="Comment", exact=True).click()
    expect(tab.get_by_role("dialog").get_by_label("Comment")).to_be_visible()
    assert tab.evaluate("window.sameDocument"), "the page was loaded anew"


def test_a_citation_leads_to_its_passages(article: Page) -> None:
    """Hovering shows the paper, a click shows what the sentence rests on."""
    citation = article.locator("a.citation[data-evidence]").first
    citation.hover()
    expect(article.get_by_role("tooltip")).to_be_visible()
    citation.click()
    evidence = article.get_by_role("region", name="Evidence")
    expect(evidence.get_by_role("heading", name="Rests on")).to_be_visible()
    expect(evidence.locator(".passages blockquote").first).not_to_be_empty()
    expect(evidence.locator(".badge")).to_have_text(re.compile("supported|partly"))


def test_edits_save_themselves_and_can_be_taken_back(article: Page) -> None:
    """What is typed appears in the preview and in the history, with what changed; an old revision can be restored."""
    article.get_by_role("button", name="Edit").click()
    article.get_by_role("textbox", name="Markdown source").press("Control+End")
    article.keyboard.type("\n\nA sentence of $x^2$ added by hand.")
    expect(article.get_by_role("region", name="Preview")).to_contain_text("added by hand")
    expect(article.locator("#preview .katex").last).to_be_visible()
    expect(article.get_by_role("status").filter(has_text="Saved ·")).to_be_visible()
    article.get_by_role("link", name="Done").click()
    expect(article.get_by_role("region", name="Article")).to_contain_text("added by hand")
    article.get_by_role("link", name="History").click()
    expect(article.locator("ins")).to_contain_text("added by hand")
    article.get_by_role("link", name="Revision 1").click()
    article.get_by_role("button", name="Restore").click()
    expect(article.get_by_role("link", name="Revision 3")).to_be_visible()
    article.get_by_role("link", name="Read").click()
    expect(article.get_by_role("region", name="Article")).not_to_contain_text("added by hand")


def test_the_article_is_exported(article: Page) -> None:
    """Markdown with its references, and a real PDF that holds the text."""
    title = article.get_by_role("heading", level=1).inner_text()
    files = {}
    for name in ("Markdown", "PDF"):
        article.get_by_role("button", name="Export").click()
        with article.expect_download() as waiting:
            article.get_by_role("menuitem", name=name, exact=True).click()
        files[name] = waiting.value.path().read_bytes()
    text = files["Markdown"].decode()
    assert text.startswith(f"# {title}\n")
    assert "## References" in text and "[@" in text
    assert files["PDF"].startswith(b"%PDF")
    document = pypdfium2.PdfDocument(files["PDF"])
    pages = "".join(page.get_textpage().get_text_range() for page in document)
    assert title in pages and "References" in pages


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "dark")])
def test_an_article_fits_the_window(article: Page, width: int, scheme: str) -> None:
    """Nothing makes the page scroll sideways, on a phone or in the dark."""
    article.set_viewport_size({"width": width, "height": 844})
    article.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    article.reload()
    expect(article.get_by_role("region", name="Article")).to_be_visible()
    assert article.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paper = article.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    lightness = sum(map(int, re.findall(r"\d+", paper)[:3]))
    assert (lightness < 200) == (scheme == "dark")


LIGHTNESS = """async (shot) => {
    const image = new Image();
    image.src = `data:image/png;base64,${shot}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return data.reduce((sum, value) => sum + value, 0) / data.length;
}"""


def test_a_diagram_is_as_dark_as_the_page(article: Page) -> None:
    """It follows the theme switch, against the system's scheme too."""
    diagram = article.locator(".diagram img").first
    diagram.scroll_into_view_if_needed()
    article.wait_for_function("document.querySelector('.diagram img').naturalWidth > 0")

    def lightness() -> float:
        """The mean of the picture's channels, opacity among them: 64 where it is black, 255 where it is white."""
        return float(article.evaluate(LIGHTNESS, base64.b64encode(diagram.screenshot()).decode()))

    assert lightness() > 200
    article.get_by_role("button", name="Light or dark").click()
    assert lightness() < 150
    article.emulate_media(color_scheme="dark")
    article.get_by_role("button", name="Light or dark").click()
    assert lightness() > 200
