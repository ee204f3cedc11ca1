"""E-mail: kept until a server took it, tried again, and given up in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from surveygo import environment, mail
from surveygo.accounts.models import Mail
from surveygo.environment import BadSetting
from surveygo.mailserver import mail_server as settings_of
from tests.web.smtp import MailServer, mail_of_site

pytestmark = pytest.mark.django_db

WORDS = {"inviter": "Ann\r\nBcc: x@example.org <b>", "workspace": "R & D", "role": "editor", "link": "http://x/y"}
CONTEXT = WORDS | {"expires": timezone.now()}


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[MailServer]:
    """A mail server that the site is set up for."""
    with mail_of_site(settings) as server:
        yield server


def test_a_mail_arrives_as_text_and_html(
    letterbox: MailServer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Through a task of the short cluster; names can add no header, and the row is gone afterwards."""
    with django_capture_on_commit_callbacks(execute=True):
        mail.send("bob@example.org", "mail/invitation", CONTEXT)
    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == ("surveygo.mail.post", (Mail.objects.get().pk, 0))
    mail.post(*task["args"])
    mail.post(*task["args"])
    (message,) = letterbox.taken
    assert (message["To"], message["From"]) == ("bob@example.org", "SurveyGO <survey@example.org>")
    assert message["Subject"] == "Ann Bcc: x@example.org <b> invites you to R & D on SurveyGO"
    assert message["Bcc"] is None
    text, html = (part.get_content() for part in message.iter_parts())
    assert "“R & D”" in text
    assert "“R &amp; D”" in html and "<b>" not in html
    assert not Mail.objects.exists()


def test_a_mail_waits_for_a_server_that_is_busy(letterbox: MailServer) -> None:
    """It is delivered again by the sweep when its time has come, and given up after the last try."""
    letterbox.busy = True
    mail.send("bob@example.org", "mail/invitation", CONTEXT)
    pk = Mail.objects.get().pk
    mail.post(pk, 0)
    mail.sweep()
    assert not OrmQ.objects.exists()
    Mail.objects.update(due=F("due") - timedelta(days=2))
    mail.sweep()
    mail.sweep()
    assert [task.task["args"] for task in OrmQ.objects.all()] == [(pk, 1)]
    mail.post(pk, 1)
    assert Mail.objects.get().tries == 2
    mail.post(pk, 1)
    assert Mail.objects.get().tries == 2
    Mail.objects.update(tries=mail.MOST_TRIES - 1)
    mail.post(pk, mail.MOST_TRIES - 1)
    assert not Mail.objects.exists()
    assert letterbox.taken == []


def test_nothing_is_kept_where_no_mail_is_set_up() -> None:
    """Sending does nothing then, and pages can ask."""
    assert not mail.is_set_up()
    mail.send("bob@example.org", "mail/invitation", CONTEXT)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtps://me%40x:p%3Aw@mail.example.org", ("mail.example.org", 465, "me@x", "p:w", True, False)),
        ("smtp+tls://mail.example.org:2525", ("mail.example.org", 2525, "", "", False, True)),
    ],
)
def test_a_server_is_one_address(url: str, expected: tuple[object, ...]) -> None:
    """Scheme, names and port make Django's settings."""
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(settings_of(url)[f"EMAIL_{name}"] for name in names) == expected


def test_a_server_needs_a_sender() -> None:
    """The start is refused with a sentence otherwise."""
    with pytest.raises(BadSetting, match="SURVEYGO_EMAIL_FROM"):
        environment.read({"SURVEYGO_EMAIL_URL": "smtp://mail.example.org"})
