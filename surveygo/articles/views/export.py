"""An article as a file."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from pipeline.engines import ENGINES
from pipeline.errors import PipelineError
from pipeline.export import EXPORTS, Document
from surveygo.accounts.access import get_article
from surveygo.articles.reading import Reading
from surveygo.surveys.views.request import person


@require_GET
def export(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The article in one of `EXPORTS`, as a download; where that fails, one sentence that says why."""
    article = get_article(person(request), pk)
    chosen = EXPORTS.get(format)
    if chosen is None:
        raise Http404("There is no such format.")
    document = Document(
        markdown=article.markdown,
        works=Reading(article).works,
        language=article.survey.language,
        date=article.changed.date(),
        note=f"Written with SurveyGO, engine {ENGINES.get(article.survey.engine, article.survey.engine)}",
    )
    try:
        content = chosen.write(document)
    except PipelineError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    name = "-".join(re.findall(r"\w+", article.title.lower()))[:80] or "article"
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name + chosen.extension)}"}
    return HttpResponse(content, content_type=chosen.content_type, headers=disposition)
