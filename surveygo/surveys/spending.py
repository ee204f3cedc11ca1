"""What a run's budget was spent on: the run itself, the survey's searches, and help with its article."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.db.models import Sum

from surveygo.surveys.models import Run


@dataclass(frozen=True)
class Spending:
    """US dollars. limit: the budget, 0 for none; writing, searches, help: what is gone for each."""

    limit: float
    writing: float
    searches: float
    help: float

    @property
    def gone(self) -> float:
        """What counts in the budget."""
        return self.writing + self.searches + self.help

    @property
    def suggested(self) -> float:
        """What a person may want to give in place of a budget that was not enough."""
        return ceil(max(2 * self.limit, 1.5 * self.gone) * 100) / 100

    def covers(self, dollars: float) -> bool:
        """Whether the budget has room for so much more."""
        return not self.limit or self.gone + dollars <= self.limit


def spending(run: Run) -> Spending:
    """What is gone of a run's budget."""
    searches = run.survey.searches.aggregate(cost=Sum("cost"))["cost"] or 0.0
    helped = run.survey.articles.aggregate(cost=Sum("assists__cost"))["cost"] or 0.0
    return Spending(float(run.plan.get("budget", 0.0)), run.gone, searches, helped)
