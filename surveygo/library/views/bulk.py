"""What is done to several papers of the library at once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from surveygo.accounts.access import current_workspace, get_collection
from surveygo.accounts.models import Workspace
from surveygo.accounts.rules import needs
from surveygo.library.filters import Filter
from surveygo.library.forms import tag_names
from surveygo.library.models import Collection, CollectionPaper, Paper
from surveygo.library.store import place
from surveygo.library.tagging import tag, untag
from surveygo.library.views.paper import confirm_delete
from surveygo.surveys.views.request import person

Chosen = QuerySet[Paper]


@require_POST
@needs("edit")
def act(request: HttpRequest) -> HttpResponse:
    """Do what the pressed button says to the chosen papers, and go back to the list."""
    workspace = current_workspace(person(request), "edit")
    chosen = _chosen(request, workspace)
    count = chosen.count()
    if not count:
        messages.warning(request, "No paper is chosen: tick some first.")
        return _back(request)
    actions: dict[str, Callable[[HttpRequest, Workspace, Chosen], HttpResponse]] = {
        "collect": _collect, "remove": _remove, "tag": _tag, "untag": _tag, "survey": _survey,
        "delete": lambda request, workspace, chosen: confirm_delete(request, list(chosen)),
    }  # fmt: skip
    action = actions.get(request.POST.get("action", ""))
    return action(request, workspace, chosen) if action else _back(request)


def _chosen(request: HttpRequest, workspace: Workspace) -> Chosen:
    """The ticked papers, or with `all` every paper that fits the filter."""
    if request.POST.get("all"):
        return Filter.of(QueryDict(request.POST.get("query", "")).dict()).papers(workspace)
    keys = [int(key) for key in request.POST.getlist("paper") if key.isdecimal()]
    found = workspace.papers.filter(pk__in=keys).order_by("pk")
    if keys and not found.exists():
        raise Http404("There is nothing here.")
    return found


def _collection(request: HttpRequest, workspace: Workspace, key: str) -> Collection:
    """A collection of the papers' own workspace."""
    collection = get_collection(person(request), int(key) if key.isdecimal() else 0, "edit")
    if collection.workspace_id != workspace.pk:
        raise Http404("There is nothing here.")
    return collection


def _collect(request: HttpRequest, workspace: Workspace, chosen: Chosen) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[:200]
    into = request.POST.get("into", "")
    if into.isdecimal():
        collection = _collection(request, workspace, into)
    elif name:
        collection = Collection.objects.create(workspace=workspace, name=name, listed=True, created_by=person(request))
    else:
        messages.warning(request, "Choose a collection, or name a new one.")
        return _back(request)
    new = place(collection, list(chosen.only("pk")))
    messages.success(request, f"{len(new)} of them {'is' if len(new) == 1 else 'are'} new in “{collection}”.")
    return _back(request)


def _remove(request: HttpRequest, workspace: Workspace, chosen: Chosen) -> HttpResponse:
    collection = _collection(request, workspace, request.POST.get("from", ""))
    CollectionPaper.objects.filter(collection=collection, paper__in=list(chosen.values_list("pk", flat=True))).delete()
    messages.success(request, f"Taken out of “{collection}”; the papers are still in the library.")
    return _back(request)


def _tag(request: HttpRequest, workspace: Workspace, chosen: Chosen) -> HttpResponse:
    names = tag_names(request.POST.get("tags", ""))
    if not names:
        messages.warning(request, "Name a tag.")
    elif request.POST["action"] == "tag":
        tag(workspace, chosen, names)
        messages.success(request, f"Tagged {', '.join(names)}.")
    else:
        untag(workspace, chosen, names)
        messages.success(request, f"No longer tagged {', '.join(names)}.")
    return _back(request)


def _survey(request: HttpRequest, workspace: Workspace, chosen: Chosen) -> HttpResponse:
    basket = Collection.objects.create(workspace=workspace, created_by=person(request))
    place(basket, list(chosen.only("pk")))
    return redirect(f"{reverse('survey-new')}?collection={basket.pk}")


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('library')}?{request.POST.get('query', '')}")
