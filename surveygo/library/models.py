"""Papers, the collections they are gathered in, and the uploads they come from."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from pipeline.paper import Paper as PipelinePaper
from surveygo.accounts.models import Workspace

FIELDS = ("bibkey", "title", "authors", "year", "venue", "doi", "url", "abstract", "text", "page_starts")


class Paper(models.Model):
    """A work in a workspace's library. The fields are those of `pipeline.paper.Paper`; sha256: of title and text."""

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
    sha256 = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, workspace: Workspace, paper: PipelinePaper) -> Paper:
        """A row, not saved yet, for a paper that was read."""
        fields = {name: getattr(paper, name) for name in FIELDS}
        fields |= {"authors": list(paper.authors), "page_starts": list(paper.page_starts)}
        digest = hashlib.sha256(f"{paper.title}\0{paper.text}".encode()).hexdigest()
        return cls(workspace=workspace, tokens=paper.tokens, sha256=digest, **fields)

    def for_pipeline(self) -> PipelinePaper:
        """The same paper as the pipeline reads it."""
        fields = {name: getattr(self, name) for name in FIELDS}
        return PipelinePaper(**fields | {"authors": tuple(self.authors), "page_starts": tuple(self.page_starts)})


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
    became of each file in it (an archive holds several), the fields of `pipeline.ingest.FileReport`. due: when a worker
    must have given a sign of life, or it is delivered again. The bytes go once they are read.
    """

    class Status(models.TextChoices):
        """How far the file is."""

        WAITING = "waiting", "Waiting"
        READING = "reading", "Reading"
        READ = "read", "Read"
        REFUSED = "refused", "Refused"

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=stored_name, max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True)
    files = models.JSONField(default=list)
    due = models.DateTimeField(null=True, blank=True)
    paper_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
