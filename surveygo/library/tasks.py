"""What django-q2 runs for the library: reading uploads into collections."""

from __future__ import annotations


def read_uploads(collection_id: int) -> None:
    """Read the files that wait in a collection; does nothing where another worker was faster."""
    # The readers' imports take long; whoever only queues the task, as the web does, is spared them.
    from surveygo.library.reading import read_waiting

    read_waiting(collection_id)
