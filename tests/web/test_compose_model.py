"""A new survey with a language model: who may be chosen, the budget, and the estimate that follows what is chosen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from surveygo.accounts.models import User, Workspace
from surveygo.library.models import Collection
from surveygo.providers.models import Provider
from surveygo.surveys.models import Survey

pytestmark = pytest.mark.django_db


def made(workspace: Workspace, model: str = "gpt-5.4-mini", **fields: object) -> Provider:
    return Provider.objects.create(workspace=workspace, kind="openai", name="Ours", model=model, **fields)


def brief(collection: Collection, **changes: str) -> dict[str, str]:
    start = {"title": "Aspects", "depth": "quick", "engine": "extractive", "language": "en"}
    return start | {"collection": str(collection.pk)} | changes


def estimate(client: Client, collection: Collection, **changes: str) -> dict[str, str]:
    """The estimate as the page shows it, by label."""
    page = client.get("/surveys/estimate", brief(collection, **changes)).content.decode()
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    return {label: re.sub(r"<[^>]+>", "", shown) for label, shown in rows} | {"page": page}


def dollars(shown: str) -> list[float]:
    return [float(part) for part in re.findall(r"\$(\d+\.\d+)", shown)]


def test_engines_are_the_extractive_one_and_the_workspace_s_providers(
    as_alice: Client, workspace: Workspace, charlie: User
) -> None:
    other = charlie.memberships.get().workspace
    mine, theirs = made(workspace), made(other)
    page = as_alice.get("/surveys/new").content.decode()
    assert f'value="provider-{mine.pk}"' in page and f'value="provider-{theirs.pk}"' not in page
    assert "Budget" in page and "Ours (gpt-5.4-mini)" in page


def test_without_a_provider_the_form_says_where_one_is_set_up(as_alice: Client, workspace: Workspace) -> None:
    page = as_alice.get("/surveys/new").content.decode()
    assert "set up on the Models page" in page and "Budget" not in page


def test_a_survey_is_started_with_its_provider_and_budget(
    as_alice: Client, workspace: Workspace, collection: Collection, charlie: User
) -> None:
    mine = made(workspace)
    theirs = made(charlie.memberships.get().workspace)
    refused = as_alice.post("/surveys/new", brief(collection, engine=f"provider-{theirs.pk}"))
    assert refused.status_code == 422 and "not one of the available choices" in refused.content.decode()
    assert (
        as_alice.post("/surveys/new", brief(collection, engine=f"provider-{mine.pk}", budget="2.5")).status_code == 302
    )
    survey = Survey.objects.get()
    assert (survey.engine, survey.provider, survey.plan) == ("openai", mine, {"budget": 2.5})
    assert survey.run and survey.run.plan["budget"] == 2.5
    as_alice.post("/surveys/new", brief(collection, budget="2.5"))
    free = Survey.objects.order_by("-pk")[0]
    assert (free.engine, free.provider, free.plan) == ("extractive", None, {})


def test_a_budget_needs_prices(as_alice: Client, workspace: Workspace, collection: Collection) -> None:
    provider = made(workspace, "mystery-9")
    refused = as_alice.post("/surveys/new", brief(collection, engine=f"provider-{provider.pk}", budget="1"))
    assert refused.status_code == 422
    assert "What mystery-9 costs is not known: set it on the Models page." in refused.content.decode()
    shown = estimate(as_alice, collection, engine=f"provider-{provider.pk}")
    assert shown["Cost"] == "not known" and f"/models/{provider.pk}#prices" in shown["page"]


def test_the_estimate_follows_what_is_chosen(as_alice: Client, workspace: Workspace, collection: Collection) -> None:
    """A range of calls, tokens, time and money; more for a deeper survey, none without a model."""
    provider = made(workspace)
    free = estimate(as_alice, collection)
    assert free["Cost"] == "none" and "Calls" not in free and free["Papers"] == "8"
    chosen = {"engine": f"provider-{provider.pk}"}
    quick = estimate(as_alice, collection, **chosen)
    deep = estimate(as_alice, collection, **chosen, depth="deep")
    low, high = dollars(quick["Cost"])
    assert 0 < low < high <= 1.5 * low + 0.01 and dollars(deep["Cost"])[0] > high
    calls = [int(part) for part in re.findall(r"\d+", quick["Calls"])]
    assert 10 < calls[0] <= calls[1] < 400
    assert " to " in quick["Time"] and "tokens" in quick["Asked"]
    assert "may not be enough" in estimate(as_alice, collection, **chosen, budget="0.01")["page"]
    assert "may not be enough" not in estimate(as_alice, collection, **chosen, budget="50")["page"]


def test_a_refused_form_keeps_what_is_wrong_beside_its_estimate(as_alice: Client, workspace: Workspace) -> None:
    sent = {"title": "Aspects", "depth": "quick", "engine": "extractive", "language": "en"}
    refused = as_alice.post("/surveys/new", sent)
    assert refused.status_code == 422 and "There are no papers yet" in refused.content.decode()


def test_a_copy_keeps_the_provider(as_alice: Client, workspace: Workspace, survey: Survey) -> None:
    provider = made(workspace)
    Survey.objects.filter(pk=survey.pk).update(engine="openai", provider=provider)
    as_alice.post(f"/surveys/{survey.pk}/duplicate")
    assert Survey.objects.order_by("-pk")[0].provider == provider
