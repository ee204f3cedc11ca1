"""The e-mail to whoever started a run: that it is done, waits, or failed."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from surveygo import mail
from surveygo.accounts.access import can
from surveygo.accounts.addresses import base_address
from surveygo.accounts.signin import OWNER_EMAIL
from surveygo.surveys.models import Run

WATCHED = timedelta(minutes=1)
"""A run that was started or resumed so short a time ago still has its person before the page."""
WORDS = {
    "done": "“{title}” is written",
    "failed": "“{title}” could not be finished",
    "budget": "“{title}” has met its budget and waits",
    "outline": "The outline of “{title}” waits for you",
}


def write(run_id: int, what: str) -> None:
    """Write to the run's creator where it ended or waits for a person; call it in the transaction of that move.

    what: why it waits, or its new status.

    Nothing is written about what a person did (a pause, a cancel), to who has switched it off, or to who may not see
    the survey any more.
    """
    if what not in WORDS or not mail.is_set_up():
        return
    run = Run.objects.select_related("survey", "created_by").get(pk=run_id)
    user, survey = run.created_by, run.survey
    if user is None or not user.run_letters or user.email == OWNER_EMAIL:
        return
    if run.queued > timezone.now() - WATCHED or not can(user, survey.workspace_id, "view"):
        return
    link = base_address() + reverse("run", args=[run.pk])
    context = {"subject": WORDS[what].format(title=survey.title), "text": run.message, "link": link}
    mail.send(user.email, "mail/run", context | {"settings": base_address() + reverse("you")})
