"""What pages show to whom, beside what every route is tried for in `test_routes.py`."""

from __future__ import annotations

import pytest
from django.test import Client

from surveygo.accounts.models import Role, User
from surveygo.surveys.models import Run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", [Role.VIEWER, "stranger"])
def test_pages_that_take_a_collection_check_it(
    person: str, people: dict[str, User | None], objects: dict[str, int], client: Client
) -> None:
    """Papers of a workspace cannot be taken into a survey by those who may not change it."""
    user = people[person]
    assert user is not None
    client.force_login(user)
    wanted = 404 if person == "stranger" else 403
    for path in ("/surveys/new", "/surveys/estimate"):
        assert client.get(f"{path}?collection={objects['collection']}").status_code == wanted
    assert client.post("/uploads", {"collection": objects["collection"]}).status_code == wanted


def test_a_viewer_is_offered_no_change(people: dict[str, User | None], objects: dict[str, int], client: Client) -> None:
    """Pages leave out what their reader may not do."""
    viewer = people[Role.VIEWER]
    assert viewer is not None
    client.force_login(viewer)
    assert ">Edit<" not in client.get(f"/articles/{objects['article']}").text
    assert ">New survey<" not in client.get("/").text
    assert ">Restore<" not in client.get(f"/articles/{objects['article']}/history/1").text
    assert "data-read-only" in client.get(f"/runs/{objects['run']}").text


def test_the_list_offers_what_one_may_do(run: Run, people: dict[str, User | None]) -> None:
    """Who only reads gets no menu of a survey, in the list and in a row that is renewed."""
    for role, offered in ((Role.OWNER, True), (Role.EDITOR, True), (Role.REVIEWER, False), (Role.VIEWER, False)):
        browser, user = Client(), people[role]
        assert user is not None
        browser.force_login(user)
        for address in ("/", f"/surveys/{run.survey_id}/row"):
            page = browser.get(address).content.decode()
            assert run.survey.title in page
            assert (f"More for {run.survey.title}" in page) == offered, (role, address)


def test_one_button_stands_out_while_the_budget_pauses_a_run(as_alice: Client, run: Run) -> None:
    """That which gives more; the link to it does not."""
    Run.objects.filter(pk=run.pk).update(status="paused", reason="budget", message="The budget is spent.")
    page = as_alice.get(f"/runs/{run.pk}").text
    assert page.count('class="button primary"') == 1
    assert '<button class="button primary">Resume</button>' in page and "Give it more" in page
