"""Signing in by an address that works once, and the local owner of a fresh installation."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from surveygo.accounts.models import Membership, Role, SigninToken, User, Workspace
from surveygo.accounts.tokens import digest, fresh_token

OWNER_EMAIL = "owner@localhost"
VALID = timedelta(hours=24)


@transaction.atomic
def local_owner() -> User:
    """The owner of this installation, made with a workspace of their own at the first call."""
    membership = Membership.objects.filter(role=Role.OWNER).select_related("user").order_by("pk").first()
    if membership is not None:
        return membership.user
    user = User.objects.filter(email=OWNER_EMAIL).first() or User.objects.create_user(OWNER_EMAIL, name="Owner")
    workspace = Workspace.objects.create(name="My workspace")
    Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    return user


def new_token(user: User) -> str:
    """A fresh token that signs `user` in once within a day; spent and expired ones are swept out on the way."""
    token = fresh_token()
    SigninToken.objects.filter(expires__lt=timezone.now()).delete()
    SigninToken.objects.create(user=user, digest=digest(token), expires=timezone.now() + VALID)
    return token


@transaction.atomic
def redeem(token: str) -> User | None:
    """The user a token belongs to, once; None for a token that is unknown, spent or expired."""
    found = SigninToken.objects.filter(digest=digest(token), expires__gte=timezone.now()).select_related("user").first()
    # Two requests with one token: only the one whose DELETE hits a row gets in.
    if found is None or not SigninToken.objects.filter(pk=found.pk).delete()[0]:
        return None
    return found.user if found.user.is_active else None
