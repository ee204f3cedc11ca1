"""How many notices a person has not seen yet: for the head of every page, and for each survey; what makes them seen."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from surveygo.accounts.models import User
from surveygo.articles.models import Article
from surveygo.review.models import Notice
from surveygo.surveys.models import Survey


def notices(request: HttpRequest) -> dict[str, object]:
    """The template variable `unseen`; counted only where a page shows it."""
    return {"unseen": SimpleLazyObject(lambda: _count(request))}


def look(person: User, article: Article) -> None:
    """The person opened the article: what notices tell of it is seen."""
    Notice.objects.filter(person=person, article=article, seen=False).update(seen=True)


def counted(person: User, surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """The surveys with `unseen`: how many notices about their articles the person has not seen."""
    mine = Q(articles__notices__person=person, articles__notices__seen=False)
    return surveys.annotate(unseen=Count("articles__notices", filter=mine, distinct=True))


def _count(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return 0
    return Notice.objects.filter(person=user, seen=False, article__survey__workspace__members=user).count()
