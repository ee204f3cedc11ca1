"""Whether an article may be changed: the one check, asked in the transaction that would store a change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied

from surveygo.articles.models import Lock

Shown = dict[str, Any] | None
"""Who locked an article and when, for open pages; None while it is open."""


class Locked(PermissionDenied):
    """The article is locked; nothing was changed."""

    def __init__(self, lock: Lock) -> None:
        super().__init__(f"{lock.by or 'Somebody'} locked this article: nobody changes it until it is unlocked.")


def held(article: int) -> Lock | None:
    """The lock that holds the article, if one does."""
    return Lock.objects.filter(article=article, opened=None).select_related("by").first()


def check(article: int) -> None:
    """Let changes pass.

    Raises:
        Locked: the article is locked.
    """
    if lock := held(article):
        raise Locked(lock)


def shown(articles: Collection[int]) -> dict[int, Shown]:
    """What open pages show of the locks of these articles."""
    found = Lock.objects.filter(article__in=articles, opened=None).select_related("by")
    holding: dict[int, Shown] = {lock.article_id: _shown(lock) for lock in found}
    return {article: holding.get(article) for article in articles}


def _shown(lock: Lock) -> Shown:
    return {"by": str(lock.by or "Somebody"), "at": lock.created.isoformat()}
