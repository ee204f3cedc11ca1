"""The papers that a survey is to be written from: taken from the library, shown, and put back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import trigger_client_event

from surveygo.accounts.access import current_workspace
from surveygo.accounts.models import User, Workspace
from surveygo.accounts.rules import needs
from surveygo.library.filters import Filter
from surveygo.library.models import LONG, Collection, CollectionPaper
from surveygo.library.store import place
from surveygo.library.views.files import files_context, given_collection
from surveygo.library.views.listing import collections_of
from surveygo.surveys.views.request import person

SHOWN = 200
"""Chosen papers that are listed by name."""
FOUND = 30
"""Papers of the library that one search offers."""


@require_http_methods(["GET", "POST"])
@needs("edit")
def basket(request: HttpRequest) -> HttpResponse:
    """What is chosen. A POST takes collections (`from`) and papers (`paper`) in, or takes one out (`drop`)."""
    user = person(request)
    collection = given_basket(request, user)
    if request.method == "GET":
        workspace = collection.workspace if collection else current_workspace(user, "edit")
        # Files that were read are in the library too.
        context = basket_context(collection) | {"library": workspace.papers.count()}
        return render(request, "surveys/parts/basket_renewed.html", context)
    collection = change(request, user, collection)
    reply = render(request, "library/parts/files.html", files_context(collection))
    return trigger_client_event(reply, "files-read", after="swap")


@require_GET
@needs("edit")
def pick(request: HttpRequest) -> HttpResponse:
    """Papers of the library that hold the words of `find`."""
    user = person(request)
    collection = given_basket(request, user)
    workspace = collection.workspace if collection else current_workspace(user, "edit")
    return render(request, "surveys/parts/found.html", pick_context(workspace, collection, request.GET.get("find", "")))


def given_basket(request: HttpRequest, user: User) -> Collection | None:
    """The survey's own collection that the request names; one that people see in the library is no such."""
    collection = given_collection(request, user)
    if collection and collection.listed:
        raise Http404("There is nothing here.")
    return collection


@transaction.atomic
def change(request: HttpRequest, user: User, collection: Collection | None) -> Collection | None:
    """Do to the basket what the request asks for; it is made if need be."""
    workspace = collection.workspace if collection else current_workspace(user, "edit")
    papers = workspace.papers.filter(pk__in=_numbers(request, "paper"))
    shelves = workspace.collections.filter(pk__in=_numbers(request, "from"), listed=True).order_by("pk")
    rows = [row for shelf in shelves for row in shelf.in_order().only("pk")] + list(papers.only("pk").order_by("pk"))
    if rows and collection is None:
        collection = Collection.objects.create(workspace=workspace, created_by=user)
    if collection:
        place(collection, rows)
        CollectionPaper.objects.filter(collection=collection, paper__in=_numbers(request, "drop")).delete()
    return collection


def basket_context(collection: Collection | None) -> dict[str, Any]:
    """Context of the list of chosen papers."""
    if collection is None:
        return {"chosen": [], "chosen_count": 0, "chosen_more": 0}
    count = collection.places.count()
    chosen = list(collection.in_order().defer(*LONG)[:SHOWN])
    return {"chosen": chosen, "chosen_count": count, "chosen_more": count - len(chosen)}


def pick_context(workspace: Workspace, collection: Collection | None, words: str) -> dict[str, Any]:
    """Context of what the library offers."""
    found = Filter.of({"q": words}).papers(workspace) if words.strip() else None
    if found is not None and collection:
        found = found.exclude(pk__in=collection.places.values("paper"))
    return {
        "find": words,
        "found": list(found.defer(*LONG)[:FOUND]) if found is not None else None,
        "shelves": [shelf for shelf in collections_of(workspace) if shelf.count],  # type: ignore[attr-defined]
        "library": workspace.papers.count(),
    }


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]
