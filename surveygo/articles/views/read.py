"""Reading an article: the page, the evidence behind a sentence, its diagrams, and which section cites which paper."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from pipeline.errors import PipelineError
from pipeline.references import make_reference
from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.articles.coverage import coverage
from surveygo.articles.drawing import draw
from surveygo.articles.models import Article
from surveygo.articles.reading import FIGURE_SALT, Judgement, Reading, nearest_sentence
from surveygo.articles.views.page import page_context
from surveygo.review import unseen
from surveygo.surveys.views.request import person


@require_GET
@needs("view", "article")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The article for reading."""
    article = get_article(person(request), pk)
    unseen.look(person(request), article)
    return render(request, "articles/article.html", page_context(request, article))


@require_GET
@needs("view", "article")
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands behind a citation: of sentence `sentence` (an evidence key, may be missing), of paper `paper`."""
    return evidence_of(request, get_article(person(request), pk))


def evidence_of(request: HttpRequest, article: Article) -> HttpResponse:
    """The part of a page that shows the evidence of the citation that the request names."""
    reading = Reading(article)
    paper = request.GET.get("paper", "")
    work = reading.works.get(paper)
    if work is None:
        raise Http404("There is no such paper in the collection.")
    judgement = reading.evidence.get(request.GET.get("sentence", ""))
    supports = list(judgement.supports) if judgement else []
    # The passages of the paper that was clicked come first, then those of the sentence's other papers.
    supports.sort(key=lambda s: (s["bibkey"] != paper, -s["score"]))
    found = {key: make_reference(reading.numbers.get(key, 0), key, reading.works[key]) for key in reading.works}
    context = {
        "paper": make_reference(reading.numbers.get(paper, 0), paper, work),
        "judgement": judgement,
        "supports": [_quoted(s, judgement) | {"work": found.get(s["bibkey"])} for s in supports],
    }
    name = "card" if "card" in request.GET else "evidence"
    return render(request, f"articles/parts/{name}.html", context)


def _quoted(support: dict[str, Any], judgement: Judgement | None) -> dict[str, Any]:
    """The support with its quote cut into what stands before, in and after the sentence nearest to the claim."""
    before, close, after = nearest_sentence(support["quote"], judgement.plain if judgement else "")
    return support | {"before": before, "close": close, "after": after}


@require_GET
@needs("view", "article")
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of the collection, and which section cites which."""
    article = get_article(person(request), pk)
    context = page_context(request, article)
    dropped = article.run.events.filter(kind="paper", data__status="dropped").order_by("seq")
    context |= {
        "coverage": coverage(article.markdown, context["reading"].references),
        "dropped": [event.data for event in dropped],
    }
    return render(request, "articles/papers.html", context)


@login_not_required
@require_GET
@cache_control(private=True, max_age=86_400)
@needs("nothing")
def figure(request: HttpRequest, signed: str) -> HttpResponse:
    """A diagram as SVG, light and dark in one; the address carries its source, signed by a page its reader may see."""
    try:
        svg = draw(signing.loads(signed, salt=FIGURE_SALT))
    except (signing.BadSignature, PipelineError) as error:
        raise Http404("This diagram cannot be drawn.") from error
    headers = {"Content-Security-Policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"}
    return HttpResponse(svg, content_type="image/svg+xml", headers=headers)
