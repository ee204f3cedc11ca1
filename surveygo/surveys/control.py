"""What a person does with a survey's runs: start, pause, resume, cancel, answer with a reviewed outline."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from django.db import transaction

from pipeline.brief import Brief
from pipeline.skeleton import Skeleton
from pipeline.steps.review import ReviewOutline
from surveygo.accounts.models import User
from surveygo.surveys import machine
from surveygo.surveys.delivery import deliver
from surveygo.surveys.models import Call, Run, Survey


@transaction.atomic
def start(survey: Survey, user: User, **changes: object) -> Run:
    """A new run of the survey, queued. changes: knobs that differ from the survey's plan, such as `seed`.

    Raises:
        BadInput: for knobs that do not exist or values out of range.
    """
    plan = survey.make_plan(**changes)
    run = Run.objects.create(survey=survey, plan=asdict(plan), created_by=user)
    machine.announce(run.pk)
    transaction.on_commit(partial(deliver, run.pk))
    return run


def pause(run: Run) -> bool:
    """Have the run pause after the calls in flight; False where it neither waits nor runs."""
    return machine.want(run.pk, "pause")


def cancel(run: Run) -> bool:
    """Cancel the run, after the calls in flight if it is running; False where it is over."""
    return machine.want(run.pk, "cancel")


@transaction.atomic
def resume(run: Run, budget: float | None = None) -> bool:
    """Queue a paused or failed run again; False where it is neither. budget: what it may cost from now on in US
    dollars, what it has cost included."""
    if not machine.requeue(run.pk):
        return False
    if budget is not None:
        raise_budget(run, budget)
    transaction.on_commit(partial(deliver, run.pk))
    return True


def raise_budget(run: Run, budget: float) -> None:
    """What the run, searches and help may cost from now on in US dollars, what is gone included."""
    Run.objects.filter(pk=run.pk).update(plan=run.plan | {"budget": budget})


@transaction.atomic
def answer_outline(run: Run, skeleton: Skeleton) -> bool:
    """Take `skeleton` as the outline a person reviewed, and queue the run; False where it does not wait for one.

    Raises:
        BadReply: for an outline that cannot be written from, such as one without sections.
    """
    question = run.events.filter(kind="outline-waiting").first()
    if question is None or run.reason != "outline" or not machine.requeue(run.pk):
        return False
    survey = run.survey
    step = ReviewOutline(Brief(survey.title), skeleton, str(run.pk))
    text = step.format(skeleton)
    step.parse(text)
    Call.objects.update_or_create(
        workspace_id=survey.workspace_id,
        key=question.data["answer_key"],
        defaults={"survey": survey, "step": step.name, "text": text},
    )
    transaction.on_commit(partial(deliver, run.pk))
    return True
