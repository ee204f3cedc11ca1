"""A new survey: its brief, its files, what it will take, and the start."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pipeline import Brief, Plan
from pipeline.engines import ENGINES
from surveygo.accounts.access import current_workspace, get_survey
from surveygo.accounts.rules import needs
from surveygo.library.models import Collection
from surveygo.library.views.files import BUSY, files_context, given_collection, take
from surveygo.surveys import control
from surveygo.surveys.estimate import estimate
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
    workspace = survey.workspace if survey else current_workspace(user, "edit")
    collection = survey.collection if survey else given_basket(request, user)
    form = SurveyForm(request.POST if request.method == "POST" else None, instance=survey)
    if request.method == "POST":
        collection = change(request, user, take(request, user, collection))
        if ASIDE & request.POST.keys():
            form = SurveyForm(initial=request.POST.dict(), instance=survey)
        elif form.is_valid() and collection is not None:
            return _begin(request, form, collection)
        elif collection is None:
            form.add_error(None, "There are no papers yet: choose files, or papers of the library.")
    context = {"form": form, "survey": survey} | files_context(collection) | _estimate(collection, form)
    context |= basket_context(collection) | pick_context(workspace, collection, request.POST.get("find", ""))
    return render(request, "surveys/compose.html", context, status=422 if form.errors else 200)


@require_GET
@needs("account")
def show_estimate(request: HttpRequest) -> HttpResponse:
    """What the run will take, by what is chosen so far."""
    collection = given_collection(request, person(request))
    return render(request, "surveys/parts/estimate.html", _estimate(collection, SurveyForm(request.GET)))


@require_GET
@needs("view", "survey")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A survey is where it stands: its newest run, or its brief."""
    survey = get_survey(person(request), pk)
    run = survey.run
    return redirect("run", run.pk) if run else redirect("survey-edit", survey.pk)


def _begin(request: HttpRequest, form: SurveyForm, collection: Collection) -> HttpResponse:
    """Save the survey and start it, unless its files are still being read or none of them is a paper."""
    user = person(request)
    form.instance.workspace_id, form.instance.collection = collection.workspace_id, collection
    form.instance.created_by = form.instance.created_by or user
    survey: Survey = form.save()
    if collection.uploads.filter(status__in=BUSY).exists():
        messages.info(request, "The files are being read; start writing when they are.")
        return redirect("survey-edit", survey.pk)
    if not collection.papers.exists():
        messages.warning(request, "No paper is chosen: none of the files holds one. Add others.")
        return redirect("survey-edit", survey.pk)
    return redirect("run", control.start(survey, user).pk)


def _estimate(collection: Collection | None, form: SurveyForm) -> dict[str, Any]:
    depth, engine = form["depth"].value(), form["engine"].value() or "extractive"
    depth = depth if depth in DEPTHS else "standard"
    return {
        "estimate": estimate(collection, Brief(""), Plan.preset(depth)),
        "depth_name": DEPTHS[depth].lower(),
        "engine_name": ENGINES.get(engine, engine),
    }
