"""Whether this installation belongs to one person or to a team."""

from __future__ import annotations

from django.utils import timezone

from surveygo.accounts.models import Installation

ONLY = 1
"""The key of the one row."""


def is_team() -> bool:
    """Whether the installation has been turned into a team one."""
    return Installation.objects.filter(pk=ONLY, team_since__isnull=False).exists()


def become_team() -> None:
    """Turn the installation into a team one; there is no way back, and a second call changes nothing."""
    Installation.objects.get_or_create(pk=ONLY)
    Installation.objects.filter(pk=ONLY, team_since=None).update(team_since=timezone.now())
