"""The Content-Security-Policy of every page: nothing from elsewhere, nothing inline without the request's nonce."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

Reply = HttpResponseBase | Awaitable[HttpResponseBase]


class ContentSecurityPolicy:
    """Gives each request a nonce (`request.csp_nonce`, `{{ csp_nonce }}` in templates) and each response the policy."""

    async_capable = True
    sync_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Reply]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Reply:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        reply = self.get_response(request)
        if isinstance(reply, HttpResponseBase):
            return protected(request, reply)
        return self.protect_later(request, reply)

    async def protect_later(self, request: HttpRequest, reply: Awaitable[HttpResponseBase]) -> HttpResponseBase:
        """The response with its policy, once it is there."""
        return protected(request, await reply)


def protected(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """`response` with the policy's headers; a view that set a stricter policy keeps it."""
    token = f"'nonce-{request.csp_nonce}'"  # type: ignore[attr-defined]
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self' {token}; style-src 'self' {token}; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "manifest-src 'self'",
    )
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    return response


def nonce(request: HttpRequest) -> dict[str, str]:
    """The template variable `csp_nonce`."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
