"""Files on their way into a collection: sent by the page's script or with a form, and what became of each."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from surveygo.accounts.access import current_workspace, get_collection
from surveygo.accounts.models import User
from surveygo.accounts.rules import needs
from surveygo.library import uploads
from surveygo.library.arrivals import ACTIVE, EXPIRY
from surveygo.library.models import Collection, Upload
from surveygo.surveys.views.request import person

Status = Upload.Status
BUSY = (Status.WAITING, Status.READING)
SHOWN = 60
"""Files that are listed by name."""


@require_http_methods(["GET", "POST"])
@needs("edit")
def add(request: HttpRequest) -> HttpResponse:
    """Papers for the library, or for one of its collections."""
    user = person(request)
    current_workspace(user, "edit")
    collection = given_collection(request, user)
    if request.method == "POST":
        collection = take(request, user, collection)
        return redirect(f"{reverse('library-add')}?collection={collection.pk if collection else ''}")
    return render(request, "library/add.html", files_context(collection))


@require_POST
@needs("edit")
def upload(request: HttpRequest) -> HttpResponse:
    """The collection that the page's script sends files into, made if need be; answers with its list of files."""
    user = person(request)
    collection = take(request, user, given_collection(request, user))
    if collection is None:
        collection = Collection.objects.create(workspace=current_workspace(user, "edit"), created_by=user)
    return render(request, "library/parts/files.html", files_context(collection))


@require_GET
@needs("view", "collection")
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the files so far."""
    collection = get_collection(person(request), pk)
    return render(request, "library/parts/files.html", files_context(collection))


def files_context(collection: Collection | None) -> dict[str, Any]:
    """Context of the list of files: how many there are, and of many those that say most: refused, under way, first."""
    if collection is None:
        return {"collection": None, "uploads": [], "reading": False}
    counts = dict(collection.uploads.order_by().values_list("status").annotate(Count("pk")))
    stopped = Q(status=Status.ARRIVING, due__lt=timezone.now() + EXPIRY - ACTIVE)
    listed = collection.uploads.filter(~Q(status=Status.ARRIVING) | stopped)
    refused = list(listed.filter(Q(status=Status.REFUSED) | stopped).order_by("pk")[:SHOWN])
    others = listed.exclude(pk__in=[upload.pk for upload in refused])
    under_way = Case(When(status=Status.READING, then=0), default=1)
    shown = [*refused, *others.order_by(under_way, "pk")[: max(SHOWN - len(refused), 0)]]
    busy, total = sum(counts.get(status, 0) for status in BUSY), listed.count()
    return {
        "collection": collection,
        "uploads": sorted(shown, key=lambda upload: upload.pk),
        "reading": busy > 0,
        "total": total,
        "read": counts.get(Status.READ, 0),
        "refused": counts.get(Status.REFUSED, 0),
        "busy": busy,
        "over": total - busy,
        "more": total - len(shown),
    }


def given_collection(request: HttpRequest, user: User) -> Collection | None:
    """The collection that the request names, if the user may change it."""
    given = request.POST.get("collection") or request.GET.get("collection") or ""
    return get_collection(user, int(given), "edit") if given.isdecimal() and len(given) < 19 else None


@transaction.atomic
def take(request: HttpRequest, user: User, collection: Collection | None) -> Collection | None:
    """Put the request's files into the collection, made if need be."""
    sent = request.FILES.getlist("files")
    if not sent:
        return collection
    if collection is None:
        collection = Collection.objects.create(workspace=current_workspace(user, "edit"), created_by=user)
    for file in sent:
        uploads.receive(collection, file, user)
    uploads.start(collection)
    return collection
