"""Asking for reviews, and verdicts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from surveygo.accounts.access import get_article, role_in
from surveygo.accounts.models import Membership
from surveygo.accounts.rules import needs
from surveygo.review import reviews
from surveygo.review.forms import VerdictForm
from surveygo.review.views.threads import shown
from surveygo.surveys.views.request import person


@require_POST
@needs("edit", "article")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a member of the workspace (`reviewer`) for a review."""
    article = get_article(person(request), pk, "edit")
    number = request.POST.get("reviewer", "")
    members = Membership.objects.filter(workspace=article.survey.workspace_id).select_related("user")
    found = members.filter(user=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        return shown(request, article, "Choose a member of this workspace.")
    if role_in(found.user, article.survey.workspace_id) == "viewer":
        return shown(request, article, f"{found.user} may only read here: give them the role of a reviewer first.")
    reviews.ask(article, found.user, person(request))
    return shown(request, article)


@require_POST
@needs("comment", "article")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the article as it is now, or request changes."""
    article = get_article(person(request), pk, "comment")
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return shown(request, article, "Choose whether you approve the article or request changes.")
    reviews.answer(article, person(request), form.cleaned_data["state"], form.cleaned_data["message"])
    return shown(request, article)
