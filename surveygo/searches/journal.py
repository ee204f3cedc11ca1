"""The journal of a search: what a model was asked is paid once, whichever worker goes on with it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from surveygo import leases
from surveygo.searches.models import Search
from surveygo.surveys.journal import RowJournal


class SearchJournal(RowJournal):
    """Written under the search's claim. before: US dollars that the survey's other searches cost, which its budget
    counts and this search's row does not."""

    def __init__(self, search: Search, before: float) -> None:
        super().__init__(f"search {search.pk}", workspace=search.survey.workspace_id, survey=search.survey_id)
        self._search, self._before = search, before

    def _fenced(self) -> AbstractContextManager[object]:
        return leases.fenced(self._search)

    def _keep_spent(self, dollars: float) -> None:
        with self._fenced():
            Search.objects.filter(pk=self._search.pk).update(cost=max(0.0, dollars - self._before))
