"""Files on their way to the server: they survive a lost connection, and what became of them is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of three pieces with one paper in it."""
    paper = {
        "title": "A paper that came in pieces",
        "txt": "It came in pieces. All of them arrived.",
        "other": "x" * 9_000_000,
    }
    path = tmp_path / "large.jsonl"
    path.write_text(json.dumps({"title": "Pieces", "papers": [paper]}))
    return path


def test_an_upload_goes_on_after_a_lost_connection(tab: Page, site: Site, large: Path) -> None:
    """A piece that is lost on the way is sent again, the pieces before it are not."""
    sent: list[str] = []

    def lose_one(route: Route) -> None:
        if route.request.method == "PATCH":
            sent.append(route.request.headers["upload-offset"])
            if len(sent) == 1:
                route.abort("connectionreset")
                return
        route.continue_()

    tab.route("**/uploads/tus/*", lose_one)
    tab.goto(f"{site.address}/library/add")
    tab.get_by_label("Files").set_input_files(large)
    expect(tab.get_by_role("list", name="Files and what became of them")).to_contain_text("A paper that came in pieces")
    assert len(sent) == 3 and sent[0] == sent[1] != "0"
    tab.get_by_role("link", name="Done").click()
    tab.get_by_role("searchbox").fill("pieces arrived")
    tab.get_by_role("link", name="A paper that came in pieces").click()
    expect(tab.get_by_role("region", name="Text")).to_contain_text("All of them arrived.")


def test_a_reload_loses_nothing_that_arrived(tab: Page, site: Site, large: Path) -> None:
    """The same file, chosen again after a reload, goes on from where it was."""
    offsets: list[str] = []

    def lose_all(route: Route) -> None:
        if route.request.method == "PATCH":
            route.abort("connectionreset")
        else:
            route.continue_()

    def note(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
        route.continue_()

    tab.route("**/uploads/tus/*", lose_all)
    tab.goto(f"{site.address}/library/add")
    with tab.expect_request(lambda request: request.method == "PATCH"):
        tab.get_by_label("Files").set_input_files(large)
    collection = tab.locator("#files-list [name=collection]").input_value()
    tab.unroute("**/uploads/tus/*")
    tab.goto(f"{site.address}/library/add?collection={collection}")
    tab.route("**/uploads/tus/*", note)
    tab.get_by_label("Files").set_input_files(large)
    expect(tab.get_by_role("list", name="Files and what became of them")).to_contain_text("large.jsonl")
    expect(tab.locator("#files-list")).to_have_attribute("data-reading", "no")
    assert offsets[0] != "0" and len(offsets) == 2


def test_the_library_that_one_chooses_from_grows_with_what_is_read(tab: Page, site: Site, tmp_path: Path) -> None:
    """The new survey's page says so without a reload."""
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"title": "One", "papers": [{"title": "A paper of its own", "txt": "It is new."}]}))
    tab.goto(f"{site.address}/surveys/new")
    count = tab.locator("#library-count")
    before = int(count.inner_text().split()[0])
    tab.get_by_label("Files").set_input_files(path)
    expect(count).to_have_text(re.compile(rf"^{before + 1} papers?$"))
    expect(tab.locator("#pick #library-count")).to_have_count(1)
