"""Runs with one account know of one another, so that each can keep to its share of the account's limits."""

from __future__ import annotations

import pytest
from django.utils import timezone

from surveygo.accounts.models import Workspace
from surveygo.providers.models import Provider
from surveygo.surveys import machine
from surveygo.surveys.keeper import Keeper
from surveygo.surveys.models import Run, Survey
from tests.web.conftest import make_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def keeper_of(run: Run) -> Keeper:
    """A worker claims the run."""
    claim = machine.claim(run.pk, f"worker {run.pk}")
    assert claim is not None
    return Keeper(claim)


def test_runs_with_one_account_are_counted(survey: Survey, workspace: Workspace) -> None:
    """A run whose lease ran out does not count, nor does one without an account."""
    alone = keeper_of(make_run(survey))
    assert alone.sharers() == 1
    survey.provider = Provider.objects.create(workspace=workspace, kind="compatible", name="Ours", model="big")
    survey.save()
    Run.objects.all().delete()
    first, second = make_run(survey), make_run(survey)
    keepers = [keeper_of(first), keeper_of(second)]
    assert keepers[1].sharers() == 2
    Run.objects.filter(pk=first.pk).update(lease_until=timezone.now())
    keepers.append(keeper_of(make_run(survey)))
    assert keepers[2].sharers() == 2
    for keeper in (alone, *keepers):
        keeper.close()
