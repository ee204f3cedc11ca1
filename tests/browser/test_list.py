"""The list of surveys and what is done from there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, status

pytestmark = pytest.mark.browser


def menu(tab: Page, title: str, item: str) -> None:
    """Choose an item in the menu of the survey with that title, by keyboard."""
    button = tab.get_by_role("button", name=f"More for {title}", exact=True).first
    button.wait_for()
    tab.wait_for_load_state()  # scripts have run, which open the menu
    button.press("Enter")
    chosen = tab.get_by_role("menuitem", name=item)
    expect(chosen).to_be_visible()
    chosen.press("Enter")


@pytest.fixture
def sample(tab: Page, site: Site) -> Page:
    """The list, with a finished survey of the sample."""
    if tab.get_by_role("button", name="Try the sample").count():
        tab.get_by_role("button", name="Try the sample").click()
    else:
        # The button belongs to the empty list; its address works at any time.
        tab.evaluate(
            """() => {
                const form = document.querySelector('form[action="/signout"]').cloneNode(true);
                form.action = '/surveys/sample';
                document.body.append(form);
                form.submit();
            }"""
        )
    tab.wait_for_url("**/runs/*")
    status(tab, "done")
    tab.goto(site.address)
    return tab


def test_a_survey_is_renamed_copied_repeated_and_deleted(sample: Page, site: Site) -> None:
    """Each from the survey's menu; deleting names what goes along."""
    title = "Long-form text generation with language models"
    menu(sample, title, "Rename")
    sample.get_by_label("Title").fill("Renamed survey")
    sample.get_by_role("button", name="Rename").click()
    menu(sample, "Renamed survey", "Duplicate")
    expect(sample.get_by_label("Title")).to_have_value("Renamed survey (copy)")
    expect(sample.get_by_role("complementary", name="Estimate")).to_contain_text("24")
    sample.goto(site.address)
    menu(sample, "Renamed survey", "Run again")
    sample.wait_for_url("**/runs/*")
    status(sample, "done")
    sample.goto(site.address)
    menu(sample, "Renamed survey", "Delete")
    expect(sample.get_by_role("main")).to_contain_text("2 articles with 2 revisions")
    sample.get_by_role("button", name="Delete the survey").click()
    expect(sample.get_by_role("link", name="Renamed survey", exact=True)).to_have_count(0)
    menu(sample, "Renamed survey (copy)", "Delete")
    expect(sample.get_by_role("main")).to_contain_text("papers stay in the library")
    sample.get_by_role("button", name="Delete the survey").click()
    expect(sample.get_by_role("link", name="Renamed survey (copy)")).to_have_count(0)


def test_the_list_is_filtered(article: Page, site: Site) -> None:
    """By text and by status, without a reload."""
    tab = article
    tab.goto(site.address)
    rows = tab.get_by_role("list", name="Surveys").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    tab.get_by_role("searchbox").fill("no such title")
    expect(tab.get_by_text("No survey fits")).to_be_visible()
    tab.get_by_role("searchbox").fill("long-FORM gen")
    expect(rows.first).to_be_visible()
    tab.get_by_label("Status").select_option("failed")
    expect(tab.get_by_text("No survey fits")).to_be_visible()


def test_what_to_do_with_papers_fits_on_a_phone(sample: Page, site: Site) -> None:
    """What opens below the bar hangs within the window."""
    sample.set_viewport_size({"width": 390, "height": 844})
    sample.goto(f"{site.address}/library")
    for name in ("Collection", "Tags"):
        sample.locator(".bulk summary", has_text=name).click()
        box = sample.locator(".menu-like[open] > .card").bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        sample.locator(".bulk summary", has_text=name).click()
