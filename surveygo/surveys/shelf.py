"""Surveys as wholes: the sample, a copy, and taking one away with all that hangs on it."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from surveygo.accounts.models import User, Workspace
from surveygo.articles import exports, images
from surveygo.articles.models import ArticleImage, ExportFile
from surveygo.environment import ROOT
from surveygo.library import uploads
from surveygo.library.models import Collection
from surveygo.library.store import place
from surveygo.surveys.models import Run, Survey

SAMPLE = "long-form-generation.jsonl"
SAMPLE_TITLE = "Long-form text generation with language models"

COPIED = (
    "workspace_id", "instructions", "language", "engine", "provider_id", "depth", "plan", "outline", "review_outline",
)  # fmt: skip


def sample(workspace: Workspace, user: User) -> Survey:
    """A quick survey of the sample collection, not yet started."""
    # The readers' imports take long; only whoever tries the sample waits for them.
    from surveygo.library.reading import read_waiting

    collection = Collection.objects.create(workspace=workspace, created_by=user)
    file = SimpleUploadedFile(SAMPLE, (ROOT / "samples" / SAMPLE).read_bytes())
    uploads.receive(collection, file, user)
    read_waiting(collection.pk)
    return Survey.objects.create(
        workspace=workspace, collection=collection, title=SAMPLE_TITLE, depth="quick", created_by=user
    )


@transaction.atomic
def duplicate(survey: Survey, user: User) -> Survey:
    """A survey with the same brief and papers, without runs."""
    own = Collection.objects.create(workspace=survey.workspace, name=survey.collection.name, created_by=user)
    place(own, list(survey.collection.in_order().only("pk")))
    fields = {name: getattr(survey, name) for name in COPIED}
    return Survey.objects.create(title=f"{survey.title} (copy)"[:300], collection=own, created_by=user, **fields)


def goes_with(survey: Survey) -> list[str]:
    """What a survey takes along when it is deleted, for the person who is about to."""
    runs = survey.runs.count()
    articles = list(survey.articles.all())
    revisions = sum(article.revisions.count() for article in articles)
    going = [_count(runs, "run") + " with all that was told while writing"] if runs else []
    if articles:
        going.append(f"{_count(len(articles), 'article')} with {_count(revisions, 'revision')}")
    if pictures := ArticleImage.objects.filter(article__survey=survey).count():
        going.append(_count(pictures, "image"))
    return going


@transaction.atomic
def delete(survey: Survey) -> None:
    """Delete the survey, its runs and articles. Its papers stay in the library."""
    Run.objects.filter(survey=survey).exclude(status__in=("done", "failed", "cancelled")).update(
        status="cancelled", wanted="cancel", lease_until=None
    )
    exports.forget(list(ExportFile.objects.filter(article__survey=survey)))
    images.forget(list(ArticleImage.objects.filter(article__survey=survey)))
    collection, keeps = survey.collection, survey.collection.listed or _shared(survey)
    survey.delete()
    if not keeps:
        for upload in collection.uploads.exclude(file=""):
            upload.file.delete(save=False)
        collection.delete()


def _shared(survey: Survey) -> bool:
    return Survey.objects.filter(collection=survey.collection).exclude(pk=survey.pk).exists()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
