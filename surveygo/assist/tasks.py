"""What django-q2 runs for questions about passages."""

from __future__ import annotations


def conduct_assist(pk: int) -> None:
    """Answer a queued question; nothing where another worker was faster."""
    # The pipeline's imports take seconds; whoever only queues the task, as the web does, is spared them.
    from surveygo.assist.conduct import conduct

    conduct(pk)
