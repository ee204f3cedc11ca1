"""The Models page: a workspace's providers, each with its key, models, limits and prices."""

from __future__ import annotations

import asyncio
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.engines.models import MODELS, PRICES_OF
from pipeline.engines.probe import probe
from pipeline.engines.providers import ROLES
from pipeline.errors import BadInput
from surveygo.accounts.access import can, current_workspace, get_provider
from surveygo.accounts.rules import needs
from surveygo.providers.account import account, terms
from surveygo.providers.forms import ProviderForm, known_models, price_forms, take_prices
from surveygo.providers.models import Provider
from surveygo.surveys.models import Survey
from surveygo.surveys.views.request import person

Kind = Provider.Kind


@require_GET
@needs("view")
def index(request: HttpRequest) -> HttpResponse:
    """The workspace's providers, and the prices known by default."""
    user = person(request)
    workspace = current_workspace(user)
    kinds = [kind for kind in Kind if kind != Kind.COMPATIBLE or can(user, workspace.pk, "own")]
    context = {
        "cards": [_card(provider) for provider in workspace.providers.order_by("pk")],
        "kinds": kinds if can(user, workspace.pk, "edit") else [],
        "may_edit": can(user, workspace.pk, "edit"),
        "defaults": {name: known for name, known in MODELS.items() if known.price},
        "prices_of": PRICES_OF,
    }
    return render(request, "providers/index.html", context)


@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
@needs("edit")
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """A new provider of a kind; a server by its address is an owner's to add."""
    if kind not in Kind.values:
        raise Http404("There is no such provider.")
    user = person(request)
    workspace = current_workspace(user, "own" if kind == Kind.COMPATIBLE else "edit")
    return _form(request, Provider(workspace=workspace, kind=kind, created_by=user))


@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
@needs("edit", "provider")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A provider's form, with its prices."""
    return _form(request, get_provider(person(request), pk, "edit"))


@require_http_methods(["GET", "POST"])
@needs("edit", "provider")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a provider and its key, once that is confirmed."""
    provider = get_provider(person(request), pk, "edit")
    if request.method == "POST":
        name = provider.name
        provider.delete()
        messages.success(request, f"“{name}” and its key were removed.")
        return redirect("models")
    surveys = Survey.objects.filter(provider=provider)
    return render(request, "providers/delete.html", {"provider": provider, "surveys": surveys.count()})


@require_POST
@needs("edit", "provider")
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Call each of its models once, and tell what became of it."""
    provider = get_provider(person(request), pk, "edit")
    results, problem = [], ""
    try:
        results = asyncio.run(probe(account(provider)))
    except BadInput as error:
        problem = str(error)
    context = {"provider": provider, "results": results, "problem": problem}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "providers/parts/test.html", context)
    return render(request, "providers/test.html", context)


@sensitive_variables("form")
def _form(request: HttpRequest, provider: Provider) -> HttpResponse:
    may_own = can(person(request), provider.workspace_id, "own")
    form = ProviderForm(request.POST or None, instance=provider, may_own=may_own)
    prices = price_forms(provider, request.POST or None) if provider.pk else None
    if request.method == "POST" and form.is_valid() and (prices is None or prices.is_valid()):
        if prices is not None:
            take_prices(provider, prices, timezone.now().date())
        saved = form.save()
        messages.success(request, f"“{saved.name}” is saved. Test the connection before you rely on it.")
        return redirect("models")
    context = {
        "form": form,
        "prices": prices,
        "provider": provider,
        "known": known_models(provider.kind),
        "prices_of": PRICES_OF,
    }
    return render(request, "providers/provider.html", context, status=422 if request.method == "POST" else 200)


def _card(provider: Provider) -> dict[str, Any]:
    """What the page shows of a provider."""
    known = terms(provider)
    rows = [
        {
            "model": name,
            "roles": [role for role in ROLES if known.model_for(role) == name],
            "price": known.known(name).price,
            "context": known.known(name).context,
            "own": provider.price_of(name),
        }
        for name in provider.models
    ]
    return {"provider": provider, "rows": rows, "unpriced": known.unpriced()}
