"""What a changed membership and a session that begins or ends set off."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from surveygo.accounts.models import Membership, User
from surveygo.accounts.sockets import recheck


@receiver([post_save, post_delete], sender=Membership)
def membership_changed(instance: Membership, **_: Any) -> None:
    """Once the change is committed."""
    transaction.on_commit(partial(recheck, instance.user_id))


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Every session can be seen and ended, those that a printed address began as well."""
    # A request that comes from nowhere is a program's own.
    if "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request, user=user)


@receiver(post_delete, sender=UserSession)
def session_ended(instance: UserSession, **_: Any) -> None:
    """Somebody signed out everywhere else."""
    transaction.on_commit(partial(recheck, instance.user_id))


@receiver([password_changed, password_reset, password_set])
def password_is_new(user: User, **_: Any) -> None:
    """Sessions that knew the old one have ended."""
    transaction.on_commit(partial(recheck, user.pk))


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Sockets of the session that has just ended close."""
    if user is not None:
        transaction.on_commit(partial(recheck, user.pk))
