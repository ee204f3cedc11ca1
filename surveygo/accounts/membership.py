"""Who belongs to a workspace: changing roles, leaving, and the owner who cannot go."""

from __future__ import annotations

from django.db import transaction

from surveygo.accounts.models import Membership, Role, Workspace


class LastOwner(Exception):
    """A workspace would be left without an owner; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("A workspace needs an owner: make somebody else one first.")


@transaction.atomic
def change_role(membership: Membership, role: str) -> None:
    """Give a member another role.

    Raises:
        LastOwner: they are the only owner, and would not be one any more.
    """
    _keep_an_owner(membership, role)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def remove(membership: Membership) -> None:
    """Take a member out; what they wrote stays.

    Raises:
        LastOwner: they are the only owner.
    """
    _keep_an_owner(membership, None)
    membership.delete()


@transaction.atomic
def found(name: str, user_id: int) -> Workspace:
    """A new workspace, with that person as its owner."""
    workspace = Workspace.objects.create(name=name)
    Membership.objects.create(workspace=workspace, user_id=user_id, role=Role.OWNER)
    return workspace


def _keep_an_owner(membership: Membership, role: str | None) -> None:
    # Two owners who leave at the same moment wait for each other here.
    list(Workspace.objects.select_for_update().filter(pk=membership.workspace_id))
    others = Membership.objects.filter(workspace=membership.workspace_id, role=Role.OWNER).exclude(pk=membership.pk)
    if role != Role.OWNER and not others.exists():
        raise LastOwner
