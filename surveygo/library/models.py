"""Papers, the collections they are gathered in, and the uploads they come from."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from pipeline.paper import Paper as PipelinePaper
from surveygo.accounts.models import Workspace


class Paper(models.Model):
    """A work in a workspace's library. The fields are those of `pipeline.paper.Paper`."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="papers")
    bibkey = models.CharField(max_length=100, blank=True)
    title = models.TextField()
    authors = models.JSONField(default=list)
    year = models.PositiveIntegerField(null=True, blank=True)
    venue = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    url = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    text = models.TextField()
    page_starts = models.JSONField(default=list)
    tokens = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title

    def for_pipeline(self) -> PipelinePaper:
        """The same paper as the pipeline reads it."""
        return PipelinePaper(
            bibkey=self.bibkey,
            title=self.title,
            text=self.text,
            abstract=self.abstract,
            authors=tuple(self.authors),
            year=self.year,
            venue=self.venue,
            doi=self.doi,
            url=self.url,
            page_starts=tuple(self.page_starts),
        )


class Collection(models.Model):
    """Papers in an order of their own, from which surveys are written."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="collections")
    name = models.TextField(blank=True)
    papers: models.ManyToManyField[Paper, CollectionPaper] = models.ManyToManyField(
        Paper, through="CollectionPaper", related_name="collections"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or f"Collection {self.pk}"

    def in_order(self) -> models.QuerySet[Paper]:
        """The papers in the collection's order."""
        return self.papers.order_by("places__position")


class CollectionPaper(models.Model):
    """A paper's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="places")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["collection", "paper"], name="paper_once_in_collection"),
            models.UniqueConstraint(fields=["collection", "position"], name="one_paper_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.paper}"


def stored_name(upload: Upload, filename: str) -> str:
    """Where an uploaded file lies: never under the name it came with, of which only the ending is kept."""
    ending = PurePath(filename).suffix.lower()
    safe = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 8 else ""
    return f"uploads/{uuid4().hex}{safe}"


class Upload(models.Model):
    """A file on its way into a collection.

    status: waiting, reading, read (wholly or in part), refused. reason: why it was refused, one sentence. files: what
    became of each file in it (an archive holds several): [{"name", "papers", "reason"}]. lease_until: until when the
    worker that reads it must give a sign of life.
    """

    class Status(models.TextChoices):
        """How far the file is."""

        WAITING = "waiting", "Waiting"
        READING = "reading", "Reading"
        READ = "read", "Read"
        REFUSED = "refused", "Refused"

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=stored_name, max_length=200)
    size = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True)
    files = models.JSONField(default=list)
    lease_until = models.DateTimeField(null=True, blank=True)
    paper_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
