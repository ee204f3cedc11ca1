"""An article as a file: asked for, watched while a worker makes it, and fetched."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pipeline.export import EXPORTS
from surveygo.accounts.access import get_article, get_export
from surveygo.accounts.rules import needs
from surveygo.articles import document, exports
from surveygo.articles.models import Article, ExportFile
from surveygo.surveys.views.request import person


@require_POST
@needs("view", "article")
def export(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The article in one of `EXPORTS`: as a download at once, or for one that takes long the page where it will be."""
    article = get_article(person(request), pk)
    chosen = EXPORTS.get(format)
    if chosen is None:
        raise Http404("There is no such format.")
    document.settle(article)
    if not chosen.slow:
        return _download(article, format, chosen.write(exports.document_of(article, article.markdown)))
    made = exports.order(article, format)
    if request.htmx:  # type: ignore[attr-defined]
        return _shown(request, made)
    return redirect("export-progress", made.pk)


@require_GET
@needs("view", "export")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is: a page that renews itself, or the part of a page that asks again by itself."""
    return _shown(request, get_export(person(request), pk))


@require_GET
@needs("view", "export")
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that a worker made."""
    made = get_export(person(request), pk)
    if made.status != ExportFile.Status.READY:
        raise Http404("This file is not made yet.")
    try:
        with made.file.open() as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404("This file is gone; export the article again.") from error
    return _download(made.article, made.format, content)


def _shown(request: HttpRequest, made: ExportFile) -> HttpResponse:
    name = "parts/export" if request.htmx else "export"  # type: ignore[attr-defined]
    context = {"made": made, "article": made.article, "label": EXPORTS[made.format].label}
    return render(request, f"articles/{name}.html", context)


def _download(article: Article, format: str, content: bytes) -> HttpResponse:
    chosen = EXPORTS[format]
    name = quote(exports.file_name(article, chosen.extension))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(content, content_type=chosen.content_type, headers=headers)
