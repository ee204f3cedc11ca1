"""What concerns a person: the list, and marking it as seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.rules import needs
from surveygo.review.models import Notice
from surveygo.surveys.views.request import person

SHOWN = 100


@require_GET
@needs("account")
def show(request: HttpRequest) -> HttpResponse:
    """The newest first, of the workspaces the person still belongs to."""
    user = person(request)
    found = Notice.objects.filter(person=user, article__survey__workspace__members=user)
    notices = found.select_related("actor", "article").order_by("-pk")[:SHOWN]
    return render(request, "review/notices.html", {"notices": notices})


@require_POST
@needs("account")
def seen(request: HttpRequest) -> HttpResponse:
    """All of them are seen."""
    Notice.objects.filter(person=person(request), seen=False).update(seen=True)
    return redirect("notices")
