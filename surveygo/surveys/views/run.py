"""The page of a run: as a whole, what changed since, and what a person asks of it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from pipeline.errors import PipelineError
from surveygo.accounts.access import can, get_run
from surveygo.accounts.models import User
from surveygo.accounts.rules import needs
from surveygo.articles.models import Article
from surveygo.surveys import control
from surveygo.surveys.chart import candidate_name
from surveygo.surveys.forms import BudgetForm, OutlineForm
from surveygo.surveys.fragments import every_part, state_of, whole_page
from surveygo.surveys.models import Run
from surveygo.surveys.spending import spending
from surveygo.surveys.views.request import person


@require_GET
@needs("view", "run")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The run as it is now; a finished one is its article."""
    run = get_run(person(request), pk)
    article = Article.objects.filter(run=run).first()
    if run.status == Run.Status.DONE and article:
        return redirect("article", article.pk)
    context = whole_page(run, state_of(run))
    return render(
        request, "surveys/run.html", context | {"can_edit": can(person(request), run.survey.workspace_id, "edit")}
    )


@require_GET
@needs("view", "run")
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """All parts of the page where something came after event `after`, else nothing: for pages without a socket."""
    run = get_run(person(request), pk)
    after = request.GET.get("after", "")
    if after.isdigit() and int(after) >= run.seq:
        return HttpResponse(status=204)
    return HttpResponse(every_part(run, state_of(run)))


@require_GET
@needs("view", "run")
def calls(request: HttpRequest, pk: int) -> HttpResponse:
    """What the run took, also once its article has taken its place."""
    run = get_run(person(request), pk)
    context = whole_page(run, state_of(run)) | {"article": Article.objects.filter(run=run).first()}
    return render(request, "surveys/calls.html", context | _budget(person(request), run))


@require_GET
@needs("view", "run")
def candidate(request: HttpRequest, pk: int, block: int, layer: str, index: int) -> HttpResponse:
    """A skeleton candidate: its outline, its suggestions and the papers that pushed it."""
    run = get_run(person(request), pk)
    state = state_of(run)
    found = state.candidates.get((block, layer, index))
    if found is None:
        raise Http404("There is no such candidate.")
    titles = [{"depth": (len(t) - len(t.lstrip())) // 2 + 1, "text": t.strip()} for t in found["titles"]]
    context = {
        "run": run,
        "candidate": found,
        "name": candidate_name(layer, index, block),
        "sources": [f"candidate {source + 1}" for source in found["sources"]],
        "papers": [state.papers[key] for key in found["papers"] if key in state.papers],
        "titles": titles,
    }
    name = "surveys/run/candidate.html" if request.htmx else "surveys/candidate.html"  # type: ignore[attr-defined]
    return render(request, name, context)


@require_POST
@needs("edit", "run")
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the run to pause."""
    run = get_run(person(request), pk, "edit")
    control.pause(run)
    return _shown(request, run)


@require_POST
@needs("edit", "run")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel the run."""
    run = get_run(person(request), pk, "edit")
    control.cancel(run)
    return _shown(request, run)


@require_POST
@needs("edit", "run")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a paused or failed run again, with more money where that is given."""
    run = get_run(person(request), pk, "edit")
    form = BudgetForm(request.POST, spent=spending(run).gone) if "budget" in request.POST else None
    if form is not None and not form.is_valid():
        return _shown(request, run, " ".join(map(str, form.errors["budget"])))
    control.resume(run, form.cleaned_data["budget"] if form else None)
    return _shown(request, run)


@require_POST
@needs("edit", "run")
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise the budget of a run, also of one that is over: help with its article counts in it."""
    run = get_run(person(request), pk, "edit")
    form = BudgetForm(request.POST, spent=spending(run).gone)
    problem = "" if form.is_valid() else " ".join(map(str, form.errors["budget"]))
    if not problem:
        control.raise_budget(run, form.cleaned_data["budget"])
    if request.htmx:  # type: ignore[attr-defined]
        reply = render(request, "surveys/parts/budget.html", _budget(person(request), run, problem))
        # What was expected to be too dear may not be so any more.
        return reply if problem else trigger_client_event(reply, "budget-raised")
    if problem:
        messages.error(request, problem)
    return redirect("run-calls", run.pk)


@require_POST
@needs("edit", "run")
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the outline that a person reviewed, and go on writing from it."""
    run = get_run(person(request), pk, "edit")
    state = state_of(run)
    sent = request.POST.get("outline") or json.dumps(state.sections)
    form = OutlineForm({"outline": sent}, title=state.title)
    problem = "" if form.is_valid() else " ".join(map(str, form.errors["outline"]))
    try:
        if not problem and not control.answer_outline(run, form.cleaned_data["outline"]):
            problem = "This run does not wait for an outline any more; reload the page to see where it is."
    except PipelineError as error:
        problem = str(error)
    if problem:
        return HttpResponse(problem, status=409, content_type="text/plain; charset=utf-8")
    return _shown(request, run)


def _budget(user: User, run: Run, problem: str = "") -> dict[str, Any]:
    """Context of `surveys/parts/budget.html`."""
    run.refresh_from_db()
    may_raise = can(user, run.survey.workspace_id, "edit")
    return {"run": run, "spending": spending(run), "may_raise": may_raise, "problem": problem}


def _shown(request: HttpRequest, run: Run, problem: str = "") -> HttpResponse:
    """The run as it is now. problem: why what a person asked for was not done."""
    if not request.htmx:  # type: ignore[attr-defined]
        if problem:
            messages.error(request, problem)
        return redirect("run", run.pk)
    run.refresh_from_db()
    return HttpResponse(every_part(run, state_of(run), problem))
