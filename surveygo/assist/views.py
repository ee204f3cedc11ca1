"""The engine's help beside the editor: asked for, watched, taken over in parts or put away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from surveygo.accounts.access import get_article, get_assist
from surveygo.accounts.rules import needs
from surveygo.articles import locks
from surveygo.articles.models import Article
from surveygo.articles.reading import Reading
from surveygo.assist import asking, claims, showing
from surveygo.assist.estimate import expected
from surveygo.assist.forms import AskForm
from surveygo.assist.models import Assist
from surveygo.surveys import control
from surveygo.surveys.forms import BudgetForm
from surveygo.surveys.spending import spending
from surveygo.surveys.views.request import person


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit", "article")
def assists(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the newest questions of this person; a POST asks one more."""
    article = get_article(person(request), pk, "edit")
    if request.method != "POST":
        return _panel(request, article)
    form = AskForm(article.survey.engine, request.POST)
    if not form.is_valid():
        return _panel(request, article, form.complaint)
    data = form.cleaned_data
    try:
        # What cannot be taken over is not worth its cost.
        locks.check(article.pk)
        asking.ask(article, person(request), data["operation"], data["instruction"], form.selection)
    except (asking.NotFound, locks.Locked) as error:
        return _panel(request, article, str(error))
    return _panel(request, article)


@require_POST
@needs("edit", "article")
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """What an answer will take, by what is selected and chosen so far. A POST, since a passage is too long for an
    address; nothing is changed."""
    article = get_article(person(request), pk, "edit")
    return render(request, "assist/estimate.html", expected(article, request.POST.dict()))


@require_GET
@needs("edit", "assist")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One question and what came of it; asks again by itself while a worker is at it, and gets nothing where nothing
    came since. after: what it shows."""
    assist = get_assist(person(request), pk, "edit")
    if assist.is_moving and request.GET.get("after") == showing.stamp(assist):
        return HttpResponse(status=204)
    return _one(request, assist)


@require_POST
@needs("edit", "assist")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over one part (`part`), or all."""
    assist = get_assist(person(request), pk, "edit")
    part = request.POST.get("part", "")
    numbers = [int(part)] if part.isdecimal() and len(part) < 9 else range(len(assist.parts)) if not part else []
    try:
        left = asking.take(assist, person(request), numbers)
    except (asking.Gone, locks.Locked) as error:
        return _one(request, assist, str(error))
    return _one(request, assist, f"{left} could not be taken over: somebody changed their words." if left else "")


@require_POST
@needs("edit", "assist")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question that failed once more, with a larger budget where one is given."""
    assist = get_assist(person(request), pk, "edit")
    run = assist.article.run
    if "budget" in request.POST:
        form = BudgetForm(request.POST, spent=spending(run).gone)
        if not form.is_valid():
            return _one(request, assist, " ".join(map(str, form.errors["budget"])))
        control.raise_budget(run, form.cleaned_data["budget"])
    claims.again(assist)
    assist.refresh_from_db()
    reply = _one(request, assist)
    return trigger_client_event(reply, "budget-raised") if "budget" in request.POST else reply


@require_POST
@needs("edit", "assist")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away; a worker that is at it stops."""
    assist = get_assist(person(request), pk, "edit")
    claims.settle(assist)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("edit", assist.article_id)
    return HttpResponse()


def _panel(request: HttpRequest, article: Article, problem: str = "") -> HttpResponse:
    """The panel for htmx; without scripts the page of the editor, which says what to do then."""
    if not request.htmx:  # type: ignore[attr-defined]
        if problem:
            messages.warning(request, problem)
        return redirect("edit", article.pk)
    said = {"problem": problem, "chosen": request.POST.get("operation", "")}
    said["instruction"] = request.POST.get("instruction", "") if problem else ""
    context = showing.panel(article, person(request)) | said
    return render(request, "assist/panel.html", context)


def _one(request: HttpRequest, assist: Assist, problem: str = "") -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("edit", assist.article_id)
    context = {"one": showing.proposal(assist, Reading(assist.article)), "problem": problem}
    return render(request, "assist/proposal.html", context)
