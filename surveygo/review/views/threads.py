"""Comments and suggestions: begun, answered, settled. Each leads back to the article, or gives its panel anew."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.access import get_article, get_thread
from surveygo.accounts.rules import needs
from surveygo.articles import document, locks
from surveygo.articles.models import Article
from surveygo.articles.yjs import text_of
from surveygo.review import anchors, threads
from surveygo.review.forms import ReplyForm, ThreadForm
from surveygo.review.models import Thread
from surveygo.review.panel import panel
from surveygo.surveys.views.request import person


@require_GET
@needs("view", "article")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel beside the article."""
    return shown(request, get_article(person(request), pk))


@require_GET
@needs("comment", "article")
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """The source of what was selected in the page, for a suggestion to begin from."""
    article = get_article(person(request), pk, "comment")
    text = text_of(document.current(article))
    place = anchors.locate(text, request.GET.get("quote", ""), before=request.GET.get("before", ""))
    return JsonResponse({"source": text[slice(*place)] if place else ""})


@require_POST
@needs("comment", "article")
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment or a suggestion on what was selected."""
    article = get_article(person(request), pk, "comment")
    form = ThreadForm(request.POST)
    if not form.is_valid():
        return _refused(request, article, form)
    try:
        threads.begin(article, person(request), form.selection, form.cleaned_data["text"], form.replacement_text)
    except threads.NotFound as error:
        return shown(request, article, str(error))
    return shown(request, article)


@require_POST
@needs("comment", "thread")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer."""
    thread = get_thread(person(request), pk, "comment")
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _refused(request, thread.article, form)
    threads.answer(thread, person(request), form.cleaned_data["text"])
    return shown(request, thread.article)


@require_POST
@needs("comment", "thread")
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Resolve a comment, or open it again (`reopen`)."""
    thread = get_thread(person(request), pk, "comment")
    threads.resolve(thread, person(request), resolved="reopen" not in request.POST)
    return shown(request, thread.article)


@require_POST
@needs("edit", "thread")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a suggestion, or reject it (`reject`)."""
    thread = get_thread(person(request), pk, "edit")
    problem = _settled(thread, request)
    return shown(request, thread.article, problem)


@require_POST
@needs("edit", "article")
def settle_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all open suggestions that can be, or reject all (`reject`)."""
    article = get_article(person(request), pk, "edit")
    if "reject" not in request.POST and (lock := locks.held(article.pk)):
        return shown(request, article, str(locks.Locked(lock)))
    found = article.threads.filter(kind=Thread.Kind.SUGGESTION, state=Thread.State.OPEN).select_related("author")
    problems = [problem for thread in found if (problem := _settled(thread, request))]
    left = f"{len(problems)} could not be accepted: the passages that they change are not as they were."
    return shown(request, article, left if problems else "")


def _settled(thread: Thread, request: HttpRequest) -> str:
    """Settle as the request says; why not, if it could not be."""
    if "reject" in request.POST:
        threads.reject(thread, person(request))
        return ""
    try:
        threads.accept(thread, person(request))
    except (threads.Gone, locks.Locked) as error:
        return str(error)
    return ""


def shown(request: HttpRequest, article: Article, problem: str = "") -> HttpResponse:
    """The panel for htmx, with what went wrong; without scripts the page of the article."""
    if request.method == "POST" and not request.htmx:  # type: ignore[attr-defined]
        if problem:
            messages.warning(request, problem)
        return redirect("article", article.pk)
    return render(request, "review/panel.html", panel(article, person(request)) | {"problem": problem})


def _refused(request: HttpRequest, article: Article, form: forms.Form) -> HttpResponse:
    return shown(request, article, " ".join(str(error) for errors in form.errors.values() for error in errors))
