"""An article as a file: asked for, watched while a worker makes it, and fetched."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pipeline.export import EXPORTS, File
from pipeline.export import export as written
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
        return download(article, format)
    made = exports.order(article, format)
    if request.htmx:  # type: ignore[attr-defined]
        return shown(request, made, _addresses(made))
    return redirect("export-progress", made.pk)


@require_GET
@needs("view", "export")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is: a page that renews itself, or the part of a page that asks again by itself."""
    made = get_export(person(request), pk)
    return shown(request, made, _addresses(made))


@require_GET
@needs("view", "export")
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that a worker made."""
    return file_reply(get_export(person(request), pk))


def file_reply(made: ExportFile) -> HttpResponse:
    """The bytes of a file that was made."""
    if made.status != ExportFile.Status.READY:
        raise Http404("This file is not made yet.")
    try:
        with made.file.open() as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404("This file is gone; export the article again.") from error
    chosen = EXPORTS[made.format]
    return _attached(made.article, File(chosen.extension, chosen.content_type, content))


def shown(request: HttpRequest, made: ExportFile, addresses: dict[str, str]) -> HttpResponse:
    """How far a file is, as a page or a part of one. addresses: where its reader asks again, and fetches it."""
    if exports.vanished(made):
        made.status, made.reason = ExportFile.Status.FAILED, exports.GONE
    name = "parts/export" if request.htmx else "export"  # type: ignore[attr-defined]
    context = {"made": made, "article": made.article, "label": EXPORTS[made.format].label, "at": addresses}
    return render(request, f"articles/{name}.html", context)


def download(article: Article, format: str) -> HttpResponse:
    """The article in a format that is made at once."""
    document = exports.document_of(article, article.markdown)
    return _attached(article, written(document, EXPORTS[format], exports.file_name(article)))


def _addresses(made: ExportFile) -> dict[str, str]:
    return {
        "progress": reverse("export-progress", args=[made.pk]),
        "file": reverse("export-file", args=[made.pk]),
        "again": reverse("export", args=[made.article_id, made.format]),
        "article": reverse("article", args=[made.article_id]),
    }


def _attached(article: Article, file: File) -> HttpResponse:
    name = quote(exports.file_name(article) + file.extension)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)
