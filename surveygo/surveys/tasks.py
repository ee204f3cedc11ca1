"""What django-q2 runs for surveys."""

from __future__ import annotations


def conduct_run(run_id: int) -> None:
    """Write the survey of a queued run; does nothing where another worker was faster."""
    # The pipeline's imports take seconds; whoever only queues the task, as the web does, is spared them.
    from surveygo.surveys.conduct import conduct

    conduct(run_id)
