"""What every view asks of its request."""

from __future__ import annotations

from django.http import HttpRequest

from surveygo.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is signed in; the middleware let nobody else through."""
    assert isinstance(request.user, User)
    return request.user
