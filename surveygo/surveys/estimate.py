"""What a run will take, before it starts."""

from __future__ import annotations

from pipeline import Brief, Plan
from pipeline.engines import Provider
from pipeline.estimate import Estimate
from pipeline.estimate import estimate as estimate_run
from surveygo.library.models import Collection


def estimate(collection: Collection | None, brief: Brief, plan: Plan, provider: Provider | None = None) -> Estimate:
    """The estimate for a collection, or for none yet. provider: the account of a language model."""
    papers = list(collection.papers.values_list("tokens", flat=True)) if collection else []
    return estimate_run(papers, brief, plan, provider)
