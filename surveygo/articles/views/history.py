"""The revisions of an article: what each changed, and bringing one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.articles import document, locks
from surveygo.articles.diff import word_diff
from surveygo.articles.models import Revision
from surveygo.articles.views.page import page_context
from surveygo.surveys.views.request import person


@require_GET
@needs("view", "article")
def history(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """All revisions, and what revision `number` (the newest, if none is asked for) changed."""
    article = get_article(person(request), pk)
    revisions = list(article.revisions.select_related("author").order_by("-number").defer("markdown"))
    shown = get_object_or_404(Revision, article=article, number=article.revision if number is None else number)
    before = article.revisions.filter(number__lt=shown.number).order_by("-number").first()
    context = page_context(request, article) | {
        "revisions": revisions,
        "shown": shown,
        "before": before,
        "blocks": word_diff(before.markdown, shown.markdown) if before else [],
    }
    return render(request, "articles/history.html", context)


@require_POST
@needs("edit", "article")
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Bring back an earlier revision's text as the newest one."""
    article = get_article(person(request), pk, "edit")
    get_object_or_404(Revision, article=article, number=number)
    try:
        revision = document.restore(article, number, request.POST.get("base", ""), person(request))
    except (document.Conflict, locks.Locked) as conflict:
        messages.warning(request, str(conflict))
        return redirect("history", article.pk)
    messages.success(request, f"Revision {number} is back, as revision {revision.number}.")
    return redirect("history", article.pk)
