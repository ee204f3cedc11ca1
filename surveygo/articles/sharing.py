"""Read-only links to an article, for people without an account."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from surveygo.accounts.addresses import base_address
from surveygo.accounts.models import ShareLink, User
from surveygo.accounts.tokens import digest, fresh_token
from surveygo.articles.models import Article

FORMATS = ("markdown", "pdf")
"""What readers may take with them, where a link allows it."""


def share(article: Article, by: User, days: int | None, exports: bool) -> str:
    """Make a link and return its address, which is stored nowhere. days: how long it works; None is until revoked."""
    token = fresh_token()
    expires = timezone.now() + timedelta(days=days) if days else None
    ShareLink.objects.create(article=article, digest=digest(token), shared_by=by, exports=exports, expires=expires)
    return base_address() + reverse("shared", args=[token])


def open_ones(article: Article) -> QuerySet[ShareLink]:
    """The article's links that work, newest first."""
    return article.shares.filter(_works()).select_related("shared_by").order_by("-pk")


def find(token: str) -> ShareLink:
    """The link of that address.

    Raises:
        Http404: it never was, has expired, or was revoked.
    """
    link = ShareLink.objects.filter(_works(), digest=digest(token)).select_related("article__survey", "article__run")
    found = link.first()
    if found is None:
        raise Http404("There is nothing here.")
    return found


def _works() -> Q:
    return Q(expires=None) | Q(expires__gt=timezone.now())
