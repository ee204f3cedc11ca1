"""What django-q2 runs for articles: making files of them."""

from __future__ import annotations


def make_export(export_id: int) -> None:
    """Make an ordered file; does nothing where another worker was faster."""
    # pandoc and typst take long to import; whoever only queues the task is spared them.
    from surveygo.articles.exports import make

    make(export_id)
