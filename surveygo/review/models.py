"""What people say about an article: threads of comments, suggestions, requested reviews, and word of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from surveygo.articles.models import Article


class Thread(models.Model):
    """A remark on a stretch of the article's text, with its comments.

    start, end: Yjs positions that move with the text (`anchors.py`); empty for a remark on the whole article. quote:
    the source as it was; before, after: what stood around it, to find it again where it is moved. replacement: for a
    suggestion, what should stand there instead. settled_by: who resolved, accepted or rejected it.
    """

    class Kind(models.TextChoices):
        """What it is."""

        COMMENT = "comment", "Comment"
        SUGGESTION = "suggestion", "Suggestion"

    class State(models.TextChoices):
        """Where it stands. Comments are resolved, suggestions accepted or rejected."""

        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="threads")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    start = models.JSONField(default=dict, blank=True)
    end = models.JSONField(default=dict, blank=True)
    quote = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    replacement = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.author}"


class Comment(models.Model):
    """What somebody said in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Review(models.Model):
    """Somebody was asked to review the article, and what came of it.

    revision, sha256: the text that the verdict is about; later edits make it stale.
    """

    class State(models.TextChoices):
        """What the reviewer said."""

        ASKED = "asked", "Asked"
        APPROVED = "approved", "Approved"
        CHANGES = "changes", "Changes requested"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    message = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "reviewer"], name="one_review_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.get_state_display()}"


class Notice(models.Model):
    """Word to one person of something that concerns them. text: one sentence; direct: whether it mentions them or asks
    them for a review; seen: whether they looked since; mailed: whether an e-mail told them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notices")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    direct = models.BooleanField(default=False)
    seen = models.BooleanField(default=False)
    mailed = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "seen"])]

    def __str__(self) -> str:
        return self.text
