"""A person's own settings."""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from surveygo import mail
from surveygo.accounts.forms import NameForm
from surveygo.accounts.installation import is_team
from surveygo.accounts.rules import needs
from surveygo.review.forms import MailForm
from surveygo.surveys.views.request import person


@needs("account")
def email(request: HttpRequest) -> HttpResponseBase:
    """Another address, which counts once it is confirmed; where no mail is sent it cannot be."""
    if not mail.is_set_up():
        return redirect("you")
    reply: HttpResponseBase = account.email(request)
    return reply


@needs("account")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Name, address, password, second factor and open sessions; all but the name on pages of their own."""
    user = person(request)
    form = NameForm(request.POST if request.method == "POST" else None, instance=user)
    if form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("you")
    # A name that was refused must not show in the page's head.
    user.refresh_from_db()
    context = {
        "form": form,
        "team": is_team(),
        "mail": mail.is_set_up(),
        "mail_form": MailForm(instance=user),
        "pending": EmailAddress.objects.filter(user=user, verified=False, primary=False).first(),
        "guarded": Authenticator.objects.filter(user=user).exists(),
        "sso": settings.ENV["SURVEYGO_OIDC_URL"] or SocialAccount.objects.filter(user=user).exists(),
        "has_password": user.has_usable_password(),
    }
    return render(request, "accounts/you.html", context, status=422 if form.errors else 200)


@needs("account")
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Whether the person gets e-mail about the runs that they start."""
    user = person(request)
    user.run_letters = "run_letters" in request.POST
    user.save(update_fields=["run_letters"])
    messages.success(request, "You get e-mail about your runs." if user.run_letters else "No more e-mail about runs.")
    return redirect("you")
