"""Images in the editor: pasted, dropped and chosen, seen in the preview and in the article."""

from __future__ import annotations

from base64 import b64encode

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.pipeline.pictures import picture

pytestmark = pytest.mark.browser
GIVE = """(editor, [kind, type, name, data]) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    const place = editor.getBoundingClientRect();
    const init = { bubbles: true, cancelable: true, clientX: place.x + 30, clientY: place.y + 30 };
    const event = kind === "paste" ? new ClipboardEvent(kind, { ...init, clipboardData: transfer })
        : new DragEvent(kind, { ...init, dataTransfer: transfer });
    editor.dispatchEvent(event);
}"""
WHOLE = "(image) => image.complete && image.naturalWidth"


def give(page: Page, kind: str, content: bytes, name: str = "image.png", type: str = "image/png") -> None:
    """Paste or drop a file into the source."""
    page.locator(".cm-content").evaluate(GIVE, [kind, type, name, b64encode(content).decode()])


def test_a_pasted_image_is_seen_in_the_preview_and_in_the_article(article: Page) -> None:
    """Its caption waits to be typed; what is no image is refused in a sentence that the page says."""
    article.get_by_role("button", name="Edit").click()
    source = article.get_by_role("textbox", name="Markdown source")
    source.press("Control+End")
    give(article, "paste", picture(size=(300, 200)))
    expect(source).to_contain_text("![Caption](image:1)")
    article.keyboard.type("What was pasted")
    shown = article.get_by_role("region", name="Preview").get_by_role("img", name="What was pasted")
    expect(shown).to_be_visible()
    assert shown.evaluate(WHOLE) == 300
    give(article, "drop", picture("JPEG", (120, 80), "red"), "red_box.jpg", "image/jpeg")
    expect(source).to_contain_text("![red box](image:2)")
    give(article, "paste", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml")
    refused = article.get_by_text("This is no PNG, JPEG, GIF or WebP image")
    expect(refused).to_be_visible()
    source.press("Control+End")
    with article.expect_file_chooser() as chooser:
        source.press("Control+Alt+g")
    blue = picture("WEBP", (60, 40), "blue")
    chooser.value.set_files([FilePayload(name="blue.webp", mimeType="image/webp", buffer=blue)])
    expect(source).to_contain_text("![blue](image:3)")
    expect(refused).to_have_count(0)
    expect(article.get_by_text("Saved ·")).to_be_visible()
    article.get_by_role("link", name="Done").click()
    text = article.get_by_role("region", name="Article")
    for name, width in (("What was pasted", 300), ("red box", 120), ("blue", 60)):
        image = text.locator("figure").get_by_role("img", name=name)
        image.scroll_into_view_if_needed()
        article.wait_for_function(f"(image) => ({WHOLE})(image) === {width}", arg=image.element_handle())
