"""What a run will take, before it starts."""

from __future__ import annotations

from pipeline import Brief, Plan
from pipeline.estimate import Estimate, estimate
from surveygo.library.models import Collection
from surveygo.providers.account import terms
from surveygo.surveys.forms import SurveyForm


def estimate_of(collection: Collection | None, form: SurveyForm) -> Estimate:
    """The estimate for a collection, or for none yet, by what is filled in so far."""
    papers = list(collection.papers.values_list("tokens", flat=True)) if collection else []
    asked = form.so_far()
    brief = Brief(asked["title"] or "", asked["instructions"] or "", asked["language"])
    plan = Plan.preset(asked["depth"], words=asked["words"] or 0)
    return estimate(papers, brief, plan, terms(form.provider) if form.provider else None)
