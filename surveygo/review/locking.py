"""Locking an approved article, so that what was approved stays what it is, and unlocking it."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from surveygo import wake
from surveygo.accounts.models import User
from surveygo.articles import document, locks
from surveygo.articles.models import Article, Lock
from surveygo.review import reviews


class NotApproved(Exception):
    """Nobody approved the text as it is now."""

    def __init__(self) -> None:
        super().__init__("An article is locked once a reviewer approved its text as it is now.")


@transaction.atomic
def lock(article: Article, person: User) -> Lock:
    """Let nobody change the article's text from now on; the lock there is, if there is one.

    Raises:
        NotApproved: where the text as it is now is not approved.
    """
    document.held(article)
    document.settle(article)
    holding = locks.held(article.pk)
    if holding is not None:
        return holding
    if not reviews.is_approved(article):
        raise NotApproved
    made = Lock.objects.create(article=article, by=person)
    _told(article)
    return made


@transaction.atomic
def unlock(article: Article, person: User) -> None:
    """Let those who may edit change the text again."""
    document.held(article)
    article.locks.filter(opened=None).update(opened=timezone.now(), opened_by=person)
    _told(article)


def _told(article: Article) -> None:
    transaction.on_commit(partial(wake.tell, wake.ARTICLES, article=article.pk))
