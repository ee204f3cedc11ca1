"""The page of a search: how far it is, its candidates with the reason for each, and the way on to the article."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from surveygo.accounts.access import can, get_search
from surveygo.accounts.rules import needs
from surveygo.library.views.files import BUSY
from surveygo.searches import begin, claims
from surveygo.searches.models import Candidate, Search
from surveygo.surveys.views.request import person

SHOWN_OUT = 100
"""Candidates left out that are listed before a person asks for all."""


@require_GET
@needs("view", "search")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while a worker is at it, the candidates when it is done; a written survey is at its run."""
    search = get_search(person(request), pk)
    if search.status == Search.Status.DONE and search.run_id and "stay" not in request.GET:
        return redirect("run", search.run_id)
    may_edit = can(person(request), search.survey.workspace_id, "edit")
    context = {"search": search, "may_edit": may_edit} | progress_context(search)
    if not search.is_moving:
        context |= _candidates(search, everything="all" in request.GET)
    return render(request, "searches/search.html", context)


@require_GET
@needs("view", "search")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress as it is now, nothing where the page shows that already; the whole page anew when the search is
    where a person looks at it."""
    search = get_search(person(request), pk)
    if search.status == Search.Status.DONE and search.run_id:
        return HttpResponseClientRedirect(reverse("run", args=[search.run_id]))
    if not search.is_moving:
        return HttpResponseClientRefresh()
    context = {"search": search} | progress_context(search)
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "searches/parts/progress.html", context)


@require_POST
@needs("edit", "search")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a candidate in or leave it out; answers with its row and the counts."""
    search = _ready(request, pk)
    number = request.POST.get("candidate", "")
    row = search.candidates.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if row is None:
        raise Http404("There is nothing here.")
    begin.choose(row, number in request.POST.getlist("include"))
    context = {"search": search, "row": row, "may_edit": True, "oob": True} | _counts(search)
    return render(request, "searches/parts/chosen.html", context)


@require_POST
@needs("edit", "search")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on two candidates that may be the same work."""
    search = _ready(request, pk)
    sent = [request.POST.get(name, "") for name in ("first", "second", "keep")]
    begin.settle(search, *sent)
    return redirect("search", pk)


@require_POST
@needs("edit", "search")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with the chosen candidates: their texts, then the article."""
    search = get_search(person(request), pk, "edit")
    if search.status == Search.Status.READY:
        shown, ticked = (_numbers(request, name) for name in ("shown", "include"))
        begin.choose_exactly(search, ticked, shown)
        if search.survey.collection.uploads.filter(status__in=BUSY).exists():
            messages.info(request, "Files of this survey are being read; start writing when they are.")
        elif search.candidates.filter(included=True).exists() or search.survey.collection.places.exists():
            begin.fetch(search, person(request))
        else:
            messages.warning(request, "No paper is chosen: tick some first.")
    return redirect("search", pk)


@require_POST
@needs("edit", "search")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the search."""
    claims.cancel(get_search(person(request), pk, "edit"))
    return redirect("search", pk)


@require_POST
@needs("edit", "search")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Search once more."""
    begin.again(get_search(person(request), pk, "edit"), person(request))
    return redirect("search", pk)


def progress_context(search: Search) -> dict[str, Any]:
    """Context of the progress. seen: a mark of all that it shows, which the page's next question brings."""
    told = search.told
    done, total = told.get("texts", [0, 0])
    shown = json.dumps([search.status, search.phase, search.wanted, told], sort_keys=True)
    return {
        "told": told,
        "sources": list(told.get("sources", {}).values()),
        "texts_done": done,
        "texts_total": total,
        "seen": hashlib.sha256(shown.encode()).hexdigest()[:16],
    }


def _ready(request: HttpRequest, pk: int) -> Search:
    search = get_search(person(request), pk, "edit")
    if search.status != Search.Status.READY:
        raise Http404("The candidates of this search cannot be changed any more.")
    return search


def _counts(search: Search) -> dict[str, Any]:
    # The pipeline's imports take long; only who needs them waits, and the start of the web does not.
    from surveygo.searches.picture import draw

    fetched = search.status == Search.Status.DONE
    return {"picture": draw(search.flow(), fetched), "chosen": search.candidates.filter(included=True).count()}


def _candidates(search: Search, *, everything: bool) -> dict[str, Any]:
    rows = list(search.candidates.all())
    kept = [row for row in rows if row.included or row.decided]
    perhaps = [row for row in rows if not row.decided and row.data["exclusion"] == "uncertain"]
    out = [row for row in rows if not (row.included or row.decided or row.data["exclusion"] == "uncertain")]
    by_key = {row.key: row for row in rows}
    shown = out if everything else out[:SHOWN_OUT]
    return {
        "kept": kept,
        "perhaps": perhaps,
        "out": shown,
        "more": len(out) - len(shown),
        "pairs": _pairs(search, by_key),
        "failures": search.failures,
        "own": search.survey.collection.places.count(),
    } | (_counts(search) if rows else {"chosen": 0})


def _pairs(search: Search, by_key: dict[str, Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Pairs of which both are chosen: the others need no decision."""
    found = [(by_key.get(p["first"][:500]), by_key.get(p["second"][:500])) for p in search.pairs]
    return [(a, b) for a, b in found if a and b and a.included and b.included]


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19}
