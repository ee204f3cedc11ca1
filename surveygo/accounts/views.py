"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from surveygo.accounts.rules import needs
from surveygo.accounts.signin import redeem


@login_not_required
@require_GET
@needs("nothing")
def signin(request: HttpRequest) -> HttpResponse:
    """Tells a visitor who is not signed in how to get an address that signs them in."""
    return render(request, "accounts/signin.html", {"spent": False}, status=200)


@login_not_required
@require_http_methods(["GET", "HEAD"])
@needs("nothing")
def signin_once(request: HttpRequest, token: str) -> HttpResponse:
    """Signs the token's user in. A spent token still leads a visitor who is signed in to the start page.

    HEAD changes nothing: link previews ask with it, and the address would be spent before the person arrives.
    """
    if request.method == "HEAD":
        return HttpResponse()
    user = redeem(token)
    if user is not None:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if not request.user.is_authenticated:
        return render(request, "accounts/signin.html", {"spent": True}, status=403)
    return redirect("/")


@require_POST
@needs("account")
def signout(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("signin")
