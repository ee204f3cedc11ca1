"""The sweep: whatever lost its worker is delivered again. Runs in `manage.py up` and in every worker."""

from __future__ import annotations

import logging
import time
from threading import Thread

from django.conf import settings
from django.db import connection

from surveygo.articles import exports
from surveygo.library import uploads
from surveygo.surveys import delivery

log = logging.getLogger(__name__)


def sweep() -> None:
    """Look once at runs, uploads and exports; trouble is logged, and the next sweep tries again."""
    try:
        delivery.sweep()
        uploads.sweep()
        exports.sweep()
    except Exception:
        log.exception("The sweep could not be finished; the next one tries again.")
        connection.close()


def begin() -> None:
    """Sweep from a thread of this process, for as long as it lives."""
    Thread(target=_beat, name="sweep", daemon=True).start()


def _beat() -> None:
    while True:
        time.sleep(settings.ENV["SURVEYGO_SWEEP_SECONDS"])
        sweep()
