"""Invitations to a workspace: an address that somebody may take once, before it expires or is revoked."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from surveygo import mail
from surveygo.accounts.addresses import base_address
from surveygo.accounts.models import BroughtInvitation, Invitation, Membership, Role, User, Workspace
from surveygo.accounts.tokens import digest, fresh_token

CARRIED = "invitation"
"""Where a visitor's session keeps the token of the invitation that they opened."""


def invite(workspace: Workspace, by: User, role: str, days: int, email: str = "") -> str:
    """Make an invitation and return its address; one with an e-mail address is sent there.

    Whoever opens the address of one that was sent is known to read that mailbox, so nobody else is to be shown it.
    """
    token = fresh_token()
    expires = timezone.now() + timedelta(days=days)
    made = {"workspace": workspace, "invited_by": by, "role": role, "email": email, "expires": expires}
    Invitation.objects.create(digest=digest(token), **made)
    link = base_address() + reverse("join", args=[token])
    if email:
        mail.send(email, "mail/invitation", made | {"inviter": by, "role": Role(role).label.lower(), "link": link})
    return link


def open_ones(workspace: Workspace) -> QuerySet[Invitation]:
    """Those of the workspace that can still be taken, newest first."""
    return workspace.invitations.filter(expires__gt=timezone.now()).order_by("-pk")


def find(token: str) -> Invitation | None:
    """The invitation of that address, if it can still be taken."""
    found = Invitation.objects.filter(digest=digest(token), expires__gt=timezone.now())
    return found.select_related("workspace", "invited_by").first()


def carry(request: HttpRequest, token: str) -> None:
    """Keep an invitation with the visitor while they sign up or in."""
    request.session[CARRIED] = token


def carried(request: HttpRequest) -> Invitation | None:
    """The invitation that the visitor opened, if it can still be taken."""
    token = request.session.get(CARRIED)
    return find(token) if isinstance(token, str) else None


def address(request: HttpRequest) -> str:
    """Where the visitor takes the invitation that they opened; empty where there is none."""
    return reverse("join", args=[request.session[CARRIED]]) if carried(request) else ""


def bring(request: HttpRequest, user: User) -> None:
    """Have the invitation that the visitor opened wait for that person, who is about to sign in.

    They may have to confirm their address first, and do so in a browser that knows nothing of it.
    """
    invitation = carried(request)
    if invitation is not None:
        brought = {"user": user, "digest": invitation.digest}
        BroughtInvitation.objects.get_or_create(**brought, defaults={"workspace": invitation.workspace.name})


def waiting(user: User) -> QuerySet[Invitation]:
    """Those that wait for the person: sent to their confirmed address, or brought along. Oldest first."""
    brought = Q(digest__in=user.brought_invitations.values("digest"))
    found = Invitation.objects.filter(Q(pk__in=_sent_to(user).values("pk")) | brought, expires__gt=timezone.now())
    return found.exclude(workspace__members=user).select_related("workspace", "invited_by").order_by("pk")


def ended(user: User) -> list[str]:
    """The names of the workspaces of those that the person brought along and that are no more."""
    still = Invitation.objects.filter(expires__gt=timezone.now()).values("digest")
    brought = user.brought_invitations.exclude(digest__in=still).order_by("pk")
    return list(brought.values_list("workspace", flat=True))


def may_accept(user: User) -> bool:
    """Whether the person's address is confirmed, where addresses have to be."""
    needed = settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
    return not needed or EmailAddress.objects.filter(user=user, verified=True).exists()


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Workspace | None:
    """Take the invitation: the person becomes a member, once, and the workspace their chosen one.

    A member who takes one keeps the role they have. None is for an invitation that was taken or revoked meanwhile.
    """
    # Of two who come at once only the one whose DELETE hits the row gets in.
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
        return None
    workspace = invitation.workspace
    Membership.objects.get_or_create(workspace=workspace, user=user, defaults={"role": invitation.role})
    user.chosen = workspace
    user.save(update_fields=["chosen"])
    user.brought_invitations.filter(digest=invitation.digest).delete()
    # What else was sent to them has done its work, and must not let them in again after they were removed.
    _sent_to(user).filter(workspace=workspace).delete()
    return workspace


@transaction.atomic
def decline(invitation: Invitation, user: User) -> None:
    """Have it wait no more: one that was sent to the person goes; a link that they brought stays for others."""
    user.brought_invitations.filter(digest=invitation.digest).delete()
    _sent_to(user).filter(pk=invitation.pk).delete()


def _sent_to(user: User) -> QuerySet[Invitation]:
    own = EmailAddress.objects.filter(user=user, verified=True).annotate(small=Lower("email"))
    return Invitation.objects.annotate(small=Lower("email")).filter(small__in=own.values("small"))
