"""What concerns a person: the list, marking it as seen, and when e-mail tells of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from surveygo.accounts.rules import needs
from surveygo.review import digests
from surveygo.review.forms import MailForm
from surveygo.review.models import Notice
from surveygo.surveys.views.request import person

SHOWN = 100


@require_GET
@needs("account")
def show(request: HttpRequest) -> HttpResponse:
    """The newest first, of the workspaces the person still belongs to."""
    user = person(request)
    found = Notice.objects.filter(person=user, article__survey__workspace__members=user)
    notices = found.select_related("actor", "article").order_by("-pk")[:SHOWN]
    return render(request, "review/notices.html", {"notices": notices})


@require_POST
@needs("account")
def seen(request: HttpRequest) -> HttpResponse:
    """All of them are seen."""
    Notice.objects.filter(person=person(request), seen=False).update(seen=True)
    return redirect("notices")


@require_POST
@needs("account")
def mails(request: HttpRequest) -> HttpResponse:
    """When e-mail tells of notices."""
    form = MailForm(request.POST, instance=person(request))
    if form.is_valid():
        form.save()
        messages.success(request, "Saved when you get e-mail about notices.")
    else:
        messages.warning(request, "Choose when you get e-mail about notices.")
    return redirect("you")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
@needs("nothing")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more e-mail about notices, without signing in.

    The signed token is the right to it: mail programs post here by themselves (RFC 8058), from no page of ours.
    Following the link only asks, since some programs follow every link.
    """
    try:
        user = digests.unsubscribe(token) if request.method == "POST" else digests.subscriber(token)
    except signing.BadSignature as error:
        raise PermissionDenied("This address is not whole. Copy all of it from the e-mail.") from error
    return render(request, "review/unsubscribe.html", {"address": user.email, "done": request.method == "POST"})
