"""The journal of a question: what a model answered to it is paid once."""

from __future__ import annotations

from contextlib import AbstractContextManager

from surveygo import leases
from surveygo.assist.models import Assist
from surveygo.surveys.journal import RowJournal


class AssistJournal(RowJournal):
    """Written under the question's claim. before: US dollars that the survey cost already, which its budget counts and
    this row does not."""

    def __init__(self, assist: Assist, before: float) -> None:
        survey = assist.article.survey
        super().__init__(f"assist {assist.pk}", workspace=survey.workspace_id, survey=survey.pk)
        self._assist, self._before = assist, before

    def _fenced(self) -> AbstractContextManager[object]:
        return leases.fenced(self._assist)

    def _keep_spent(self, dollars: float) -> None:
        with self._fenced():
            Assist.objects.filter(pk=self._assist.pk).update(cost=max(0.0, dollars - self._before))
