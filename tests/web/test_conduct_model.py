"""Runs that a language model writes: over the wire, within their budget, and silent about keys and prompts."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core import serializers
from django.test import Client

from pipeline.events import SectionText
from surveygo.accounts.models import Workspace
from surveygo.articles.models import Article
from surveygo.providers.models import Provider
from surveygo.surveys import control, machine
from surveygo.surveys.calls import gather
from surveygo.surveys.conduct import conduct
from surveygo.surveys.fragments import STAGE_NAMES, every_part, state_of
from surveygo.surveys.models import Call, Event, Run, Survey
from surveygo.surveys.recorder import Recorder
from tests.simulated_model.faults import Faults
from tests.simulated_model.server import Model, Pace, simulated
from tests.web.conftest import make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.usefixtures("short_pauses")]
KEY = "sk-testing-0123456789-wxyz"
PRICE: dict[str, Any] = {"prompt": 1.0, "cached": 0.5, "reply": 5.0, "on": "2026-11-27"}


@pytest.fixture(autouse=True)
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test has an installation's key of its own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def model() -> Iterator[Model]:
    """A fast simulated model that takes one key, answers briefly and remembers its prompts."""
    running = Model(Pace(0.002, 1_000_000), Faults(key=KEY))
    running.sizes = {**running.sizes, "outline": 600, "digest": 200, "edits": 200, "section": 150, "table": 200}
    running.log.keep = True
    with simulated(running):
        yield running


@pytest.fixture
def provider(workspace: Workspace, model: Model) -> Provider:
    """An account with the model, whose judge is another one."""
    provider = Provider(workspace=workspace, kind="compatible", name="Ours", model="big", roles={"judge": "small"})
    provider.base_url, provider.prices = f"{model.address}/v1", {"big": PRICE, "small": PRICE}
    provider.set_key(KEY)
    provider.save()
    return provider


def started(survey: Survey, provider: Provider | None, **plan: Any) -> Run:
    """A queued run of the survey with that provider."""
    survey.engine, survey.provider, survey.plan = "openai", provider, plan
    survey.save()
    return make_run(survey)


def paid(model: Model) -> float:
    """What all calls cost that the server answered."""
    cost = 0.0
    for call in model.log.calls:
        fresh = call.prompt_tokens - call.shared_tokens
        cost += (
            fresh * PRICE["prompt"] + call.shared_tokens * PRICE["cached"] + call.reply_tokens * PRICE["reply"]
        ) / 1e6
    return cost


def test_a_model_writes_a_survey_and_every_call_is_counted(
    survey: Survey, provider: Provider, model: Model, as_alice: Client
) -> None:
    """Calls, tokens and cost of the page are those of the server, by stage and step."""
    run = started(survey, provider)
    conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.message
    article = Article.objects.get(run=run)
    assert article.record["engine_label"] == f"big ({model.address}/v1)"
    calls = [event.data for event in run.events.filter(kind="calls")]
    assert sum(row["calls"] for row in calls) == len(model.log.calls)
    digests = sum(row["calls"] for row in calls if row["step"] == "digest")
    assert digests == Counter(call.question for call in model.log.calls)["digest"]
    assert run.tokens == sum(call.prompt_tokens + call.reply_tokens for call in model.log.calls)
    assert run.cached_tokens == sum(call.shared_tokens for call in model.log.calls) > 0
    assert run.cost == pytest.approx(paid(model))
    assert Call.objects.filter(survey=survey, model="small").exists()
    page = as_alice.get(f"/runs/{run.pk}/calls").content.decode()
    assert f"{digests} " in page.replace("</td>", " ") and "Reading papers" in page and "Checking claims" in page
    live = every_part(run, state_of(run))
    rows = [re.sub(r"\s+", " ", part) for part in re.findall(r"<tbody>.*?</tbody>", page, re.S)]
    assert rows and all(row in re.sub(r"\s+", " ", live) for row in rows)


def test_a_section_that_is_asked_for_again_starts_from_nothing(
    survey: Survey, provider: Provider, model: Model
) -> None:
    """Where an answer breaks off or cannot be used, its text goes from the page before the next comes."""
    texts: list[str] = []
    run = started(survey, provider)
    model.faults = Faults({"cut_off": 0.4}, key=KEY, seed=3)
    model.pace = Pace(0.002, 2_000)
    with patch.object(
        Recorder, "emit", lambda self, event: texts.append(event.markdown) if isinstance(event, SectionText) else None
    ):
        conduct(run.pk)
    assert "" in texts and len(texts) > 5
    reset = texts.index("")
    assert len(texts[reset - 1]) > 0


def test_steps_are_gathered_by_stage_over_all_attempts() -> None:
    counted = ("calls", "replayed", "prompt_tokens", "cached_tokens", "completion_tokens", "failed", "again")
    used: dict[str, Any] = {name: 0 for name in (*counted, "cost", "seconds")}  # noqa: C420
    first = used | {
        "stage": "write",
        "step": "leaf",
        "calls": 3,
        "prompt_tokens": 900,
        "cached_tokens": 300,
        "cost": 0.2,
    }
    second = first | {"calls": 1, "replayed": 3, "failed": 1, "again": 1, "attempt": 2}
    other = used | {"stage": "digest", "step": "digest", "calls": 5}
    digest, write, whole = gather([first, second, other], STAGE_NAMES)
    assert (digest.name, digest.calls, digest.steps[0].name) == ("digests", 5, "reading papers")
    assert (write.calls, write.kept, write.repeated, write.cached_share) == (4, 3, 2, 33)
    assert (whole.calls, whole.cost) == (9, 0.4) and gather([], STAGE_NAMES) == []


def test_a_run_pauses_at_its_budget_and_goes_on_with_more(
    survey: Survey, provider: Provider, model: Model, as_alice: Client
) -> None:
    """Twice; nothing is asked twice, and no budget is overshot by what the server charged."""
    run = started(survey, provider, budget=0.06)
    for budget, more in ((0.06, 0.12), (0.12, 3.0)):
        conduct(run.pk)
        run.refresh_from_db()
        assert (run.status, run.reason) == ("paused", "budget"), run.message
        assert f"The budget of ${budget:.2f} does not cover the next call" in run.message
        assert paid(model) <= budget and run.cost == pytest.approx(paid(model))
        page = as_alice.get(f"/runs/{run.pk}").content.decode()
        assert "New budget in US dollars" in page
        short = as_alice.post(f"/runs/{run.pk}/resume", {"budget": "0.01"}, HTTP_HX_REQUEST="true")
        assert "is spent already: give it a budget above that" in short.content.decode()
        as_alice.post(f"/runs/{run.pk}/resume", {"budget": f"{more}"})
        run.refresh_from_db()
        assert (run.status, run.plan["budget"]) == ("queued", more)
    conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.message
    assert max(Counter((call.prompt, call.seed) for call in model.log.calls).values()) == 1
    assert run.cost == pytest.approx(paid(model))


def test_what_a_dead_worker_may_have_spent_counts(survey: Survey, provider: Provider, model: Model) -> None:
    """Its answers are lost with it; the next attempt takes them as paid for and stays below the budget."""
    run = started(survey, provider, budget=0.2)
    claim = machine.claim(run.pk, "elsewhere")
    assert claim
    Run.objects.filter(pk=run.pk).update(spent=0.19, cost=0.05)
    Run.objects.filter(pk=run.pk).update(lease_until="2020-01-01T00:00Z")
    machine.expire()
    conduct(run.pk)
    run.refresh_from_db()
    assert (run.status, run.reason) == ("paused", "budget")
    assert paid(model) <= 0.01


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"faults": Faults(key="another")}, "does not accept the key; check the key on the Models page"),
        ({"model": "nosuch"}, "has no model “nosuch”; check the model's name"),
        (
            {"faults": Faults(key=KEY, quota=5)},
            "has no quota left; add credit there or set another key on the Models page",
        ),
        ({"key": ""}, "does not accept the key; check the key on the Models page"),
        ({"gone": True}, "Its provider was removed from the Models page"),
    ],
)
def test_what_is_wrong_with_an_account_names_the_models_page(
    survey: Survey, provider: Provider, model: Model, as_alice: Client, changes: dict[str, Any], sentence: str
) -> None:
    """At once, without trying again, and the page leads there."""
    run = started(survey, provider)
    model.faults = changes.get("faults", model.faults)
    provider.model = changes.get("model", provider.model)
    provider.set_key(changes.get("key", KEY))
    provider.save()
    if changes.get("gone"):
        provider.delete()
    conduct(run.pk)
    run.refresh_from_db()
    assert run.status == "failed" and sentence in run.message
    assert len(model.log.calls) < 20
    page = as_alice.get(f"/runs/{run.pk}").content.decode()
    assert sentence.partition("“")[0] in page and "To the models" in page
    assert control.resume(run)


def test_neither_key_nor_prompt_is_written_anywhere(
    survey: Survey,
    provider: Provider,
    model: Model,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Not to a log at its most talkative, not to events, journal or rows, whether a run fails or is written."""
    caplog.set_level(logging.DEBUG)
    model.faults = Faults({"error": 0.1, "malformed": 0.1, "cut_off": 0.05}, key=KEY)
    first = started(survey, provider)
    conduct(first.pk)
    model.faults = Faults({"error": 0.3}, key="another")
    Call.objects.filter(step="leaf").delete()
    conduct(make_run(survey).pk)
    rows = [
        *Run.objects.all(),
        *Event.objects.all(),
        *Call.objects.all(),
        *Provider.objects.all(),
        *Survey.objects.all(),
    ]
    written = serializers.serialize("json", rows) + caplog.text + "".join(capfd.readouterr())
    assert KEY not in written and KEY[:-4] not in written
    instructions = {call.prompt[:200].strip() for call in model.log.calls}
    assert len(instructions) > 5
    assert [text for text in instructions if text[:80] in written] == []
