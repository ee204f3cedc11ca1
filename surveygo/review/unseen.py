"""How many notices a person has not seen yet, for the head of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from surveygo.accounts.models import User
from surveygo.review.models import Notice


def notices(request: HttpRequest) -> dict[str, object]:
    """The template variable `unseen`; counted only where a page shows it."""
    return {"unseen": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return 0
    return Notice.objects.filter(person=user, seen=False, article__survey__workspace__members=user).count()
