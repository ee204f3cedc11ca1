"""Papers as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that a variable holds, or nothing."""
    return values.get(key, "")


@register.filter
def people(authors: Sequence[str]) -> str:
    """Up to three authors, or the first of more."""
    return ", ".join(authors) if len(authors) <= 3 else f"{authors[0]} et al."


@register.filter
def followable(address: str) -> bool:
    """Whether a browser may follow the address: of the web, not a script."""
    return urlsplit(address).scheme in ("http", "https")
