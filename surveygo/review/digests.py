"""E-mail about notices that nobody looked at: at once, hourly or daily, as each person wants, and each notice once."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from surveygo import mail
from surveygo.accounts.addresses import base_address
from surveygo.accounts.models import User
from surveygo.accounts.signin import OWNER_EMAIL
from surveygo.review.models import Notice

Frequency = User.Frequency
WAITS = {Frequency.NOW: timedelta(0), Frequency.HOURLY: timedelta(hours=1), Frequency.DAILY: timedelta(days=1)}
"""How long the oldest notice waits for others before a mail tells of all of them."""
SALT = "surveygo.digest"


def sweep() -> None:
    """Write to everybody who has notices for which it is time."""
    if mail.is_set_up():
        for person in User.objects.filter(notices__in=_waiting(), is_active=True).exclude(email=OWNER_EMAIL).distinct():
            _write(person)


def unsubscribe(token: str) -> User:
    """The person of a mail's unsubscribe address gets no more mails about notices.

    Raises:
        BadSignature: for a token that no mail carried.
    """
    person = subscriber(token)
    person.direct_mail = person.other_mail = Frequency.NEVER
    person.save(update_fields=["direct_mail", "other_mail"])
    return person


def subscriber(token: str) -> User:
    """The person of a mail's unsubscribe address.

    Raises:
        BadSignature: for a token that no mail carried, or whose person is gone.
    """
    person = User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    if person is None:
        raise signing.BadSignature("nobody")
    return person


def address(person: User) -> str:
    """Where a person's mails about notices are ended."""
    return base_address() + reverse("unsubscribe", args=[signing.dumps(person.pk, salt=SALT)])


def _waiting() -> QuerySet[Notice]:
    """The notices that nobody looked at or was written about, of workspaces to which their people still belong."""
    return Notice.objects.filter(seen=False, mailed=False, article__survey__workspace__members=F("person"))


@transaction.atomic
def _write(person: User) -> None:
    wanted = {direct: _frequency(person, direct) for direct in (True, False)}
    found = [notice for notice in _waiting().filter(person=person).order_by("pk") if wanted[notice.direct] in WAITS]
    now = timezone.now()
    if not any(notice.created <= now - WAITS[wanted[notice.direct]] for notice in found):
        return
    # Another process may sweep too: a notice is told by whoever marks it first.
    mine = [notice for notice in found if Notice.objects.filter(pk=notice.pk, mailed=False).update(mailed=True)]
    if mine:
        base, end = base_address(), address(person)
        rows = [(notice.text, base + link(notice)) for notice in mine]
        context = {"rows": rows, "settings": base + reverse("you"), "unsubscribe": end}
        mail.send(person.email, "mail/notices", context, unsubscribe=end)


def link(notice: Notice) -> str:
    """Where on the site a notice leads."""
    thread = f"#thread-{notice.thread_id}" if notice.thread_id else ""
    return reverse("article", args=[notice.article_id]) + thread


def _frequency(person: User, direct: bool) -> Frequency:
    return Frequency(person.direct_mail if direct else person.other_mail)
