"""What who is signed out gets: a page leads to the sign-in page, a part of a page says so instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

SENTENCE = "You are signed out, so nothing was done. Sign in again in another tab, then do it again here."


class SignInRequired(LoginRequiredMiddleware):
    """The sign-in page never lands within a part of the page that asked, in place of what somebody wrote there."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:  # type: ignore[override]
        """Lead to the sign-in page, or say in a sentence to a script that the person is signed out."""
        # Scripts ask with the first (https://htmx.org) or, in today's browsers, the second (https://w3.org/TR/fetch-metadata).
        if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty":
            return HttpResponse(SENTENCE, status=401, content_type="text/plain; charset=utf-8")
        return super().handle_no_permission(request, view_func)
