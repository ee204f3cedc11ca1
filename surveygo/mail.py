"""E-mail: written by the web, sent by a worker of the `short` cluster, tried again where the server refuses it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_q.tasks import async_task

from surveygo import outage
from surveygo.accounts.addresses import base_address
from surveygo.accounts.models import Mail

MOST_TRIES = 10
"""The waits between them double from two minutes, which makes most of a day."""

log = logging.getLogger(__name__)


def is_set_up() -> bool:
    """Whether this installation can send e-mail; pages offer what needs it only then."""
    return bool(settings.ENV["SURVEYGO_EMAIL_URL"])


def send(to: str, template: str, context: Mapping[str, Any], *, unsubscribe: str = "") -> None:
    """Send one person an e-mail, once the transaction is committed; does nothing where e-mail is not set up.

    Args:
        to: the address, without a name.
        template: `mail/invitation` stands for the templates `mail/invitation_subject.txt` (one line),
            `mail/invitation_message.txt` and `mail/invitation_message.html`.
        context: what the templates show; `base` is there too, the site's address without a slash at its end.
        unsubscribe: the address that ends mails of this kind by one POST (RFC 8058).
    """
    if not is_set_up():
        return
    known = {"base": base_address()} | dict(context)
    mail = Mail.objects.create(
        to=to,
        # A line break in a subject would begin a header of its own.
        subject=" ".join(render_to_string(f"{template}_subject.txt", known).split())[:200],
        text=render_to_string(f"{template}_message.txt", known).strip() + "\n",
        html=render_to_string(f"{template}_message.html", known),
        unsubscribe=unsubscribe,
        due=_patience(),
    )
    transaction.on_commit(partial(deliver, mail.pk, 0))


def deliver(pk: int, tries: int) -> None:
    """Put a mail before the workers; where the queue is down, the sweep does it later."""
    try:
        async_task("surveygo.mail.post", pk, tries, cluster="short", task_name=f"mail {pk}", save=False)
    except outage.errors() as error:
        log.warning("Mail %s could not be delivered to a worker yet: %s", pk, error)


def post(pk: int, tries: int) -> None:
    """Hand a mail to the server; does nothing where another worker was faster. tries: how often it was tried before."""
    again = timezone.now() + timedelta(minutes=2 ** (tries + 1))
    if not Mail.objects.filter(pk=pk, tries=tries).update(tries=tries + 1, due=again):
        return
    mail = Mail.objects.get(pk=pk)
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to])
    if mail.unsubscribe:
        message.extra_headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        if mail.tries < MOST_TRIES:
            log.warning("Mail %s was not taken by the server and is tried again: %s", pk, error)
            return
        log.error("Mail %s to %s is given up after %s tries: %s", pk, mail.to, mail.tries, error)  # noqa: TRY400
    mail.delete()


def sweep() -> None:
    """Deliver again what waits for long: its task was lost, or the server did not take it."""
    for pk, tries in Mail.objects.filter(due__lt=timezone.now()).values_list("pk", "tries"):
        if Mail.objects.filter(pk=pk, tries=tries, due__lt=timezone.now()).update(due=_patience()):
            deliver(pk, tries)


def _patience() -> Any:
    return timezone.now() + timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])
