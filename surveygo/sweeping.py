"""The sweep: whatever lost its worker is delivered again. Runs in `manage.py up` and in every worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.db import connection

from surveygo import mail
from surveygo.articles import exports
from surveygo.assist import claims as assist
from surveygo.library import arrivals, uploads
from surveygo.review import digests
from surveygo.searches import claims as searches
from surveygo.surveys import delivery

log = logging.getLogger(__name__)
SWEEPS: tuple[Callable[[], object], ...] = (
    delivery.sweep,
    uploads.sweep,
    arrivals.expire,
    exports.sweep,
    searches.sweep,
    assist.sweep,
    digests.sweep,
    mail.sweep,
)


def sweep() -> None:
    """Look once at all that workers do; trouble with one is logged, and the next sweep tries it again."""
    for one in SWEEPS:
        try:
            one()
        except Exception:  # the thread's edge: no trouble of one look may end the following
            log.exception("%s.sweep could not be finished; the next one tries again.", one.__module__)
            connection.close()


def begin() -> None:
    """Sweep from a thread of this process, for as long as it lives."""
    Thread(target=_beat, name="sweep", daemon=True).start()


def _beat() -> None:
    while True:
        time.sleep(settings.ENV["SURVEYGO_SWEEP_SECONDS"])
        sweep()
