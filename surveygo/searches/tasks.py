"""What django-q2 runs for searches."""

from __future__ import annotations


def conduct_search(pk: int) -> None:
    """Do what a queued search waits for; nothing where another worker was faster."""
    # The pipeline's imports take seconds; whoever only queues the task, as the web does, is spared them.
    from surveygo.searches.conduct import conduct

    conduct(pk)
