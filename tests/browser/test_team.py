"""Two people in two browsers: one invites, the other joins, works, is given another role, and loses access."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, running, status, write
from tests.conftest import watched_page

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def team_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A SurveyGO of its own, since it becomes a team's for good."""
    with running(tmp_path_factory.mktemp("team")) as site:
        yield site


@pytest.fixture
def two(browser: Browser, team_site: Site) -> Iterator[tuple[Page, Page]]:
    """Two people's browsers."""
    expect.set_options(timeout=PATIENCE)
    with watched_page(browser) as one, watched_page(browser) as other:
        for page in (one, other):
            page.set_default_timeout(PATIENCE)
        yield one, other


def test_a_team_comes_together_and_apart(two: tuple[Page, Page], team_site: Site, tmp_path: Path) -> None:
    """From the printed address to the moment when the second person is a stranger again."""
    ann, dora = two
    ann.goto(team_site.signin)
    ann.get_by_role("link", name="Team").click()
    ann.get_by_role("link", name="Work as a team").click()
    ann.get_by_label("Name").fill("Ann")
    ann.get_by_label("Email").fill("ann@example.org")
    ann.get_by_label("Password").fill(PASSWORD)
    ann.get_by_role("button", name="Turn into a team installation").click()
    ann.get_by_label("Role", exact=True).select_option("editor")
    ann.get_by_role("button", name="Invite").click()
    link = ann.get_by_label("Address of the invitation").input_value()

    dora.goto(link)
    dora.get_by_role("link", name="Make an account").click()
    dora.get_by_label("Name").fill("Dora")
    dora.get_by_label("Email").fill("dora@example.org")
    dora.get_by_label("Password").fill(PASSWORD)
    dora.get_by_role("button", name="Make the account").click()
    dora.get_by_role("button", name="Join as Dora").click()
    expect(dora.get_by_role("link", name="New survey")).to_be_visible()

    write(ann, team_site, "Long-form generation", review=True)
    run = ann.url
    dora.goto(run)
    status(dora, "paused")
    expect(dora.get_by_role("button", name="Continue")).to_be_visible()

    ann.goto(f"{team_site.address}/team")
    ann.get_by_label("Role of Dora").select_option("viewer")
    ann.get_by_role("button", name="Change the role of Dora").click()
    expect(ann.get_by_text("Dora is now viewer.")).to_be_visible()
    dora.reload()
    expect(dora.get_by_role("region", name="Outline")).to_be_visible()
    expect(dora.get_by_role("button", name="Continue")).to_have_count(0)

    with dora.expect_websocket(lambda socket: "/ws/runs/" in socket.url) as opened:
        dora.reload()
    socket = opened.value
    with socket.expect_event("close"):
        ann.get_by_role("button", name="Remove Dora").click()
    expect(ann.get_by_text("Dora is no longer a member.")).to_be_visible()
    reply = dora.goto(run)
    assert reply is not None and reply.status == 404
    dora.goto(team_site.address)
    expect(dora.get_by_role("heading", name="You are in no workspace yet")).to_be_visible()
    expect(ann.get_by_role("list", name="Members")).not_to_contain_text(re.compile("Dora"))
