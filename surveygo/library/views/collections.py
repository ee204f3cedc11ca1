"""Collections: made, renamed, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from surveygo.accounts.access import current_workspace, get_collection
from surveygo.accounts.rules import needs
from surveygo.library.forms import CollectionForm
from surveygo.library.models import Collection
from surveygo.surveys.views.request import person


def address(collection: Collection) -> str:
    """Where the collection's papers are listed."""
    return f"{reverse('library')}?collection={collection.pk}"


@require_POST
@needs("edit")
def create(request: HttpRequest) -> HttpResponse:
    """A new, empty collection."""
    workspace = current_workspace(person(request), "edit")
    form = CollectionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "A collection needs a name of at most 200 characters.")
        return redirect("library")
    form.instance.workspace, form.instance.created_by, form.instance.listed = workspace, person(request), True
    return redirect(address(form.save()))


@require_http_methods(["GET", "POST"])
@needs("edit", "collection")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the collection another name."""
    collection = get_collection(person(request), pk, "edit")
    form = CollectionForm(request.POST or None, instance=collection)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(address(collection))
    return render(request, "library/rename.html", {"form": form, "collection": collection})


@require_http_methods(["GET", "POST"])
@needs("edit", "collection")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what stays; delete the collection when that is confirmed. One that a survey is written from stays as that."""
    collection = get_collection(person(request), pk, "edit")
    if request.method == "POST":
        with transaction.atomic():
            if collection.surveys.exists():
                Collection.objects.filter(pk=collection.pk).update(listed=False)
            else:
                collection.delete()
        messages.success(request, f"The collection “{collection}” was deleted; its papers are still here.")
        return redirect("library")
    context = {"collection": collection, "count": collection.places.count(), "surveys": collection.surveys.all()}
    return render(request, "library/delete_collection.html", context)
