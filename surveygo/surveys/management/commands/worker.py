"""`manage.py worker runs|short`: one cluster of workers."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand
from django_q.cluster import Cluster
from django_q.conf import Conf
from django_q.signals import post_spawn

from surveygo import parenthood, sweeping
from surveygo.surveys import stopping

PRELOADED = {
    "runs": ("surveygo.surveys.conduct", "pipeline.engines.extractive"),
    "short": ("surveygo.library.reading", "surveygo.articles.exports"),
}
"""What takes seconds to import: done once, before the workers are forked, no task waits for it."""


class StoppableCluster(Cluster):  # type: ignore[misc]
    """A cluster whose workers give their runs back when it is stopped, instead of finishing them first."""

    def stop(self) -> bool:
        """Tell the workers, then stop as django-q2 does; a second signal changes nothing."""
        if stopping.asked():
            return False
        stopping.ask()
        return bool(super().stop())


class Command(BaseCommand):
    """Works on what waits in one queue."""

    help = "Start a cluster of workers: `runs` writes surveys, `short` reads uploads and makes exports."
    # They import every page, which no worker shows.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which cluster."""
        parser.add_argument("cluster", choices=["runs", "short"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl-C."""
        if options["cluster"] != Conf.CLUSTER_NAME:
            # django-q2 reads the name when it is imported, which was before this command could say it.
            os.environ["Q_CLUSTER_NAME"] = options["cluster"]
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  this very command again
        if options["cluster"] == "runs":
            # Writing keeps a core busy for minutes; pages and live events on the same machine come first.
            os.nice(5)
        for module in PRELOADED[options["cluster"]]:
            import_module(module)
        post_spawn.connect(_began)
        # Without this, killing the cluster's first process would leave its others behind, working on.
        os.register_at_fork(after_in_child=_forked)
        cluster = StoppableCluster()
        cluster.start()
        cluster.sentinel.join()


_guarded = True


def _forked() -> None:
    if _guarded:
        parenthood.end_with_parent(signal.SIGKILL)


def _began(**_: Any) -> None:
    """In a fresh worker: what it forks is its own affair, and it has a heartbeat."""
    global _guarded
    _guarded = False
    sweeping.begin()
