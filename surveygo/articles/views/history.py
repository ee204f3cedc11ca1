"""The revisions of an article: what each changed, naming one, and bringing one back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.articles import document, locks
from surveygo.articles.diff import word_diff
from surveygo.articles.models import Revision
from surveygo.articles.views.page import page_context
from surveygo.surveys.views.request import person

TOO_LONG = "A name has at most 100 characters."


@require_GET
@needs("view", "article")
def history(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """All revisions, or with `named` those that have a name; and what revision `number` (by default the newest)
    changed."""
    article = get_article(person(request), pk)
    revisions = list(article.revisions.select_related("author").order_by("-number").defer("markdown"))
    shown = get_object_or_404(Revision, article=article, number=article.revision if number is None else number)
    before = article.revisions.filter(number__lt=shown.number).order_by("-number").first()
    named = [revision for revision in revisions if revision.name]
    only_named = "named" in request.GET
    context = page_context(request, article) | {
        "revisions": named if only_named else revisions,
        "named": len(named),
        "only_named": only_named,
        "shown": shown,
        "before": before,
        "blocks": word_diff(before.markdown, shown.markdown) if before else [],
    }
    return render(request, "articles/history.html", context)


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """A version's name; empty takes it away."""

    class Meta:
        model = Revision
        fields = ("name",)


@require_POST
@needs("edit", "article")
def name(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Name a revision, give it another name, or take its name away."""
    article = get_article(person(request), pk, "edit")
    get_object_or_404(Revision, article=article, number=number)
    form = NameForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data["name"]
        document.name(article, given, person(request), number)
        messages.success(
            request, f"Revision {number} is called “{given}”." if given else f"Revision {number} has no name now."
        )
    else:
        messages.warning(request, TOO_LONG)
    return redirect("revision", article.pk, number)


@require_POST
@needs("edit", "article")
def name_newest(request: HttpRequest, pk: int) -> JsonResponse:
    """Name the text as it is now, with all that was typed; the reply has its number, or why it was refused."""
    article = get_article(person(request), pk, "edit")
    form = NameForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["name"]:
        problem = "Give the version a name." if form.is_valid() else TOO_LONG
        return JsonResponse({"problem": problem}, status=422)
    revision = document.name(article, form.cleaned_data["name"], person(request))
    return JsonResponse({"number": revision.number, "name": revision.name})


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
