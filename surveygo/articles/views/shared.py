"""An article as readers without an account see it, by a link: text, evidence, and a file where that is allowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pipeline.engines import ENGINES
from pipeline.export import EXPORTS
from surveygo.accounts.models import ShareLink
from surveygo.accounts.rules import needs
from surveygo.articles import document, exports, sharing
from surveygo.articles.models import ExportFile
from surveygo.articles.reading import Reading
from surveygo.articles.views.export import download, file_reply, shown
from surveygo.articles.views.images import found, image_reply
from surveygo.articles.views.read import evidence_of


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for whoever has the link's token, which no other site, no cache and no search engine learns."""

    @login_not_required
    @needs("nothing")
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, token, sharing.find(token), *args, **kwargs)
        # Not "no-referrer": browsers would then hide where a form comes from, and CSRF protection refuse it.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return opened


@require_GET
@by_link
def show(request: HttpRequest, token: str, link: ShareLink) -> HttpResponse:
    """The article for reading."""
    article = link.article
    document.settle(article)
    context = {
        "article": article,
        "reading": Reading(article, lambda number: reverse("shared-image", args=[token, number])),
        "engine_name": ENGINES.get(article.survey.engine, article.survey.engine),
        "token": token,
        "exports": {name: EXPORTS[name] for name in sharing.FORMATS} if link.exports else {},
    }
    return render(request, "articles/shared.html", context)


@require_GET
@by_link
def evidence(request: HttpRequest, token: str, link: ShareLink) -> HttpResponse:
    """What stands behind a citation."""
    return evidence_of(request, link.article)


@require_POST
@by_link
def export(request: HttpRequest, token: str, link: ShareLink, format: str) -> HttpResponse:
    """The article as a file, at once or once a worker has made it."""
    if not link.exports or format not in sharing.FORMATS:
        raise Http404("This link does not allow that.")
    document.settle(link.article)
    if not EXPORTS[format].slow:
        return download(link.article, format)
    made = exports.order(link.article, format)
    if request.htmx:  # type: ignore[attr-defined]
        return shown(request, made, _addresses(token, made))
    return redirect("shared-progress", token, made.pk)


@require_GET
@by_link
def progress(request: HttpRequest, token: str, link: ShareLink, number: int) -> HttpResponse:
    """How far the file is."""
    made = _made(link, number)
    return shown(request, made, _addresses(token, made))


@require_GET
@by_link
def fetch(request: HttpRequest, token: str, link: ShareLink, number: int) -> HttpResponse:
    """The file."""
    return file_reply(_made(link, number))


@require_GET
@by_link
def image(request: HttpRequest, token: str, link: ShareLink, number: int) -> HttpResponse:
    """An image of the article."""
    return image_reply(found(link.article, number))


def _made(link: ShareLink, number: int) -> ExportFile:
    if not link.exports:
        raise Http404("This link does not allow that.")
    return get_object_or_404(link.article.exports, pk=number, format__in=sharing.FORMATS)


def _addresses(token: str, made: ExportFile) -> dict[str, str]:
    return {
        "progress": reverse("shared-progress", args=[token, made.pk]),
        "file": reverse("shared-file", args=[token, made.pk]),
        "again": reverse("shared-export", args=[token, made.format]),
        "article": reverse("shared", args=[token]),
    }
