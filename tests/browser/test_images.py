"""Images in the editor: pasted, dropped and chosen, seen in the preview and in the article."""

from __future__ import annotations

from base64 import b64encode

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.pipeline.pictures import picture

pytestmark = pytest.mark.browser
GIVE = """(editor, [kind, type, names, data]) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const transfer = new DataTransfer();
    for (const name of names) transfer.items.add(new File([bytes], name, { type }));
    const place = editor.getBoundingClientRect();
    const init = { bubbles: true, cancelable: true, clientX: place.x + 30, clientY: place.y + 30 };
    const event = kind === "paste" ? new ClipboardEvent(kind, { ...init, clipboardData: transfer })
        : new DragEvent(kind, { ...init, dataTransfer: transfer });
    editor.dispatchEvent(event);
}"""
WHOLE = "(image) => image.complete && image.naturalWidth"


def give(page: Page, kind: str, content: bytes, *names: str, type: str = "image/png") -> None:
    """Paste or drop files of one content into the source."""
    page.locator(".cm-content").evaluate(GIVE, [kind, type, names or ["image.png"], b64encode(content).decode()])


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
    give(article, "drop", picture("JPEG", (120, 80), "red"), "red_box.jpg", type="image/jpeg")
    expect(source).to_contain_text("![red box](image:2)")
    give(article, "paste", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", type="image/svg+xml")
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


def test_an_image_leaves_whole_what_the_cursor_is_in(article: Page) -> None:
    """It stands after the paragraph, the code with its caption or the item of a list, several in order, as a figure."""
    article.get_by_role("button", name="Edit").click()
    source = article.get_by_role("textbox", name="Markdown source")
    source.press("Control+End")
    article.keyboard.insert_text(
        "\n\nOne line of text\nand another.\n\n```\ncode\n\nmore code\n```\n\n*Its caption*\n\n"
    )
    article.keyboard.insert_text("- an item\n- the last item")
    image, press = picture(size=(30, 20)), article.keyboard.press
    give(article, "paste", image, "at_the_item.png")
    expect(source).to_contain_text("at the item")
    for _ in range(4):
        press("ArrowUp")
    give(article, "paste", image, "after_an_item.png")
    expect(source).to_contain_text("after an item")
    for _ in range(9):
        press("ArrowUp")
    give(article, "paste", image, "after_the_code.png")
    expect(source).to_contain_text("after the code")
    for _ in range(11):
        press("ArrowUp")
    press("Home")
    for _ in "One":
        press("ArrowRight")
    give(article, "paste", image, "first.png", "second.png")
    expect(source).to_contain_text("![second]")
    lines = [line for line in article.locator(".cm-line").all_inner_texts() if line.strip()]
    assert lines[lines.index("One line of text") :] == [
        *("One line of text", "and another.", "![first](image:1)", "![second](image:1)"),
        *("```", "code", "more code", "```", "*Its caption*", "![after the code](image:1)"),
        *("- an item", "  ![after an item](image:1)", "- the last item", "  ![at the item](image:1)"),
    ]
    expect(article.get_by_text("Saved ·")).to_be_visible()
    article.get_by_role("link", name="Done").click()
    figures = article.get_by_role("region", name="Article").locator("figure")
    figures.last.scroll_into_view_if_needed()  # images far away are not loaded yet
    expect(figures.get_by_role("img", name="first")).to_be_visible()
    expect(figures.get_by_role("img", name="at the item")).to_be_visible()


def test_an_image_is_commented_on_by_keyboard(article: Page) -> None:
    """By the button in its caption; the thread leads to that image, in the page and in the source."""
    article.get_by_role("button", name="Edit").click()
    source = article.get_by_role("textbox", name="Markdown source")
    source.press("Control+End")
    article.keyboard.insert_text("\n\nIt ends here.")
    image = picture(size=(30, 20))
    give(article, "paste", image, "first.png", "second.png")
    expect(source).to_contain_text("![second]")
    expect(article.get_by_text("Saved ·")).to_be_visible()
    article.get_by_role("link", name="Done").click()
    figure = article.locator("figure.picture").filter(has_text="second")
    button = figure.get_by_role("button", name="Comment on the figure")
    expect(button).to_have_css("opacity", "1")
    button.press("Enter")
    dialog = article.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Too small.")
    dialog.get_by_role("button", name="Send").press("Enter")
    review = article.get_by_role("region", name="Review", exact=True)
    expect(review).to_contain_text("Figure “second”")
    article.wait_for_function(
        """() => {
            const marks = [...(CSS.highlights.get("comment") ?? [])];
            return marks.length === 1 && marks[0].toString().includes("second");
        }"""
    )
    article.get_by_role("button", name="Edit").click()
    article.get_by_role("button", name="Show in the text").click()
    expect(article.locator(".remark.comment")).to_have_text("![second](image:1)")


def test_the_preview_counts_as_the_article_does(article: Page) -> None:
    """It is rendered section by section; its figures and tables are numbered through all the same."""
    count = "(parts) => parts.map((part) => part.innerText)"
    read = article.locator("figcaption .label, caption .label").evaluate_all(count)
    assert {"Table 1.", "Table 2."} < set(read)
    article.get_by_role("button", name="Edit").click()
    shown = article.get_by_role("region", name="Preview").locator("figcaption .label, caption .label")
    expect(shown).to_have_text(read)
    expect(article.get_by_role("region", name="Table 2")).to_be_attached()
