"""Articles as files that take seconds to make: ordered by the web, made by a worker of the `short` cluster."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from pipeline.engines import ENGINES
from pipeline.errors import PipelineError
from pipeline.export import EXPORTS, Document
from surveygo import outage
from surveygo.articles import images
from surveygo.articles.models import Article, ExportFile
from surveygo.articles.reading import Reading

LEASE = timedelta(minutes=10)
"""How long a file may take before its maker counts as dead; typst and pandoc have shorter limits of their own."""
MISHAP = "Something went wrong inside SurveyGO while this file was made; the server's log says what."
GONE = "The file is not there any more; export it again."
LOST = "The worker that made this file was stopped or took too long; export it again."

log = logging.getLogger(__name__)
Status = ExportFile.Status


def document_of(article: Article, markdown: str) -> Document:
    """What an export of the article with that text is made from."""
    return Document(
        markdown=markdown,
        works=Reading(article).works,
        language=article.survey.language,
        date=article.changed.date(),
        images=images.of_text(article, markdown),
        note=f"Written with SurveyGO, engine {ENGINES.get(article.survey.engine, article.survey.engine)}",
    )


def file_name(article: Article) -> str:
    """The title in small letters with dashes; the format's extension goes after it."""
    return "-".join(re.findall(r"\w+", article.title.lower()))[:80] or "article"


@transaction.atomic
def order(article: Article, format: str) -> ExportFile:
    """The file of the article as it is now: the one there is or that is being made, else one put before a worker."""
    wanted = {"article": article, "format": format, "sha256": article.sha256}
    made, new = ExportFile.objects.get_or_create(**wanted, defaults=_fresh(article))
    if not new:
        if made.is_moving or (made.status == Status.READY and not vanished(made)):
            return made
        ExportFile.objects.filter(pk=made.pk).update(**_fresh(article))
        made.refresh_from_db()
    transaction.on_commit(partial(deliver, made.pk))
    return made


def vanished(made: ExportFile) -> bool:
    """Whether somebody took the bytes of a file away that was made."""
    return made.status == Status.READY and not made.file.storage.exists(made.file.name)


def deliver(pk: int) -> None:
    """Put an ordered file before the workers; where the queue is down, the sweep does it later."""
    try:
        async_task("surveygo.articles.tasks.make_export", pk, cluster="short", task_name=f"export {pk}")
    except outage.errors() as error:
        log.warning("Export %s could not be delivered yet: %s", pk, error)


def make(pk: int) -> None:
    """Make an ordered file; does nothing where another worker was faster."""
    claimed = ExportFile.objects.filter(pk=pk, status=Status.WAITING)
    if not claimed.update(status=Status.MAKING, due=timezone.now() + LEASE):
        return
    made = ExportFile.objects.select_related("article__survey").get(pk=pk)
    try:
        content = EXPORTS[made.format].write(document_of(made.article, made.markdown))
    except PipelineError as error:
        _fail(pk, str(error))
    except Exception:  # the task's edge: the reader learns that it failed and the log learns why
        log.exception("Export %s failed.", pk)
        _fail(pk, MISHAP)
    else:
        _keep(made, content)


def forget(files: list[ExportFile]) -> None:
    """Delete the rows and their bytes."""
    for made in files:
        if made.file:
            made.file.delete(save=False)
    ExportFile.objects.filter(pk__in=[made.pk for made in files]).delete()


def sweep() -> None:
    """Deliver again what waits for long; what lost its maker has failed, as it would likely lose the next one too."""
    now = timezone.now()
    late = ExportFile.objects.filter(due__lt=now)
    late.filter(status=Status.MAKING).update(status=Status.FAILED, reason=LOST, markdown="", due=None)
    for pk in late.filter(status=Status.WAITING).values_list("pk", flat=True):
        if late.filter(pk=pk, status=Status.WAITING).update(due=now + LEASE):
            deliver(pk)


def _fresh(article: Article) -> dict[str, object]:
    due = timezone.now() + timedelta(seconds=settings.ENV["SURVEYGO_UNCLAIMED_SECONDS"])
    return {"status": Status.WAITING, "markdown": article.markdown, "reason": "", "file": "", "due": due}


def _fail(pk: int, reason: str) -> None:
    making = ExportFile.objects.filter(pk=pk, status=Status.MAKING)
    making.update(status=Status.FAILED, reason=reason, markdown="", due=None)


def _keep(made: ExportFile, content: bytes) -> None:
    """Store the file, unless it counts as lost meanwhile; it replaces those of earlier texts."""
    made.file.save(EXPORTS[made.format].extension, ContentFile(content), save=False)
    ready = {"status": Status.READY, "file": made.file.name, "markdown": "", "due": None}
    if not ExportFile.objects.filter(pk=made.pk, status=Status.MAKING).update(**ready):
        made.file.delete(save=False)
        return
    earlier = ExportFile.objects.filter(article=made.article_id, format=made.format).exclude(pk=made.pk)
    forget(list(earlier.filter(status__in=(Status.READY, Status.FAILED))))
