"""The library: its papers, searched and filtered, with its collections and tags beside them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from surveygo.accounts.access import can, current_workspace
from surveygo.accounts.models import Workspace
from surveygo.accounts.rules import needs
from surveygo.library.duplicates import proposals
from surveygo.library.filters import SORTS, Filter
from surveygo.library.models import LONG, Collection, Paper
from surveygo.searches.access import source_label
from surveygo.surveys.views.request import person

PAGE = 50


@require_GET
@needs("view")
def index(request: HttpRequest) -> HttpResponse:
    """The page of papers; only the list where htmx asks for that."""
    workspace = current_workspace(person(request))
    chosen = Filter.of(request.GET.dict())
    context = list_context(workspace, chosen, request.GET.get("page")) | {"may_edit": _may_edit(request, workspace)}
    if request.htmx and request.htmx.target == "paper-list":  # type: ignore[attr-defined]
        return render(request, "library/parts/list.html", context)
    context |= {
        "any": workspace.papers.exists(),
        "sorts": SORTS.items(),
        "bases": Paper.Basis.choices,
        "sources": _sources(workspace),
        "proposed": proposals(workspace).count(),
        "shown": workspace.collections.filter(pk=chosen.collection).first() if chosen.collection else None,
    }
    return render(request, "library/index.html", context)


def list_context(workspace: Workspace, chosen: Filter, page: str | None) -> dict[str, Any]:
    """Context of the list of papers."""
    found = chosen.papers(workspace)
    shown = Paginator(found.defer(*LONG).prefetch_related("tags"), PAGE).get_page(page)
    counted = Paper.objects.filter(pk__in=[paper.pk for paper in shown.object_list])
    uses = dict(counted.annotate(uses=Count("collections__surveys", distinct=True)).values_list("pk", "uses"))
    return {
        "page": shown,
        "filter": chosen,
        "uses": uses,
        "collections": collections_of(workspace),
        "tags": list(workspace.tags.annotate(count=Count("papers"))),
    }


def collections_of(workspace: Workspace) -> list[Collection]:
    """The collections that people see, by name, each with its `count` of papers."""
    return list(workspace.collections.filter(listed=True).annotate(count=Count("places")).order_by("name", "pk"))


def _sources(workspace: Workspace) -> list[tuple[str, str]]:
    found = workspace.papers.order_by("source").values_list("source", flat=True).distinct()
    return [(name, source_label(name)) for name in found]


def _may_edit(request: HttpRequest, workspace: Workspace) -> bool:
    return can(person(request), workspace.pk, "edit")
