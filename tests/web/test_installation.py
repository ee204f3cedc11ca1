"""An installation of one person becomes one of a team, once."""

from __future__ import annotations

import pytest

from surveygo.accounts.installation import become_team, is_team
from surveygo.accounts.models import Installation

pytestmark = pytest.mark.django_db


def test_an_installation_becomes_a_team_one_once() -> None:
    """It begins as one person's; the moment of the change stays."""
    assert not is_team()
    become_team()
    assert is_team()
    since = Installation.objects.get().team_since
    become_team()
    assert Installation.objects.get().team_since == since
