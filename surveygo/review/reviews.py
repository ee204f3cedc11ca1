"""Requested reviews and verdicts. A verdict is about one text; what is edited later shows as such."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from surveygo import wake
from surveygo.accounts.models import User
from surveygo.articles import document
from surveygo.articles.models import Article
from surveygo.review import notices
from surveygo.review.models import Review

State = Review.State


@transaction.atomic
def ask(article: Article, reviewer: User, asker: User) -> Review:
    """Ask a member for a review, or once more after an answer."""
    asked = {"asked_by": asker, "state": State.ASKED, "answered": None, "message": "", "revision": 0, "sha256": ""}
    review, _ = Review.objects.update_or_create(article=article, reviewer=reviewer, defaults=asked)
    notices.of_review(review, asker)
    _told(article)
    return review


@transaction.atomic
def answer(article: Article, reviewer: User, state: str, message: str) -> Review:
    """A verdict on the article's text as it is now, asked for or not."""
    document.settle(article)
    verdict = {
        "state": state, "message": message, "revision": article.revision, "sha256": article.sha256,
        "answered": timezone.now(),
    }  # fmt: skip
    review, _ = Review.objects.update_or_create(article=article, reviewer=reviewer, defaults=verdict)
    notices.of_review(review, reviewer)
    _told(article)
    return review


def is_approved(article: Article) -> bool:
    """Whether somebody approved the article's text as it is now, and nobody asks for changes of it."""
    verdicts = set(article.reviews.filter(sha256=article.sha256).values_list("state", flat=True))
    return State.APPROVED in verdicts and State.CHANGES not in verdicts


def is_stale(review: Review, article: Article) -> bool:
    """Whether the text was edited after the verdict."""
    return review.state != State.ASKED and review.sha256 != article.sha256


def _told(article: Article) -> None:
    transaction.on_commit(partial(wake.tell, wake.ARTICLES, article=article.pk, review=True))
