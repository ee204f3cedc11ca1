"""A survey from its brief to its runs: what was asked for, each try at it, what each try told, and the journal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from pipeline.plan import PRESETS, Plan
from surveygo.accounts.models import Workspace
from surveygo.library.models import Collection
from surveygo.providers.models import Provider

LANGUAGES = {"en": "English", "zh": "Chinese"}
DEPTHS = {name: name.title() for name in PRESETS}


class Survey(models.Model):
    """What a person asks for. plan: knobs changed from the depth's preset, by name; outline: an outline of one's own
    as Markdown headings, or nothing; provider: whose models the engine calls, where it calls any."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="surveys")
    collection = models.ForeignKey(Collection, on_delete=models.RESTRICT, related_name="surveys")
    title = models.CharField(max_length=300)
    instructions = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default="en")
    engine = models.CharField(max_length=30, default="extractive")
    provider = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, blank=True, related_name="surveys")
    depth = models.CharField(max_length=10, choices=list(DEPTHS.items()), default="standard")
    plan = models.JSONField(default=dict, blank=True)
    outline = models.TextField(blank=True)
    review_outline = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title

    def make_plan(self, **changes: object) -> Plan:
        """The plan of its next run.

        Raises:
            BadInput: for knobs that do not exist or values out of range.
        """
        return Plan.preset(self.depth, **(self.plan | changes))

    @property
    def run(self) -> Run | None:
        """The newest run."""
        return self.runs.order_by("-pk").first()


class Run(models.Model):
    """One try at writing a survey.

    plan: every knob by name. reason: why it is paused (user, budget, outline); message: one sentence for the reader.
    fence: raised by every claim; a worker writes only while its fence is the run's. lost: how many workers died on it
    since a person queued it. seq: number of its last event.
    wanted: what a person asked the worker to do (pause, cancel). stage, done, total: where it is. cost: US dollars that
    its calls cost; spent: what of its budget may be gone, which after the death of a worker is more than that, since
    nobody knows what the answers cost that it waited for.
    """

    class Status(models.TextChoices):
        """Where the run is in its life; `machine.py` holds the moves."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="runs")
    plan = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    reason = models.CharField(max_length=10, blank=True)
    message = models.TextField(blank=True)
    wanted = models.CharField(max_length=10, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    cached_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.FloatField(default=0.0)
    spent = models.FloatField(default=0.0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    queued = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.survey.title}, run {self.pk}"

    @property
    def gone(self) -> float:
        """US dollars of its budget that must be taken as spent."""
        return max(self.cost, self.spent)

    @property
    def is_over(self) -> bool:
        """Whether it will never write again unless a person asks for it."""
        return self.status in (self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED)


class Event(models.Model):
    """Something a run told, or (kind `status`) a move of its status: {"status", "reason", "message"}.

    seq: 1, 2, … in the order told, each given once; a section's growing text gives up its number when a later text, or
    the finished section, replaces it. key: its name in the run, so that a replay adds nothing twice.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    data = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "seq"], name="event_number_once"),
            models.UniqueConstraint(fields=["run", "key"], name="event_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Call(models.Model):
    """A journaled reply: asked once, answered for ever, within one workspace. It goes when its survey goes."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    step = models.CharField(max_length=30)
    text = models.TextField()
    usage = models.JSONField(default=dict)
    model = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_reply_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.key}"
