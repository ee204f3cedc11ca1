"""Where base URLs may lead: checked when one is saved here, and by the pipeline for each connection."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from pipeline.network import is_public
from surveygo.accounts.installation import is_team

EXAMPLE = "https://models.example.org/v1"
PRIVATE = (
    "{} leads to this machine or a private network. In a team's installation, whoever runs the server must allow that "
    "with SURVEYGO_PRIVATE_ADDRESSES=1."
)


def private_allowed() -> bool:
    """Whether base URLs may lead to this machine and to private networks."""
    return bool(settings.ENV["SURVEYGO_PRIVATE_ADDRESSES"]) or not is_team()


def check_address(address: str) -> None:
    """Return if a base URL can be used.

    Raises:
        ValidationError: with one sentence that says why not.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise ValidationError(f"The base URL must begin with http:// or https://, such as {EXAMPLE}.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValidationError("The base URL must hold no password, ? or #; the key has a field of its own.")
    if private_allowed():
        return
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ValidationError(f"There is no server named {host}; check the base URL.") from None
    if not all(is_public(str(address[0])) for *_, address in found):
        raise ValidationError(PRIVATE.format(host))
