"""What an engine was asked to do with a passage, and what it proposes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from pipeline.operations import OPERATIONS, Kind
from surveygo.articles.models import Article


class Assist(models.Model):
    """A question about a passage, by one person.

    start, end: Yjs positions of the passage, which move with the text (`review/anchors.py`); quote: the passage as the
    proposal began from it. sample: how often the same was asked before. answer: the text so far. parts: what may be
    taken over, each {"start", "end", "text", "evidence"}, places being characters of `quote`; taken: numbers of those
    that were, in the order in which they were. problems: sentences for the person; message: one, where it failed;
    reason: `budget`, where it failed since the budget does not cover it.
    cost: US dollars. fence, lease_until: as those of a run.
    """

    class Status(models.TextChoices):
        """Where it is; ready: there is a proposal; settled: it was taken over or put away."""

        QUEUED = "queued", "Waiting"
        RUNNING = "running", "At work"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        SETTLED = "settled", "Settled"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="assists")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    operation = models.CharField(max_length=20)
    instruction = models.TextField(blank=True)
    start = models.JSONField(default=dict, blank=True)
    end = models.JSONField(default=dict, blank=True)
    quote = models.TextField()
    sample = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    message = models.TextField(blank=True)
    reason = models.CharField(max_length=10, blank=True)
    wanted = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)
    parts = models.JSONField(default=list)
    taken = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    cost = models.FloatField(default=0.0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued = models.DateTimeField(auto_now_add=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.quote[:40]}"

    @property
    def kind(self) -> Kind:
        """What was asked for."""
        return OPERATIONS[self.operation]

    @property
    def title(self) -> str:
        """What was asked for, with what the person said."""
        label = self.kind.label.removesuffix(" …")
        return f"{label}: {self.instruction}" if self.instruction else label

    @property
    def is_moving(self) -> bool:
        """Whether a worker is at it or will be."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)
