"""The addresses that sign a person in."""

from __future__ import annotations

from django.conf import settings

from surveygo.accounts.models import User
from surveygo.accounts.signin import new_token


def base_address() -> str:
    """Where the site is reached: this machine, or the first of SURVEYGO_ALLOWED_HOSTS."""
    env = settings.ENV
    if origins := env["SURVEYGO_CSRF_ORIGINS"]:
        return str(origins[0]).rstrip("/")
    if not env["SURVEYGO_ALLOWED_HOSTS"]:
        return f"http://127.0.0.1:{env['PORT']}"
    host = env["SURVEYGO_ALLOWED_HOSTS"][0].lstrip(".")
    return f"https://{host}" if env["SURVEYGO_BEHIND_PROXY"] else f"http://{host}:{env['PORT']}"


def signin_address(user: User) -> str:
    """A fresh address that signs `user` in once."""
    return f"{base_address()}/signin/{new_token(user)}"
