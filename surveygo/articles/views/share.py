"""Links to an article for readers without an account: made, listed and revoked by those who may change it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from surveygo.accounts.access import get_article, get_share
from surveygo.accounts.rules import needs
from surveygo.articles import sharing
from surveygo.articles.views.page import page_context
from surveygo.surveys.views.request import person

DAYS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("", "until it is revoked"))


class ShareForm(forms.Form):
    """How long a link works, and what its readers may do."""

    days = forms.TypedChoiceField(
        choices=DAYS, initial="30", coerce=int, empty_value=None, required=False, label="Works for"
    )
    exports = forms.BooleanField(required=False, label="Readers may download it as Markdown and PDF")


@needs("edit", "article")
@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, pk: int) -> HttpResponse:
    """The links there are, and a new one, whose address is shown in this reply alone."""
    article = get_article(person(request), pk, "edit")
    form, address = ShareForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        address = sharing.share(article, person(request), form.cleaned_data["days"], form.cleaned_data["exports"])
    context = page_context(request, article) | {
        "form": form,
        "address": address,
        "shares": sharing.open_ones(article),
    }
    return render(request, "articles/shares.html", context, status=422 if form.errors else 200)


@needs("edit", "share")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link void."""
    link = get_share(person(request), pk, "edit")
    link.delete()
    messages.success(request, "The link no longer works.")
    return redirect("article-shares", link.article_id)
