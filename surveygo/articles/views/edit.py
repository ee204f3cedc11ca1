"""Editing an article: the page on which people type together, the plain form, the preview."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.errors import PipelineError
from surveygo.accounts.access import can, get_article
from surveygo.accounts.rules import needs
from surveygo.articles import document, images, locks
from surveygo.articles.diff import word_diff
from surveygo.articles.drawing import draw
from surveygo.articles.models import Article
from surveygo.articles.reading import Reading
from surveygo.review import unseen
from surveygo.surveys.views.request import person

TOOLS = (
    ("bold", "B", "Bold"), ("italic", "I", "Italic"), ("heading", "H", "Heading, a level deeper each time"),
    ("bullets", "•", "List"), ("numbers", "1.", "Numbered list"), ("quote", "❝", "Quotation"), ("code", "<>", "Code"),
    ("formula", "∑", "Formula"), ("link", "Link", "Link"), ("cite", "Cite", "Cite a work of the collection"),
    ("table", "Table", "Table"), ("diagram", "Diagram", "Diagram"), ("image", "Image", "Image"),
    ("find", "Find", "Find and replace"),
    ("comment", "Comment", "Comment on what is selected, or on the section, figure, table or word at the cursor"),
    ("suggest", "Suggest", "Suggest a change of what is selected, or of the line at the cursor"),
    ("undo", "↶", "Undo"), ("redo", "↷", "Redo"),
)  # fmt: skip
"""Commands of the toolbar, by their name in `static/src/lib/toolbar.js`, with sign and label."""


@require_GET
@needs("view", "article")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The Markdown source, shared with whoever else has it open, beside its preview; the article for those who may not
    edit it."""
    article = get_article(person(request), pk)
    if not can(person(request), article.survey.workspace_id, "edit"):
        return _to_the_article(request, article)
    unseen.look(person(request), article)
    keys = [{"key": key, "title": work.title} for key, work in Reading(article).works.items()]
    context = {
        "article": article,
        "keys": keys,
        "tools": TOOLS,
        "image_limit": images.limit(),
        "lock": locks.held(article.pk),
    }
    return render(request, "articles/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view", "article", post="edit")
def plain(request: HttpRequest, pk: int) -> HttpResponse:
    """The source in a form, for browsers without scripts or sockets. A text that does not follow from the newest is
    refused, with what is newer."""
    article = get_article(person(request), pk, "edit" if request.method == "POST" else "view")
    if not can(person(request), article.survey.workspace_id, "edit"):
        return _to_the_article(request, article)
    if request.method != "POST":
        document.settle(article)
        return render(request, "articles/plain.html", {"article": article, "lock": locks.held(article.pk)})
    # Forms travel with CRLF.
    text, base = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("base", "")
    try:
        revision = document.change(article, base, text, person(request))
    except document.Conflict as conflict:
        blocks = word_diff(article.markdown, text)
        context = {"article": article, "conflict": conflict, "text": text, "blocks": blocks}
        return render(request, "articles/conflict.html", context, status=409)
    except locks.Locked:
        context = {"article": article, "lock": locks.held(article.pk), "text": text}
        return render(request, "articles/plain.html", context, status=423)
    messages.success(request, f"Saved as revision {revision.number}.")
    return redirect("article", article.pk)


def _to_the_article(request: HttpRequest, article: Article) -> HttpResponse:
    """Whoever follows an editor's address without being one reads and reviews there."""
    if can(person(request), article.survey.workspace_id, "comment"):
        way = "Select some text and press Comment or Suggest; only owners and editors change it themselves."
    else:
        way = "You may read this article; only owners and editors change it."
    messages.info(request, way)
    return redirect("article", article.pk)


@require_POST
@needs("edit", "article")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections as they would read, as a list of HTML. sections: their sources; keys: what the whole text cites, in
    order, which numbers the citations."""
    article = get_article(person(request), pk, "edit")
    sections, keys = _strings(request, "sections"), _strings(request, "keys")
    reading = Reading(article)
    return JsonResponse([reading.preview(section, keys) for section in sections], safe=False)


@require_POST
@needs("edit", "article")
def diagrams(request: HttpRequest, pk: int) -> HttpResponse:
    """For each Mermaid source of `sources` why it cannot be drawn, or nothing."""
    get_article(person(request), pk, "edit")
    return JsonResponse([_fault(source) for source in _strings(request, "sources")], safe=False)


def _fault(source: str) -> str:
    try:
        draw(source)
    except PipelineError as error:
        return str(error)
    return ""


def _strings(request: HttpRequest, name: str) -> list[str]:
    try:
        given = json.loads(request.POST.get(name, "[]"))
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{name} is no JSON.") from error
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise BadRequest(f"{name} is no list of strings.")
    return given
