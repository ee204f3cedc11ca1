"""Where a paper is used: the surveys written from it, and the sections of their articles that cite it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.citations import CITATION, KEY
from surveygo.articles.models import Article
from surveygo.library.models import Paper
from surveygo.surveys.models import Survey


@dataclass(frozen=True)
class Use:
    """A survey that draws on a paper. article: the newest, if one is written; places: (section, citations in it)."""

    survey: Survey
    article: Article | None
    places: tuple[tuple[str, int], ...]


def uses_of(paper: Paper) -> list[Use]:
    """Every survey whose papers this one is among, or whose article names it, newest first."""
    surveys = {survey.pk: survey for survey in Survey.objects.filter(collection__papers=paper).distinct()}
    articles: dict[int, tuple[Article, str]] = {}
    found = Article.objects.filter(survey__workspace=paper.workspace_id).select_related("survey").order_by("pk")
    for article in found.defer("evidence", "skeleton", "record"):
        key = next((r["bibkey"] for r in article.references if r.get("paper") == paper.pk), None)
        if key is not None:
            surveys.setdefault(article.survey_id, article.survey)
            articles[article.survey_id] = (article, key)
    return [_use(surveys[pk], articles.get(pk)) for pk in sorted(surveys, reverse=True)]


def _use(survey: Survey, written: tuple[Article, str] | None) -> Use:
    if written is None:
        return Use(survey, None, ())
    article, key = written
    return Use(survey, article, tuple(_places(article.markdown, key)))


def _places(markdown: str, key: str) -> Iterator[tuple[str, int]]:
    title, count = "", 0
    for line in [*markdown.splitlines(), "# "]:
        if line.startswith("#"):
            if count:
                yield title or "Beginning", count
            title, count = line.lstrip("#").strip(), 0
        else:
            count += sum(KEY.findall(cited.group(1)).count(key) for cited in CITATION.finditer(line))
