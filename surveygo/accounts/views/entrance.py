"""Coming in and going out: signing in by password or by a printed address, signing up, taking an invitation."""

from __future__ import annotations

from allauth.account import views as account
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from surveygo import mail
from surveygo.accounts import invitations
from surveygo.accounts.adapters import may_sign_up
from surveygo.accounts.installation import is_team
from surveygo.accounts.models import Invitation, User
from surveygo.accounts.rules import needs
from surveygo.accounts.signin import redeem
from surveygo.surveys.views.request import person

HOW_TO = "accounts/printed.html"


@login_not_required
@needs("nothing")
@never_cache
def signin(request: HttpRequest) -> HttpResponseBase:
    """The form for e-mail address and password; where one person works alone, how to get an address that signs in."""
    if is_team():
        reply: HttpResponseBase = account.LoginView.as_view(extra_context=_ways(request))(request)
        return reply
    return render(request, HOW_TO, {"spent": False})


def _ways(request: HttpRequest) -> dict[str, object]:
    return {"mail": mail.is_set_up(), "open": may_sign_up(request), "invitation": invitations.carried(request)}


@login_not_required
@needs("nothing")
@never_cache
@require_http_methods(["GET", "HEAD"])
def signin_once(request: HttpRequest, token: str) -> HttpResponse:
    """Signs the token's user in. A spent token still leads a visitor who is signed in to the start page.

    HEAD changes nothing: link previews ask with it, and the address would be spent before the person arrives.
    """
    if request.method == "HEAD":
        return HttpResponse()
    user = redeem(token)
    if user is not None:
        login(request, user)
    if not request.user.is_authenticated:
        return render(request, HOW_TO, {"spent": True}, status=403)
    return redirect("/")


@login_not_required
@needs("nothing")
@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """Ends the session, and a sign-in that still waits for its second factor, which the sign-in page would lead to."""
    account.logout(request)
    return redirect("account_login")


@login_not_required
@needs("nothing")
@never_cache
def signup(request: HttpRequest) -> HttpResponseBase:
    """A new account, for those who may make one."""
    reply: HttpResponseBase = account.SignupView.as_view(
        template_name_signup_closed="account/signup_closed.html", extra_context=_ways(request)
    )(request)
    return reply


@login_not_required
@needs("nothing")
@never_cache
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Asks for a new password by e-mail; where none is sent, says who can help."""
    if not mail.is_set_up():
        return render(request, "accounts/no_mail.html")
    reply: HttpResponseBase = account.password_reset(request)
    return reply


@login_not_required
@needs("nothing")
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: who is signed in takes it here, others sign in or up first and come back."""
    invitation = invitations.find(token)
    if invitation is None:
        return render(request, "accounts/join.html", {"invitation": None}, status=410)
    if request.method == "POST" and isinstance(request.user, User):
        return _joined(request, request.user, invitation)
    invitations.carry(request, token)
    context = {"invitation": invitation, "here": reverse("join", args=[token])}
    return render(request, "accounts/join.html", context)


@needs("account")
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for the person, in whatever browser; posting the key of one takes or declines it."""
    if request.method == "GET":
        return render(request, "accounts/nowhere.html")
    user = person(request)
    pk = request.POST.get("decline") or request.POST.get("invitation", "")
    invitation = invitations.waiting(user).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if invitation and "decline" in request.POST:
        invitations.decline(invitation, user)
        messages.success(request, f"You declined the invitation to “{invitation.workspace}”.")
        return redirect("/")
    return _joined(request, user, invitation)


def _joined(request: HttpRequest, user: User, invitation: Invitation | None) -> HttpResponse:
    if not invitations.may_accept(user):
        messages.warning(request, "Confirm your address first: sign out and in again, and open the message we send.")
        return redirect("invited")
    workspace = invitations.accept(invitation, user) if invitation else None
    if workspace is None:
        return render(request, "accounts/join.html", {"invitation": None}, status=410)
    messages.success(request, f"You are now a member of “{workspace}”.")
    return redirect("/")
