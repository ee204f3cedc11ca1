"""One paper: what is known of it, its text, where it is cited; its changes and its end."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from surveygo.accounts.access import can, get_paper
from surveygo.accounts.rules import needs
from surveygo.library.duplicates import proposals, propose
from surveygo.library.forms import PaperForm
from surveygo.library.models import Paper
from surveygo.library.tagging import set_tags
from surveygo.library.uses import uses_of
from surveygo.searches.access import source_label
from surveygo.surveys.views.request import person


@require_GET
@needs("view", "paper")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper's page."""
    paper = get_paper(person(request), pk)
    context = {
        "paper": paper,
        "source": source_label(paper.source),
        "uses": uses_of(paper),
        "collections": paper.collections.filter(listed=True).order_by("name"),
        "proposed": [pair for pair in proposals(paper.workspace) if pk in (pair.first_id, pair.second_id)],
        "may_edit": can(person(request), paper.workspace_id, "edit"),
    }
    return render(request, "library/paper.html", context)


@require_http_methods(["GET", "POST"])
@needs("edit", "paper")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of the paper. Its text stays as it was read; articles keep what they were written from."""
    paper = get_paper(person(request), pk, "edit")
    form = PaperForm(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            set_tags(paper, form.cleaned_data["tags"])
        propose(paper.workspace, [paper.pk])
        messages.success(request, "The paper is saved. Articles written before keep the reference they have.")
        return redirect("paper", paper.pk)
    context = {"form": form, "paper": paper, "tags": paper.workspace.tags.all()}
    return render(request, "library/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("edit", "paper")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what depends on the paper; delete it when that is confirmed."""
    paper = get_paper(person(request), pk, "edit")
    return confirm_delete(request, [paper])


def confirm_delete(request: HttpRequest, papers: list[Paper]) -> HttpResponse:
    """The page that names what depends on the papers, and their end once it is confirmed by `sure`."""
    if request.POST.get("sure"):
        with transaction.atomic():
            for paper in papers:
                paper.delete()
        messages.success(request, f"{len(papers)} paper{'s were' if len(papers) != 1 else ' was'} deleted.")
        return redirect("library")
    used = [(paper, uses) for paper in papers if (uses := uses_of(paper))]
    return render(request, "library/delete.html", {"papers": papers, "used": used})
