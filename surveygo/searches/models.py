"""A search for the papers of a survey: what is looked for, how far it is, and the candidates with their fates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from surveygo.searches.access import source_label
from surveygo.surveys.models import Run, Survey

# The pipeline's imports take long; only who needs them waits, and the start of the web does not.
if TYPE_CHECKING:
    from pipeline.retrieval import Candidate as Found
    from pipeline.retrieval import Flow, Topic


class Search(models.Model):
    """A topic on its way to papers.

    topic, pasted, wishes: what is looked for, as `pipeline.retrieval.Topic` has it; sources: names of those asked.
    runs_through: writing begins without a person's look at the candidates. phase: find candidates, or fetch the texts
    of the chosen ones. told: what the page shows while a worker is at it, as `progress.py` keeps it. identified,
    duplicates, failures, problems, cost: of `pipeline.retrieval.Found`; pairs: of candidates' keys that may be the same
    work, each {"first", "second", "likeness"}, until a person decides. fence, lease_until, lost: as those of a run.
    """

    class Status(models.TextChoices):
        """Where it is; ready: the candidates wait for a person; done: their papers are in the survey's collection."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Searching"
        READY = "ready", "Ready"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Phase(models.TextChoices):
        """What its worker does."""

        FIND = "find", "Finding papers"
        FETCH = "fetch", "Fetching texts"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="searches")
    topic = models.TextField(blank=True)
    pasted = models.TextField(blank=True)
    wishes = models.JSONField(default=dict)
    sources = models.JSONField(default=list)
    runs_through = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.FIND)
    message = models.TextField(blank=True)
    wanted = models.CharField(max_length=10, blank=True)
    told = models.JSONField(default=dict)
    identified = models.JSONField(default=dict)
    duplicates = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
    cost = models.FloatField(default=0.0)
    fence = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued = models.DateTimeField(auto_now_add=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "searches"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "lease_until"])]

    def __str__(self) -> str:
        return self.topic or self.survey.title

    @property
    def is_moving(self) -> bool:
        """Whether a worker is at it or will be."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)

    def make_topic(self) -> Topic:
        """What the pipeline looks for."""
        from pipeline.retrieval import Topic, Wishes

        survey, wishes = self.survey, self.wishes | {"venues": tuple(self.wishes.get("venues", ()))}
        return Topic(self.topic or survey.title, survey.instructions, survey.language, Wishes(**wishes), self.pasted)

    def flow(self) -> Flow:
        """The counts of its flow diagram as its candidates are now."""
        from pipeline.retrieval import count

        return count((row.found for row in self.candidates.all()), self.identified, self.duplicates)


class Candidate(models.Model):
    """A work that a search found. data: as `pipeline.retrieval.Candidate.to_data` gives it, its fate included;
    decided: a person has changed its fate."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=500)
    data = models.JSONField()
    included = models.BooleanField()
    decided = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["search", "position"], name="candidate_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.data["title"])

    @property
    def found_by(self) -> str:
        """The sources that found it, in words."""
        return ", ".join(source_label(name) for name in self.data["sources"])

    @property
    def found(self) -> Found:
        """The pipeline's candidate."""
        from pipeline.retrieval import Candidate as Found

        return Found.from_data(self.data)
