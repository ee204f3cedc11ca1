"""What a Redis that cannot be reached raises."""

from __future__ import annotations

from django.conf import settings


def errors() -> tuple[type[Exception], ...]:
    """For `except outage.errors()`: the client is imported only where it is used."""
    if not settings.REDIS_URL:
        return (OSError,)
    from redis import RedisError

    return (OSError, RedisError)
