"""What a person does with a search: begin it, choose among its candidates, go on to the texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from surveygo.accounts.models import User
from surveygo.searches import claims
from surveygo.searches.models import Candidate, Search
from surveygo.surveys.models import Survey

Status, Phase = Search.Status, Search.Phase
YES, NO = "You chose it.", "You left it out."


@transaction.atomic
def begin(survey: Survey, user: User, fields: Mapping[str, Any]) -> Search:
    """A new search for the survey's papers, put before the workers; it takes the place of an earlier one."""
    for earlier in survey.searches.filter(status__in=(Status.QUEUED, Status.RUNNING, Status.READY)):
        claims.cancel(earlier)
    search = Search.objects.create(survey=survey, created_by=user, **fields)
    claims.queue(search, Phase.FIND, only=(Status.QUEUED,))
    return search


@transaction.atomic
def again(search: Search, user: User) -> bool:
    """Search once more after a failure or a cancel; what was chosen of the candidates is kept where there are some."""
    phase = Phase.FETCH if search.candidates.exists() and search.phase == Phase.FETCH else Phase.FIND
    return claims.queue(search, phase, only=(Status.FAILED, Status.CANCELLED), created_by=user)


def choose(candidate: Candidate, included: bool) -> None:
    """Take the candidate in or leave it out, as a person says."""
    if candidate.included == included:
        return
    fate = candidate.found.judged("include", YES) if included else candidate.found.judged("exclude", NO, "person")
    Candidate.objects.filter(pk=candidate.pk).update(data=fate.to_data(), included=included, decided=True)
    candidate.refresh_from_db()


@transaction.atomic
def choose_exactly(search: Search, included: Collection[int], shown: Collection[int]) -> None:
    """Of the candidates that were shown, take in these and leave out the others."""
    for candidate in search.candidates.filter(pk__in=shown):
        choose(candidate, candidate.pk in included)


@transaction.atomic
def settle(search: Search, first: str, second: str, keep: str) -> None:
    """Decide on a pair that may be one work: leave out the one that is not `keep`, or with neither take both as two."""
    pairs = [pair for pair in search.pairs if (pair["first"], pair["second"]) != (first, second)]
    if len(pairs) == len(search.pairs):
        return
    if keep in (first, second):
        for candidate in search.candidates.filter(key=(second if keep == first else first)[:500]):
            choose(candidate, False)
    Search.objects.filter(pk=search.pk).update(pairs=pairs)
    search.pairs = pairs


@transaction.atomic
def fetch(search: Search, user: User) -> bool:
    """Have the texts of the chosen candidates fetched, and the survey written; False where the search is elsewhere."""
    return claims.queue(search, Phase.FETCH, only=(Status.READY,), created_by=user)
