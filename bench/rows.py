"""Rows of a measured survey in an installation, once Django is set up."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline import Plan

if TYPE_CHECKING:
    from surveygo.surveys.models import Run


def run(**fields: str) -> Run:
    """A run, with `fields`, of an empty survey of the workspace's owner."""
    from surveygo.accounts.signin import local_owner
    from surveygo.library.models import Collection
    from surveygo.surveys.models import Run, Survey

    owner = local_owner()
    workspace = owner.memberships.get().workspace
    collection = Collection.objects.create(workspace=workspace, created_by=owner)
    survey = Survey.objects.create(workspace=workspace, collection=collection, title="Measured", created_by=owner)
    return Run.objects.create(survey=survey, plan=asdict(Plan()), created_by=owner, **fields)
