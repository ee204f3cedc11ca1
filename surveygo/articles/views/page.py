"""What every page about an article shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pipeline.engines import ENGINES
from pipeline.export import EXPORTS
from surveygo.accounts.access import can
from surveygo.articles import document, locks
from surveygo.articles.models import Article
from surveygo.articles.reading import Reading
from surveygo.surveys.spending import spending
from surveygo.surveys.views.request import person


def page_context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Context of the bar at the top, and the article as it is read, with all that was typed until now."""
    document.settle(article)
    return {
        "article": article,
        "run": article.run,
        "reading": Reading(article),
        "exports": EXPORTS,
        "spending": spending(article.run),
        "engine_name": ENGINES.get(article.survey.engine, article.survey.engine),
        "can_edit": can(person(request), article.survey.workspace_id, "edit"),
        "lock": locks.held(article.pk),
        "can_comment": can(person(request), article.survey.workspace_id, "comment"),
    }
