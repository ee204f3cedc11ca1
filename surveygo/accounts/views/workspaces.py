"""Workspaces: a new one, which one to work in, its name, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from surveygo.accounts import membership, workspaces
from surveygo.accounts.access import get_workspace
from surveygo.accounts.forms import WorkspaceForm
from surveygo.accounts.rules import needs
from surveygo.surveys.views.request import person


@needs("account")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new workspace, in which one works from then on."""
    form = WorkspaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = person(request)
        workspaces.choose(membership.found(form.cleaned_data["name"], user.pk), user)
        return redirect("/")
    context = {"form": form, "workspace": None}
    return render(request, "accounts/workspace.html", context, status=422 if form.errors else 200)


@needs("view", "workspace")
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Work in another workspace."""
    user = person(request)
    workspaces.choose(get_workspace(user, pk), user)
    return redirect("/")


@needs("own", "workspace")
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the workspace another name."""
    workspace = get_workspace(person(request), pk, "own")
    form = WorkspaceForm(request.POST if request.method == "POST" else None, instance=workspace)
    if form.is_valid():
        form.save()
        return redirect("team")
    context = {"form": form, "workspace": workspace}
    return render(request, "accounts/workspace.html", context, status=422 if form.errors else 200)


@needs("own", "workspace")
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what goes with the workspace; delete it when its name is typed."""
    workspace = get_workspace(person(request), pk, "own")
    wrong = request.method == "POST" and request.POST.get("name", "").strip() != workspace.name
    if request.method == "POST" and not wrong:
        workspaces.delete(workspace)
        messages.success(request, f"“{workspace.name}” was deleted.")
        return redirect("/")
    context = {"workspace": workspace, "going": workspaces.goes_with(workspace), "wrong": wrong}
    return render(request, "accounts/workspace_delete.html", context, status=422 if wrong else 200)
