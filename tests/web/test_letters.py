"""E-mail about runs: to who started them, when they end or wait, unless that is switched off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from surveygo.accounts.installation import become_team
from surveygo.accounts.models import Mail, Membership, User
from surveygo.surveys import machine
from surveygo.surveys.models import Run, Survey
from tests.web.conftest import make_run

pytestmark = pytest.mark.django_db
Status = Run.Status


@pytest.fixture(autouse=True)
def mail_server(settings: Settings) -> None:
    """E-mail is set up; what is sent stays a row."""
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": "smtp://127.0.0.1:9"}


@pytest.fixture
def begun(survey: Survey, bob: User) -> Run:
    """A run that bob started an hour ago."""
    run = make_run(survey, created_by=bob)
    Run.objects.filter(pk=run.pk).update(queued=timezone.now() - timedelta(hours=1))
    return run


def end(run: Run, to: Status, reason: str = "", message: str = "") -> None:
    """What a worker does with it."""
    claim = machine.claim(run.pk, "here")
    assert claim
    machine.finish(claim, to, reason=reason, message=message)


@pytest.mark.parametrize(
    ("to", "reason", "subject"),
    [
        (Status.DONE, "", "“Aspect sentiment” is written"),
        (Status.FAILED, "", "“Aspect sentiment” could not be finished"),
        (Status.PAUSED, "budget", "“Aspect sentiment” has met its budget and waits"),
        (Status.PAUSED, "outline", "The outline of “Aspect sentiment” waits for you"),
    ],
)
def test_who_started_a_run_is_told_how_it_ends(begun: Run, to: Status, reason: str, subject: str) -> None:
    end(begun, to, reason, "Why <b> & how.")
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == ("bob@example.org", subject)
    assert "Why <b> & how." in letter.text and f"/runs/{begun.pk}" in letter.text and "/you" in letter.text
    assert "Why &lt;b&gt; &amp; how." in letter.html


def test_nobody_is_told_what_they_did_themselves(begun: Run) -> None:
    end(begun, Status.PAUSED, "user", "Paused.")
    machine.requeue(begun.pk)
    end(begun, Status.CANCELLED)
    assert not Mail.objects.exists()


def test_nobody_is_told_who_sits_before_the_page_or_may_not_see_it(begun: Run, survey: Survey, bob: User) -> None:
    end(make_run(survey, created_by=bob), Status.DONE)
    Membership.objects.filter(user=bob).delete()
    end(begun, Status.DONE)
    assert not Mail.objects.exists()


def test_it_can_be_switched_off(begun: Run, bob: User, client: Client) -> None:
    become_team()
    client.force_login(bob)
    assert "Write to me when a run" in client.get("/you").content.decode()
    client.post("/you/letters")
    end(begun, Status.DONE)
    assert not Mail.objects.exists()
    client.post("/you/letters", {"run_letters": "on"})
    bob.refresh_from_db()
    assert bob.run_letters


def test_without_a_mail_server_nothing_is_written(begun: Run, settings: Settings) -> None:
    settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": ""}
    end(begun, Status.DONE)
    assert not Mail.objects.exists()
