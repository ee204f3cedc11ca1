"""Secrets of people, encrypted at rest with a key of the installation (Fernet of the `cryptography` package)."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from surveygo.keys import kept_key


class Unreadable(Exception):
    """It was sealed with another key than this installation has now."""


@sensitive_variables()
def seal(secret: str) -> str:
    """`secret`, readable with this installation's key alone."""
    return _fernet().encrypt(secret.encode()).decode()


@sensitive_variables()
def unseal(sealed: str) -> str:
    """The secret in a seal.

    Raises:
        Unreadable: it was sealed with another key.
    """
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@sensitive_variables()
def _fernet() -> Fernet:
    key = settings.ENV["SURVEYGO_ENCRYPTION_KEY"] or kept_key(settings.DATA / "encryption.key")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
