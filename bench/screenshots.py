"""The README's pictures: a survey of a shared collection while it is written, when it is read and when it is edited."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from bench.collections import NLP, ROOT, path
from bench.installation import installation
from bench.writing import say
from tests.chromium import find

FOLDER = ROOT / "docs" / "screenshots"
TITLE = "Deep networks for text: from sentiment to summaries"
PATIENCE = 300_000


def take() -> None:
    """Write the pictures into `docs/screenshots/`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as folder, installation(folder) as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light", locale="en-GB")
        page.set_default_timeout(PATIENCE)
        page.goto(app.signin)
        _write(page)
        _keep(page, "run")
        page.wait_for_url("**/articles/*")
        _read(page)
        _keep(page, "article")
        _edit(page)
        _keep(page, "editor")
        browser.close()


def _write(page: Page) -> None:
    """Start a survey and wait until its first sections are written and others are not."""
    page.get_by_role("link", name="New survey").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Files").set_input_files(path(NLP))
    expect(page.get_by_role("list", name="Files and what became of them")).to_contain_text("papers")
    page.get_by_role("button", name="Start writing").click()
    page.wait_for_url("**/runs/*")
    page.wait_for_function(
        """() => {
            const sections = [...document.querySelectorAll(".live-section:not(.waiting)")].slice(0, 3);
            return sections.length === 3 && sections.every((section) => section.matches(".written"))
                && document.querySelector(".live-section.writing");
        }"""
    )


def _read(page: Page) -> None:
    """Open the evidence behind the first citation of the first theme."""
    page.wait_for_load_state("networkidle")
    heading = page.locator(".prose h2").nth(2)
    citation = heading.locator("xpath=following::a[@data-evidence][1]")
    citation.evaluate("link => link.scrollIntoView({ block: 'center' })")
    citation.click()
    expect(page.get_by_role("region", name="Evidence").locator("blockquote").nth(1)).to_be_visible()
    page.mouse.move(0, 0)


def _edit(page: Page) -> None:
    """Open the editor; the text stands beside its preview."""
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("region", name="Preview").get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("textbox", name="Markdown source").wait_for()
    page.wait_for_load_state("networkidle")


def _keep(page: Page, name: str) -> None:
    """Save what the window shows, in as few colours as its text needs."""
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    target = Path(FOLDER, f"{name}.png")
    picture.quantize(256, kmeans=2, dither=Image.Dither.NONE).save(target, optimize=True)
    say(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")
