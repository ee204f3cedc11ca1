"""What an answer will take, before it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline import Brief
from pipeline.estimate import estimate_revision
from pipeline.operations import OPERATIONS
from surveygo.articles.models import Article
from surveygo.assist.forms import LONGEST, TOO_LONG
from surveygo.library.models import Paper
from surveygo.providers.account import terms
from surveygo.surveys.engines import EXTRACTIVE
from surveygo.surveys.spending import spending


def expected(article: Article, sent: Mapping[str, str]) -> dict[str, Any]:
    """Context of `assist/estimate.html`. sent: the form as it is filled in so far."""
    survey = article.survey
    kind = OPERATIONS.get(sent.get("operation", ""))
    quote = sent.get("quote", "").replace("\r\n", "\n")
    context: dict[str, Any] = {"run": article.run, "free": not asks_a_model(article, sent.get("operation", ""))}
    if context["free"] or kind is None or survey.provider is None:
        return context
    if not quote.strip() or len(quote) > LONGEST:
        return context | {"wrong": TOO_LONG if quote.strip() else ""}
    keys = [row["paper"] for row in article.references if row.get("paper")]
    papers = list(Paper.objects.filter(pk__in=keys).values_list("tokens", flat=True))
    brief = Brief(survey.title, survey.instructions, survey.language)
    account = terms(survey.provider)
    found = estimate_revision(sent["operation"], quote, sent.get("instruction", ""), papers, brief, account)
    spent = spending(article.run)
    # The budget asks for room for the longest answer there could be, not for the usual one.
    longest = account.reply_tokens("writer")
    worst = account.worst("writer", round(found.prompt_tokens.high))
    return context | {
        "estimate": found,
        "provider": survey.provider,
        "unpriced": account.unpriced(),
        "spending": spent,
        "worst": worst,
        "short": not spent.covers(worst),
        "longest": longest if (found.completion_tokens.low + found.completion_tokens.high) / 2 > longest else 0,
        "may_raise": True,
    }


def asks_a_model(article: Article, operation: str) -> bool:
    """Whether a language model is asked for that operation, so that it may cost something."""
    return article.survey.engine != EXTRACTIVE and operation != "support"
