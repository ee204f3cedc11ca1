"""A new survey: its brief, its files, what it will take, and the start."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.engines import ENGINES
from surveygo.accounts.access import current_workspace, get_survey
from surveygo.accounts.models import User, Workspace
from surveygo.accounts.rules import needs
from surveygo.library.models import Collection
from surveygo.library.views.files import BUSY, files_context, given_collection, take
from surveygo.providers.account import terms
from surveygo.searches.begin import begin
from surveygo.searches.forms import TopicForm
from surveygo.surveys import control
from surveygo.surveys.engines import EXTRACTIVE
from surveygo.surveys.estimate import estimate_of
from surveygo.surveys.forms import SurveyForm
from surveygo.surveys.models import DEPTHS, Survey
from surveygo.surveys.views.basket import basket_context, change, given_basket, pick_context
from surveygo.surveys.views.request import person

ASIDE = {"add", "drop", "search"}
"""Buttons that change what is chosen, on pages without a script, and do not start the run."""


@require_http_methods(["GET", "POST"])
@needs("edit", "survey")
def compose(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of a new survey, or of survey `pk` that has not been run; a complete one is started."""
    user = person(request)
    survey = get_survey(user, pk, "edit") if pk is not None else None
    collection = survey.collection if survey else given_basket(request, user)
    workspace = survey.workspace if survey else _workspace(user, collection)
    sent = _sent(request)
    form = asked = SurveyForm(sent, instance=survey, workspace=workspace)
    topic = TopicForm(sent)
    if sent is not None:
        collection = change(request, user, take(request, user, collection))
        if ASIDE & sent.keys():
            form = SurveyForm(initial=sent.dict(), instance=survey, workspace=workspace)
        elif form.is_valid() and topic.is_valid() and (collection or topic.asks):
            return _begin(request, form, collection or Collection.objects.create(workspace=workspace), topic)
        elif collection is None and not topic.asks:
            form.add_error(None, "There are no papers yet: name a topic, or choose files or papers of the library.")
    context = {"form": form, "topic": topic, "survey": survey} | files_context(collection)
    context |= _estimate(collection, asked) | basket_context(collection)
    context["searched"] = survey.searches.order_by("-pk").first() if survey else None
    context |= pick_context(workspace, collection, request.POST.get("find", ""))
    return render(request, "surveys/compose.html", context, status=422 if form.errors or topic.errors else 200)


@require_GET
@needs("edit")
def show_estimate(request: HttpRequest) -> HttpResponse:
    """What the run will take, by what is chosen so far."""
    user = person(request)
    collection = given_collection(request, user)
    form = SurveyForm(request.GET, workspace=_workspace(user, collection))
    return render(request, "surveys/parts/estimate.html", _estimate(collection, form))


@require_GET
@needs("view", "survey")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A survey is where it stands: its newest run, the search for its papers, or its brief."""
    survey = get_survey(person(request), pk)
    if run := survey.run:
        return redirect("run", run.pk)
    search = survey.searches.order_by("-pk").first()
    return redirect("search", search.pk) if search else redirect("survey-edit", survey.pk)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was filled in; a survey without a title is called by its topic."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    if not sent.get("title", "").strip():
        sent["title"] = sent.get("topic", "").strip()[:300]
    return sent


def _begin(request: HttpRequest, form: SurveyForm, collection: Collection, topic: TopicForm) -> HttpResponse:
    """Save the survey and search its papers or start it, unless its files are still being read or hold no paper."""
    user = person(request)
    form.instance.workspace_id, form.instance.collection = collection.workspace_id, collection
    form.instance.created_by = form.instance.created_by or user
    survey: Survey = form.save()
    if topic.asks:
        return redirect("search", begin(survey, user, topic.search_fields()).pk)
    if collection.uploads.filter(status__in=BUSY).exists():
        messages.info(request, "The files are being read; start writing when they are.")
        return redirect("survey-edit", survey.pk)
    if not collection.papers.exists():
        messages.warning(request, "No paper is chosen: none of the files holds one. Add others.")
        return redirect("survey-edit", survey.pk)
    return redirect("run", control.start(survey, user).pk)


def _workspace(user: User, collection: Collection | None) -> Workspace:
    """Where the survey belongs: where its papers are, or where the person works."""
    return collection.workspace if collection else current_workspace(user, "edit")


def _estimate(collection: Collection | None, form: SurveyForm) -> dict[str, Any]:
    """Context of the estimate, by what is filled in so far."""
    estimate, asked, provider = estimate_of(collection, form), form.so_far(), form.provider
    budget = asked["budget"] if provider else None
    return {
        "estimate": estimate,
        "depth_name": DEPTHS[asked["depth"]].lower(),
        "engine_name": provider.name if provider else ENGINES[EXTRACTIVE],
        "provider": provider,
        "unpriced": terms(provider).unpriced() if provider else [],
        "budget": budget,
        "short": bool(budget and estimate.cost and budget < estimate.cost.high),
    }
