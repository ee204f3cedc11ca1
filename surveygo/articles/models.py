"""The article people edit, its revisions and images, and the files made of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from surveygo.surveys.models import Run, Survey


class Article(models.Model):
    """What a run wrote and people edit. All writes go through `document.py`.

    markdown: the current text, that of revision number `revision`; sha256: its hash. references: metadata of each paper
    of the collection in its order ([{"bibkey", "title", "authors", "year", "venue", "doi", "url", "paper"}]), `paper`
    being its number in the library; evidence: what stands behind each cited sentence, the fields of
    `pipeline.evidence.Evidence`; skeleton: the final skeleton; record: run.json.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="articles")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="article")
    title = models.TextField()
    markdown = models.TextField()
    sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    references = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    skeleton = models.JSONField(default=dict)
    record = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """Names the text as it is now; an editor carries it along and hands it back as the base of its edit."""
        return f"{self.revision}.{self.sha256[:16]}"


class Revision(models.Model):
    """The article at one moment. number: 1, 2, …; author: who wrote in it last, nobody for what the run wrote;
    contributors: everybody who wrote in it; name: given by a person, which keeps later edits out of it; named and
    named_by: when and by whom; restored: number of the revision whose text was brought back."""

    class Kind(models.TextChoices):
        """Where the text came from."""

        WRITTEN = "written", "Written by SurveyGO"
        EDITED = "edited", "Edited"
        RESTORED = "restored", "Restored"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    named = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    markdown = models.TextField()
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "number"], name="one_revision_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.article.title}, revision {self.number}"


def image_name(image: ArticleImage, extension: str) -> str:
    """Where an image lies; its number in the article is what texts name it by."""
    return f"images/{uuid4().hex}{extension}"


class ArticleImage(models.Model):
    """An image that somebody put into the article, as `pipeline.images` made it harmless; kept as long as the article,
    since earlier revisions name it too.

    number: 1, 2, … in the article; kind: png, jpeg, gif or webp; sha256: of the stored bytes; width, height: in pixels.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to=image_name, max_length=200)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "number"], name="one_image_a_number"),
            models.UniqueConstraint(fields=["article", "sha256"], name="one_image_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article.title}, image {self.number}"


class Lock(models.Model):
    """A time in which nobody may change the article's text. opened: when it was unlocked; until then the lock holds."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="locks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    opened = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article"], condition=models.Q(opened=None), name="one_lock_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.article.title}, locked by {self.by or 'somebody'}"


class Document(models.Model):
    """An article as the Yjs document that people edit together; `updates.py` writes it.

    seq: number of the newest update. state: all updates up to number `compacted`, merged. settled: number of the last
    update whose text the article and its revisions hold.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="document")
    state = models.BinaryField()
    seq = models.PositiveBigIntegerField(default=0)
    compacted = models.PositiveBigIntegerField(default=0)
    settled = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.article.title}, shared"


class Update(models.Model):
    """A change of the document, as a browser or a door of the application gave it; seq: 1, 2, …, none left out."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="updates")
    seq = models.PositiveBigIntegerField()
    data = models.BinaryField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "seq"], name="update_number_once"),
        ]

    def __str__(self) -> str:
        return f"Update {self.seq}"


def stored_name(made: ExportFile, extension: str) -> str:
    """Where a file lies; people get it under the article's title."""
    return f"exports/{uuid4().hex}{extension}"


class ExportFile(models.Model):
    """A file of the article in a format that takes seconds to make, such as PDF.

    sha256: of the text that it holds, kept in `markdown` until the file is made; reason: why there is none, one
    sentence. due: when a worker must have claimed or made it, or the sweep looks after it.
    """

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="exports")
    format = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    markdown = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True)
    file = models.FileField(upload_to=stored_name, max_length=200, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "format", "sha256"], name="one_file_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.article.title}, {self.format}"

    @property
    def is_moving(self) -> bool:
        """Whether a worker makes it or will."""
        return self.status in (self.Status.WAITING, self.Status.MAKING)
