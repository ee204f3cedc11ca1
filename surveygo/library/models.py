"""Papers, the collections they are gathered in, and the uploads they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import PurePath
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver

from pipeline.language.tokens import estimate_tokens
from pipeline.paper import Paper as PipelinePaper
from surveygo.accounts.models import Workspace
from surveygo.library import identity, search

FIELDS = ("bibkey", "title", "authors", "year", "venue", "doi", "url", "abstract", "text", "page_starts", "basis")


LONG = ("text", "page_starts", "abstract")
"""Fields that lists do without."""


class Tag(models.Model):
    """A word that people of a workspace mark papers with."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "name"], name="tag_once_in_workspace"),
        ]

    def __str__(self) -> str:
        return self.name


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers whose index is kept in step."""

    def bulk_create(self, objs: Iterable[Paper], *args: Any, **kwargs: Any) -> list[Paper]:
        """As Django's; the rows are derived and indexed as by `save`."""
        papers = list(objs)
        for paper in papers:
            paper.derive()
        made = super().bulk_create(papers, *args, **kwargs)
        search.put(made)
        return made


class Paper(models.Model):
    """A work in a workspace's library. FIELDS are those of `pipeline.paper.Paper`.

    arxiv: its id without version; source: where it came from, `upload` or the name of a source of a search; basis: what
    its text is. Derived whenever it is saved: title_key and the other names it is known by (`identity.py`), sha256 of
    title and text, tokens.
    """

    class Basis(models.TextChoices):
        """What there is to read."""

        FULL = "full", "Full text"
        ABSTRACT = "abstract", "Abstract only"
        OCR = "ocr", "Scanned text (OCR)"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="papers")
    bibkey = models.CharField(max_length=100, blank=True)
    title = models.TextField()
    authors = models.JSONField(default=list, blank=True)
    year = models.PositiveIntegerField(null=True, blank=True)
    venue = models.TextField(blank=True)
    doi = models.TextField("DOI", blank=True)
    arxiv = models.CharField("arXiv id", max_length=40, blank=True)
    url = models.TextField("Address", blank=True)
    abstract = models.TextField(blank=True)
    text = models.TextField(blank=True)
    page_starts = models.JSONField(default=list, blank=True)
    tokens = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=30, default="upload")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.FULL)
    retracted = models.BooleanField(default=False)
    tags = models.ManyToManyField(Tag, related_name="papers", blank=True)
    title_key = models.CharField(max_length=identity.LONGEST_KEY, blank=True)
    sha256 = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace", "title_key"]),
            models.Index(fields=["workspace", "doi"]),
            models.Index(fields=["workspace", "arxiv"]),
            models.Index(fields=["workspace", "sha256"]),
            # Lists read these instead of the rows, whose texts are long.
            models.Index(fields=["workspace", "created"]),
            models.Index(fields=["workspace", "year", "title_key"]),
            models.Index(fields=["workspace", "basis", "created"]),
            models.Index(fields=["workspace", "source", "created"]),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and index it."""
        self.derive()
        super().save(*args, **kwargs)
        search.put([self])

    @classmethod
    def of(cls, workspace: Workspace, paper: PipelinePaper, **more: Any) -> Paper:
        """A row, not saved yet, for a paper that was read. more: fields that the pipeline's paper does not have."""
        fields = {name: getattr(paper, name) for name in FIELDS}
        fields |= {"authors": list(paper.authors), "page_starts": list(paper.page_starts)}
        row = cls(workspace=workspace, **fields | more)
        row.derive()
        return row

    def for_pipeline(self) -> PipelinePaper:
        """The same paper as the pipeline reads it."""
        fields = {name: getattr(self, name) for name in FIELDS}
        return PipelinePaper(**fields | {"authors": tuple(self.authors), "page_starts": tuple(self.page_starts)})

    def derive(self) -> None:
        """Bring up to date what follows from other fields."""
        self.doi = identity.doi_of(self.doi)[: identity.LONGEST_KEY]
        self.arxiv = identity.arxiv_of(self.arxiv, self.doi, self.url)
        self.title_key = identity.title_key(self.title)
        self.sha256 = hashlib.sha256(f"{self.title}\0{self.text}".encode()).hexdigest()
        self.tokens = estimate_tokens(self.text or self.abstract)
        if self.text.strip() in ("", self.abstract.strip()):
            self.basis = self.Basis.ABSTRACT

    @property
    def names(self) -> list[tuple[str, ...]]:
        """What it is known by; two papers that share one are the same."""
        known = [("doi", identity.publisher_doi(self.doi)), ("arxiv", self.arxiv), ("sha256", self.sha256)]
        if self.title_key and self.year:
            known.append(("title", f"{self.title_key} {self.year}"))
        return [name for name in known if name[1]]

    @property
    def pages(self) -> list[str]:
        """Its text by page; as one where the source has no pages."""
        starts = [*self.page_starts, len(self.text)] if self.page_starts else [0, len(self.text)]
        return [self.text[a:b].strip() for a, b in pairwise(starts)]


@receiver(post_delete, sender=Paper)
def _forget(instance: Paper, **_: Any) -> None:
    search.forget(instance.pk)


class Collection(models.Model):
    """Papers in an order of their own. listed: whether people see it in the library, or it is what one survey is
    written from."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="collections")
    name = models.TextField(blank=True)
    listed = models.BooleanField(default=False)
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


class Duplicate(models.Model):
    """Two papers that may be the same, for a person to merge or to dismiss; `score` is how alike they are, 0 to 100."""

    first = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveIntegerField()
    dismissed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="one_proposal_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"


def stored_name(upload: Upload, filename: str) -> str:
    """Where an uploaded file lies: never under the name it came with, of which only the ending is kept."""
    ending = PurePath(filename).suffix.lower()
    safe = ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 8 else ""
    return f"uploads/{uuid4().hex}{safe}"


class Upload(models.Model):
    """A file on its way into a collection.

    status: arriving (`offset` bytes of it are here), waiting, reading, read (wholly or in part), refused. reason: why
    it was refused, one sentence. files: what became of each file in it (an archive holds several), the fields of
    `pipeline.ingest.FileReport`. due: when a worker must have given a sign of life, or it is delivered again; when a
    file that is still arriving is forgotten. The bytes go once they are read.
    """

    class Status(models.TextChoices):
        """How far the file is."""

        ARRIVING = "arriving", "Arriving"
        WAITING = "waiting", "Waiting"
        READING = "reading", "Reading"
        READ = "read", "Read"
        REFUSED = "refused", "Refused"

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=stored_name, max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True)
    files = models.JSONField(default=list)
    due = models.DateTimeField(null=True, blank=True)
    paper_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
