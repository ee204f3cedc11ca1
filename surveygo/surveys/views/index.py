"""The list of surveys, and what is done to one of them from there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from surveygo.accounts.access import can, current_workspace, get_survey, surveys_of
from surveygo.accounts.models import User
from surveygo.accounts.rules import needs
from surveygo.review import unseen
from surveygo.surveys import control, shelf
from surveygo.surveys.forms import RenameForm
from surveygo.surveys.fragments import percent_done
from surveygo.surveys.models import Run, Survey
from surveygo.surveys.views.request import person

PAGE = 50


@require_GET
@needs("account")
def index(request: HttpRequest) -> HttpResponse:
    """Every survey of the workspace one works in, newest first, filtered by status and text."""
    user = person(request)
    if not user.memberships.exists():
        return render(request, "accounts/nowhere.html")
    workspace = current_workspace(user)
    mine = workspace.surveys.all()
    text, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
    found = mine.filter(title__icontains=text) if text else mine
    if status in Run.Status.values:
        newest = Run.objects.values("survey").annotate(newest=Max("pk")).values("newest")
        found = found.filter(runs__in=Run.objects.filter(pk__in=newest, status=status))
    page = Paginator(_counted(found, user), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(survey) for survey in page.object_list],
        "page": page,
        "any": mine.exists(),
        "q": text,
        "status": status,
        "statuses": Run.Status.choices,
        "may_add": can(user, workspace.pk, "edit"),
    }
    part = request.htmx and request.htmx.target == "survey-list"  # type: ignore[attr-defined]
    return render(request, "surveys/parts/list.html" if part else "surveys/index.html", context)


@require_GET
@needs("view", "survey")
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey's row, for a list that follows its runs."""
    user = person(request)
    workspace = get_survey(user, pk).workspace_id
    survey = get_object_or_404(_counted(surveys_of(user), user), pk=pk)
    return render(request, "surveys/parts/row.html", {"row": _row(survey), "may_add": can(user, workspace, "edit")})


@require_http_methods(["GET", "POST"])
@needs("edit", "survey")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the survey another title."""
    survey = get_survey(person(request), pk, "edit")
    form = RenameForm(request.POST or None, instance=survey)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("surveys")
    return render(request, "surveys/rename.html", {"form": form, "survey": survey})


@require_POST
@needs("edit", "survey")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the survey once more with a seed that no run of it had."""
    survey = get_survey(person(request), pk, "edit")
    seeds = [int(plan.get("seed", 0)) for plan in survey.runs.values_list("plan", flat=True)]
    run = control.start(survey, person(request), seed=max(seeds, default=0) + 1)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("run", args=[run.pk]))
    return redirect("run", run.pk)


@require_POST
@needs("edit", "survey")
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the survey's brief, opened for changes."""
    survey = get_survey(person(request), pk, "edit")
    return redirect("survey-edit", shelf.duplicate(survey, person(request)).pk)


@require_http_methods(["GET", "POST"])
@needs("edit", "survey")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what goes with the survey; delete it when that is confirmed."""
    survey = get_survey(person(request), pk, "edit")
    if request.method == "POST":
        title = survey.title
        shelf.delete(survey)
        messages.success(request, f"“{title}” was deleted.")
        return redirect("surveys")
    return render(request, "surveys/delete.html", {"survey": survey, "going": shelf.goes_with(survey)})


@require_POST
@needs("edit")
def sample(request: HttpRequest) -> HttpResponse:
    """A short survey of the sample collection, started at once."""
    survey = shelf.sample(current_workspace(person(request), "edit"), person(request))
    run = control.start(survey, person(request))
    return redirect("run", run.pk)


def _counted(found: QuerySet[Survey], user: User) -> QuerySet[Survey]:
    counted = unseen.counted(user, found).annotate(papers=Count("collection__papers", distinct=True))
    return counted.select_related("created_by").order_by("-created")


def _row(survey: Survey) -> dict[str, Any]:
    run = survey.run
    article = run.article if run and hasattr(run, "article") else None
    moving = run is not None and run.status in (Run.Status.QUEUED, Run.Status.RUNNING)
    search = None if run else survey.searches.order_by("-pk").first()
    return {
        "survey": survey,
        "run": run,
        "search": search,
        "words": article.words if article else (run.words if run else 0),
        "percent": percent_done(run) if run else 0,
        "moving": moving or (search is not None and search.is_moving),
        "when": (run.ended or run.started or run.created) if run else survey.created,
    }
