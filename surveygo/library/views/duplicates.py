"""Papers that may be the same, side by side, to merge or to keep apart."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from surveygo.accounts.access import can, current_workspace, get_duplicate, get_paper
from surveygo.accounts.rules import needs
from surveygo.library.duplicates import merge, proposals
from surveygo.library.models import Duplicate
from surveygo.surveys.views.request import person

PAGE = 20


@require_GET
@needs("view")
def index(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for a person."""
    workspace = current_workspace(person(request))
    page = Paginator(proposals(workspace), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_edit": can(person(request), workspace.pk, "edit")}
    return render(request, "library/duplicates.html", context)


@require_POST
@needs("edit", "duplicate")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the pair into the paper named by `keep`, or dismiss the proposal."""
    pair = get_duplicate(person(request), pk, "edit")
    kept = request.POST.get("keep", "")
    if kept in (str(pair.first_id), str(pair.second_id)):
        keep = get_paper(person(request), int(kept), "edit")
        other = pair.second if keep.pk == pair.first_id else pair.first
        merge(keep, get_paper(person(request), other.pk, "edit"))
        messages.success(request, f"Both are “{keep}” now, in every collection and survey.")
    else:
        Duplicate.objects.filter(pk=pair.pk).update(dismissed=True)
        messages.success(request, "They stay two papers.")
    return redirect("library-duplicates")
