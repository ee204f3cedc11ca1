"""Locking and unlocking an article."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.review import locking
from surveygo.review.views.threads import shown
from surveygo.surveys.views.request import person


@require_POST
@needs("edit", "article")
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the article's text as it was approved."""
    article = get_article(person(request), pk, "edit")
    try:
        locking.lock(article, person(request))
    except locking.NotApproved as error:
        return shown(request, article, str(error))
    return shown(request, article)


@require_POST
@needs("edit", "article")
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the text be changed again."""
    article = get_article(person(request), pk, "edit")
    locking.unlock(article, person(request))
    return shown(request, article)
