"""Tokens in addresses: the person gets the token, the row its digest."""

from __future__ import annotations

import hashlib
import secrets


def fresh_token() -> str:
    """A token that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """What is stored of a token. Its 192 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
