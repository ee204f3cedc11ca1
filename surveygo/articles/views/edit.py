"""Editing an article: the page, saving, the preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.articles import document
from surveygo.articles.diff import word_diff
from surveygo.articles.reading import Reading
from surveygo.surveys.views.request import person


@require_GET
@needs("edit", "article")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The Markdown source beside its preview."""
    article = get_article(person(request), pk, "edit")
    reading = Reading(article)
    keys = [{"key": key, "title": work.title} for key, work in reading.works.items()]
    context = {"article": article, "preview": reading.preview(article.markdown), "keys": keys}
    return render(request, "articles/edit.html", context)


@require_POST
@needs("edit", "article")
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a new text from the editor; one that does not follow from the newest is refused, with what is newer."""
    article = get_article(person(request), pk, "edit")
    # Forms travel with CRLF.
    text, base = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("base", "")
    try:
        revision = document.change(article, base, text, person(request))
    except document.Conflict as conflict:
        if not _asked_by_script(request):
            blocks = word_diff(article.markdown, text)
            context = {"article": article, "conflict": conflict, "text": text, "blocks": blocks}
            return render(request, "articles/conflict.html", context, status=409)
        diff = render_to_string("articles/parts/diff.html", {"blocks": word_diff(article.markdown, text)})
        newer = {"message": str(conflict), "version": article.version, "text": article.markdown, "diff": diff}
        return JsonResponse(newer, status=409)
    if not _asked_by_script(request):
        messages.success(request, f"Saved as revision {revision.number}.")
        return redirect("article", article.pk)
    return JsonResponse({"version": article.version, "revision": revision.number, "words": article.words})


@require_POST
@needs("edit", "article")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it would read."""
    article = get_article(person(request), pk, "edit")
    return HttpResponse(Reading(article).preview(request.POST.get("text", "")))


def _asked_by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
